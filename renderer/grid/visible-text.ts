/*
 * Characters that a person cannot see but that change what a person reads: controls, marks that turn the direction of
 * the line, empty ones of no width, tags, halves of a pair.
 */
const unseen =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Cs}/gu

/** The text with each unseen character written as its number, for example `[U+202E]`, so that it cannot act. */
export function visibleText(text: string): string {
  unseen.lastIndex = 0
  return text.replace(unseen, mark)
}

/** As `visibleText`, for a text of several lines: line breaks and tabs stay. */
export function visibleLines(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .split('\n')
    .map((line) => line.split('\t').map(visibleText).join('\t'))
    .join('\n')
}

function mark(character: string): string {
  const code = character.codePointAt(0) ?? 0
  // Line breaks and tabs are ordinary in reports; their symbols read better than numbers.
  if (code === 0x0a) return '↵'
  if (code === 0x0d) return ''
  if (code === 0x09) return '⇥'
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
}
