import { type CodePage, type EastAsianPage, decodeSingleBytes, eastAsianPages, singleBytePages } from './encoding.ts'

/** A code page by evidence; `isSure` is false where nothing speaks for it but that it loses no byte. */
export interface Guess {
  readonly page: CodePage
  readonly isSure: boolean
}

/** The share of words that may look wrong under a page that is right: abbreviations, names of products, damage. */
const tolerated = 0.1

/**
 * The code page of lines that are not UTF-8, judged by the words that come out: letters of one script, upper and lower
 * case where names have them, signs where people write them, characters in everyday use. Windows-1252, which
 * spreadsheets write in the West, unless it makes of the words what nobody writes and another page makes names of them.
 */
export function guessPage(lines: readonly Buffer[]): Guess {
  const text = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]))
  const words = wordsOf(decodeSingleBytes(text, 'windows-1252'))
  const western = sum(words.map(oddness))
  if (western <= words.length * tolerated) return { page: 'windows-1252', isSure: true }
  const eastAsian = guessEastAsian(text)
  if (eastAsian === 'unclear') return { page: 'windows-1252', isSure: false }
  if (eastAsian !== null) return { page: eastAsian, isSure: true }
  const pages = singleBytePages.map((page) => {
    const read = wordsOf(decodeSingleBytes(text, page))
    return { page, odd: sum(read.map(oddness)) / Math.max(1, read.length) }
  })
  const best = pages.reduce((a, b) => (b.odd < a.odd ? b : a))
  const clearly = best.odd <= tolerated && best.odd * 4 < western / words.length
  return clearly ? { page: best.page, isSure: true } : { page: 'windows-1252', isSure: false }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** What stands between white space and separators, as far as it is not plain ASCII. */
