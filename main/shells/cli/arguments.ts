import { InvalidArgumentError } from 'commander'

/** A day as it is given on the command line, `YYYY-MM-DD`; a day that no calendar has is refused. */
export function day(text: string): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  const date = new Date(`${text}T00:00:00Z`)
  if (!parts || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text)
    throw new InvalidArgumentError(`A date is written YYYY-MM-DD, for example 2026-03-31.`)
  return text
}

/** One `COLUMN=VALUE`; everything behind the first `=` is the value, which may be empty. */
export function condition(text: string, before: readonly Record<string, string>[] = []): Record<string, string>[] {
  const middle = text.indexOf('=')
  if (middle < 1) throw new InvalidArgumentError('A condition is written COLUMN=VALUE, for example currency=USD.')
  return [...before, { [text.slice(0, middle).trim()]: text.slice(middle + 1) }]
}

/** The number of an import. */
export function importNumber(text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number))
    throw new InvalidArgumentError('An import is named by its number; `tieout status` lists them.')
  return number
}
