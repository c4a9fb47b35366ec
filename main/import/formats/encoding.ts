/**
 * How the bytes of a text stand for characters. Any other than UTF-8 and UTF-16 means: lines that are valid UTF-8 are
 * UTF-8, all others are in this code page.
 */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | CodePage

export type CodePage = SingleBytePage | EastAsianPage

/** In the order in which they are preferred when a text says the same about several. */
export const singleBytePages = [
  'windows-1252',
  'iso-8859-15',
  'macintosh',
  'cp850',
  'windows-1250',
  'iso-8859-2',
  'windows-1254',
  'windows-1257',
  'windows-1251',
  'koi8-r',
  'ibm866',
  'windows-1253',
  'windows-1255',
  'windows-1256',
  'windows-874',
] as const
export type SingleBytePage = (typeof singleBytePages)[number]

export const eastAsianPages = ['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr'] as const
export type EastAsianPage = (typeof eastAsianPages)[number]

const names: Readonly<Record<CodePage, string>> = {
  'windows-1252': 'Windows-1252 (Western)',
  'iso-8859-15': 'ISO 8859-15 (Western)',
  macintosh: 'Mac Roman',
  cp850: 'DOS code page 850',
  'windows-1250': 'Windows-1250 (Central European)',
  'iso-8859-2': 'ISO 8859-2 (Central European)',
  'windows-1254': 'Windows-1254 (Turkish)',
  'windows-1257': 'Windows-1257 (Baltic)',
  'windows-1251': 'Windows-1251 (Cyrillic)',
  'koi8-r': 'KOI8-R (Cyrillic)',
  ibm866: 'DOS code page 866 (Cyrillic)',
  'windows-1253': 'Windows-1253 (Greek)',
  'windows-1255': 'Windows-1255 (Hebrew)',
  'windows-1256': 'Windows-1256 (Arabic)',
  'windows-874': 'Windows-874 (Thai)',
  shift_jis: 'Shift_JIS (Japanese)',
  'euc-jp': 'EUC-JP (Japanese)',
  gb18030: 'GB 18030 (Chinese)',
  big5: 'Big5 (Chinese)',
  'euc-kr': 'EUC-KR (Korean)',
}

/** What a person calls it. */
export function nameOfPage(page: CodePage): string {
  return names[page]
}

export function isSingleByte(page: CodePage): page is SingleBytePage {
  return (singleBytePages as readonly string[]).includes(page)
}

// The upper half of Windows-1252, of which Node's own decoder makes Latin-1, and of the page of Western DOS, which it lacks.
const western =
  '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ' +
  Array.from({ length: 96 }, (_, index) => String.fromCharCode(160 + index)).join('')
const dos =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\xad±‗¾¶§÷¸°¨·¹³²■\xa0'
const upperHalves = new Map<SingleBytePage, string>([
  ['windows-1252', western],
  ['cp850', dos],
])

function upperHalf(page: SingleBytePage): string {
  let half = upperHalves.get(page)
  if (half === undefined) {
    half = new TextDecoder(page).decode(Buffer.from(Array.from({ length: 128 }, (_, index) => 128 + index)))
    upperHalves.set(page, half)
  }
  return half
}

/** Text of bytes in a page of single bytes. */
export function decodeSingleBytes(bytes: Buffer, page: SingleBytePage): string {
  const half = upperHalf(page)
  return bytes.toString('latin1').replace(/[\x80-\xff]/g, (char) => half.charAt(char.charCodeAt(0) - 128))
}

// As bytes in Latin-1: a whole character of UTF-8, or (last) any other byte above 127.
const sequences =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g

/** False for bytes in which no character of UTF-8 can stand that is more than one byte. */
export function mayHoldUtf8(bytes: Buffer): boolean {
  return /[\xc2-\xf4][\x80-\xbf]/.test(bytes.toString('latin1'))
}

/** Text of a line that is not valid UTF-8: in `page`, unless it is UTF-8 but for some bytes, which alone are in `page`. */
export function decodeLine(line: Buffer, page: CodePage): string {
  if (!isSingleByte(page)) return new TextDecoder(page).decode(line)
  const latin = line.toString('latin1')
  const found = latin.match(sequences) ?? []
  const whole = found.filter(({ length }) => length > 1).length
  if (whole === 0 || whole < found.length - whole) return decodeSingleBytes(line, page)
  const half = upperHalf(page)
  return latin.replace(sequences, (bytes) =>
    bytes.length > 1 ? Buffer.from(bytes, 'latin1').toString('utf8') : half.charAt(bytes.charCodeAt(0) - 128),
  )
}

/** The encoding that the first bytes of a file prove; UTF-32 is only known, not read. Null for one byte per letter. */
export function provenEncoding(head: Buffer): 'utf-16le' | 'utf-16be' | 'utf-32' | null {
  if (head.length >= 4 && head.readUInt32BE(0) === 0xfffe0000) return 'utf-32'
  if (head.length >= 4 && head.readUInt32BE(0) === 0x0000feff) return 'utf-32'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  // Letters of the headings have zeros around them, always in the same places; names in other scripts have none.
  const zeros = [0, 0, 0, 0]
  for (let index = 0; index < head.length; index++)
    if (head[index] === 0) zeros[index % 4] = (zeros[index % 4] ?? 0) + 1
  const [first = 0, second = 0, third = 0, fourth = 0] = zeros
  const quarter = head.length / 4
  if (quarter < 2) return null
  const many = quarter * 0.3
  const few = quarter * 0.02
  const all = quarter * 0.9
  if (third > all && fourth > all && second > many && first <= few) return 'utf-32'
  if (first > all && second > all && third > many && fourth <= few) return 'utf-32'
  if (second > many && fourth > many && first <= few && third <= few) return 'utf-16le'
  if (first > many && third > many && second <= few && fourth <= few) return 'utf-16be'
  return null
}
