import { sections } from '../../../shared/reports/catalogue.ts'
import totals from '../../../shared/reports/total-words.json' with { type: 'json' }
import { normaliseHeader } from './headers.ts'

/** A line that is no data and no header, as it is counted and shown. */
export type OtherKind = 'title' | 'total' | 'trailer'

const anyOf = (words: readonly string[]): string => `(?:${words.map((word) => word.replaceAll(' ', '\\s+')).join('|')})`
const notInWord = '[^\\p{L}\\p{M}]'
const marks = '[^\\p{L}\\p{M}\\p{N}]*'

/**
 * The label of a total in any language: a word for it at the beginning or at the end ("Total général", "Anchor Ergebnis").
 * The database reads it too. Chinese, Japanese and Korean have no blank between words.
 */
export const totalPattern = `(?i)${[
  `^${marks}(?:(?:grand|report|section)\\s+)?${anyOf(totals.words)}(?:${notInWord}.*)?$`,
  `${notInWord}${anyOf(totals.words)}[^\\p{L}]*$`,
  `^${marks}${anyOf(totals.alone)}${marks}$`,
  `^${anyOf(totals.signs)}`,
  `${anyOf(totals.signs)}[^\\p{L}]*$`,
].join('|')}`
const total = new RegExp(totalPattern.slice('(?i)'.length), 'iu')
const trailer =
  /^[-=*# ]*(end( of (report|file|section|data).*)?|\d+ (rows?|records?|lines?)\b.*|(total |number of )?(rows?|records?|lines?)( count)?[ :=]+\d+.*|(report )?(generated|created|exported)\b.*)[-=*# ]*$/i
const titles: ReadonlySet<string> = new Set(sections.flatMap(({ titles }) => titles).map(normaliseHeader))

/** What a line with a single filled cell is; a line of data always fills more. */
export function kindOfNote(text: string): OtherKind {
  if (trailer.test(text)) return 'trailer'
  return total.test(text) ? 'total' : 'title'
}

/** True when the cell may be the label of a totals row; a product may be called so too (see where it is asked). */
export function isTotalLabel(text: string): boolean {
  return total.test(text.trim())
}

/** True when a title announces a section, so that what follows belongs to it and to nothing before it. */
export function announcesSection(text: string): boolean {
  const name = normaliseHeader(text).replace(/^section \d+\s*[:.-]?\s*/, '')
  return /^section \d+/i.test(text.trim()) || titles.has(name)
}
