const namesOfDevices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
const bytesOfName = 200
const foldersAtMost = 32

/**
 * A name that a browser gave, with the folders in front of it, as parts that can be made below any folder of any system:
 * nothing leads upwards, no part is hidden, no sign has a meaning. At least one part; `file` when nothing is left.
 */
export function safeParts(name: string): string[] {
  const parts = name
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map(safePart)
  if (parts.length === 0) return ['file']
  // The folders next to the file say most about it.
  return parts.slice(-foldersAtMost)
}

/** One part of a path, made harmless; what a report is recognised by (letters, digits, `-`, `_`, `.`) stays. */
export function safePart(part: string): string {
  const plain = part
    .normalize('NFC')
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"|?*\\/]/g, '_')
    .replace(/[. ]+$/, '')
    .replace(/^\.+/, '_')
  const named = namesOfDevices.test(plain) ? `_${plain}` : plain
  return shortened(named) || 'file'
}

/** Cut to what file systems take, the ending kept. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= bytesOfName) return name
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? ''
  let rest = ''
  for (const letter of name.slice(0, name.length - ending.length)) {
    if (Buffer.byteLength(rest + letter) + ending.length > bytesOfName) break
    rest += letter
  }
  return rest + ending
}