function wordsOf(text: string): string[] {
  return text.split(/[\s,;|^~"()[\]{}/\\<>]+/).filter((word) => /[^\0-\x7f]/.test(word))
}

const amount = /^[-+]?[€£¥]\d[\d.']*$|^[-+]?[\d.']*\d[€£¥%]$/
const signsAlone = /^[–—•…™®©°§«»“”‘’·€£]+$/
const before = /^[“„‘‚«¿¡#€]+/
const behind = /[”“’»™®©…:!?.º°]+$/
const betweenParts = /[-'’‘.–&+_@:!?*=#%$\d]+/
const latin = /^[\p{Script=Latin}\p{M}]+$/u
// Signs that count as letters, and letters that only printers use.
const noLetter = /[ƒªºµﬁﬂˆ˜]/
const caseInside = /\p{Ll}(?=[^\0-\x7f])\p{Lu}|\p{Lu}(?=[^\0-\x7f])\p{Ll}\p{Lu}|^\p{Lu}(?=[^\0-\x7f])\p{Lu}\p{Ll}/u
const manyInARow = /[^\0-\x7f]{4}/
const caseless = [
  /^[\p{Script=Hebrew}\p{M}]+$/u,
  /^[\p{Script=Arabic}\p{M}]+$/u,
  // A vowel or a tone never stands without its consonant.
  /^([\u0E40-\u0E44]?[\u0E01-\u0E2E](\p{M}|[\u0E30\u0E32\u0E33\u0E45])*|[\u0E2F\u0E46])+$/u,
]
const cased = [/^[\p{Script=Cyrillic}\p{M}]+$/u, /^[\p{Script=Greek}\p{M}]+$/u]
const nameCase = /^\p{Lu}[\p{Ll}\p{M}]*$|^\p{Lu}{1,3}$/u
const oneCase = /^[\p{Ll}\p{M}]+$|^[\p{Lu}\p{M}]+$/u

/** 0 for a word as people write it, 1 for one that nobody would. */
function oddness(word: string): number {
  if (amount.test(word) || signsAlone.test(word)) return 0
  return Math.max(0, ...word.replace(before, '').replace(behind, '').split(betweenParts).map(oddnessOfPart))
}

function oddnessOfPart(part: string): number {
  if (!/[^\0-\x7f]/.test(part)) return 0
  if (latin.test(part)) return noLetter.test(part) || caseInside.test(part) || manyInARow.test(part) ? 1 : 0
  if (caseless.some((script) => script.test(part))) return 0
  if (!cased.some((script) => script.test(part))) return 1
  // Nothing but small letters, or but capitals, is what Hebrew looks like in a Cyrillic page.
  return nameCase.test(part) ? 0 : oneCase.test(part) ? 0.1 : 1
}

/** Which lead and trail bytes a page gives to the characters of everyday use, and words that companies have in their names. */
const everyday: Readonly<Record<EastAsianPage, { leads: readonly Range[]; trails: readonly Range[]; words: RegExp }>> =
  {
    shift_jis: {
      leads: [
        [0x82, 0x83],
        [0x88, 0x98],
      ],
      trails: [
        [0x40, 0x7e],
        [0x80, 0xfc],
      ],
      words: /会社|日本|東京/g,
    },
    'euc-jp': {
      leads: [
        [0xa4, 0xa5],
        [0xb0, 0xcf],
      ],
      trails: [[0xa1, 0xfe]],
      words: /会社|日本|東京/g,
    },
    gb18030: { leads: [[0xb0, 0xd7]], trails: [[0xa1, 0xfe]], words: /公司|科技|中国|集团/g },
    big5: {
      leads: [[0xa4, 0xc6]],
      trails: [
        [0x40, 0x7e],
        [0xa1, 0xfe],
      ],
      words: /公司|科技|台灣|股份/g,
    },
    'euc-kr': { leads: [[0xb0, 0xc8]], trails: [[0xa1, 0xfe]], words: /회사|은행|전자|한국/g },
  }
type Range = readonly [number, number]

const eastAsianSign = /[\u3000-\u303F\u30FB\u30FC\uFF01-\uFF9F㈱㈜]/
const halfWidth = /[\uFF61-\uFF9F]/
const halfWidthCharacters = 63
const everydayCharacters = new Map<EastAsianPage, ReadonlySet<string>>()

function charactersOf(page: EastAsianPage): ReadonlySet<string> {
  let found = everydayCharacters.get(page)
  if (!found) {
    const numbers = (ranges: readonly Range[]): number[] =>
      ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index))
    const { leads, trails } = everyday[page]
    const pairs = numbers(leads).flatMap((lead) => numbers(trails).map((trail) => Buffer.from([lead, trail])))
    const decoder = new TextDecoder(page)
    found = new Set(pairs.map((pair) => decoder.decode(pair)).filter((text) => text.length === 1))
    everydayCharacters.set(page, found)
  }
  return found
}

/** What one word of a company's name weighs, and how far ahead the best page must be, in natural logarithms of chance. */
const weightOfWord = 5
const margin = 2

/**
 * The page in which nearly all characters are everyday ones. Where several are possible, the one with the fewest such
 * characters, by which the text is the least of a coincidence; `unclear` when that is not clearly one.
 */
function guessEastAsian(text: Buffer): EastAsianPage | 'unclear' | null {
  const possible = eastAsianPages
    .flatMap((page) => {
      const read = decodeStrictly(text, page)
      if (read === null) return []
      const characters = charactersOf(page)
      const wide = Array.from(read).filter((char) => char > '\x7f')
      const narrow = wide.filter((char) => halfWidth.test(char)).length
      const odd = wide.filter((char) => !characters.has(char) && !eastAsianSign.test(char)).length
      const words = wordsOf(read)
      const mixed = words.filter((word) => /[A-Za-z][^\0-\x7f]+[a-z]/.test(word)).length
      // Half the width, and any text of single bytes could be that.
      if (wide.length - narrow < 2 || odd > wide.length * tolerated || mixed > words.length * tolerated) return []
      const known = read.match(everyday[page].words)?.length ?? 0
      const chance = (wide.length - narrow) * Math.log(characters.size) + narrow * Math.log(halfWidthCharacters)
      return [{ page, cost: chance - known * weightOfWord }]
    })
    .toSorted((a, b) => a.cost - b.cost)
  const [best, second] = possible
  if (!best) return null
  return second && second.cost - best.cost < margin ? 'unclear' : best.page
}

function decodeStrictly(text: Buffer, page: EastAsianPage): string | null {
  try {
    return new TextDecoder(page, { fatal: true }).decode(text)
  } catch {
    return null
  }
}
