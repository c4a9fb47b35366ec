import { isDate } from './dates.ts'

/** How the amounts and the days within a sentence are written. */
export interface SentenceFormats {
  /** Takes a decimal string, such as `-1409.53`. */
  money(amount: string): string
  /** Takes a day as `YYYY-MM-DD`; without it days stay as they are. */
  readonly date?: (day: string) => string
}

/** What a report quotes stays as it stands there. */
const quoted = /"[^"]*"/
/** With two decimals or more, as our sentences write every amount. */
const amount = /-?\d+\.\d{2,6}/
const day = /\d{4}-\d{2}-\d{2}/
/** What ids, names of files, paths, versions and moments have beside their digits, and a word of a sentence has not. */
const apart = /(?<![\w.,/\\:=#@+-])/
const alone = /(?![\w/\\=@%+-]|[.,:]\w)/

const parts = new RegExp(
  `${quoted.source}|${apart.source}(?:(?<day>${day.source})|(?<amount>${amount.source}))${alone.source}`,
  'g',
)

/** A name of a file may have spaces: whatever stands before its ending in the same part of a sentence may belong to it. */
const fileName = /^[^;:"]*?\.(?:csv|tsv|txt|xlsx?|zip|gz|json|parquet)(?!\w)/i

/**
 * A sentence of the core, which is neutral (`Billed 1409.53 USD on 2026-07-10`), with its amounts and days as people write
 * them. Ids, names of files, hashes, months (`2026-07`), counts and what is quoted are left as they are; so is what may be
 * part of the name of a file.
 */
export function formattedSentence(sentence: string, formats: SentenceFormats): string {
  return sentence.replace(parts, (text: string, ...rest: unknown[]) => {
    const { day, amount } = rest.at(-1) as { day?: string; amount?: string }
    const place = Number(rest.at(-3))
    if (fileName.test(sentence.slice(place + text.length).split(/\.\s/)[0] ?? '')) return text
    if (day !== undefined) return formats.date && isDate(day) ? formats.date(day) : text
    return amount === undefined ? text : formats.money(amount)
  })
}
