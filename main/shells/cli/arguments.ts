import { InvalidArgumentError } from 'commander'
import type { Choice } from '../../../shared/contract/imports.ts'
import type { Filter } from '../../../shared/contract/rows.ts'
import { sections } from '../../../shared/reports/catalogue.ts'

/** A day as it is given on the command line, `YYYY-MM-DD`; a day that no calendar has is refused. */
export function day(text: string): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  const date = new Date(`${text}T00:00:00Z`)
  if (!parts || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text)
    throw new InvalidArgumentError(`A date is written YYYY-MM-DD, for example 2026-03-31.`)
  return text
}

const operators = { '=': 'equals', '>=': 'greater-or-equal', '<=': 'less-or-equal' } as const

/**
 * One `COLUMN=VALUE`, `COLUMN>=VALUE` or `COLUMN<=VALUE`; everything behind the sign is the value. `COLUMN=` asks for rows
 * that have none.
 */
export function condition(text: string, before: readonly Filter[] = []): Filter[] {
  const [, name = '', sign, value = ''] = /^([^=<>]+)(>=|<=|=)(.*)$/s.exec(text) ?? []
  const column = name.trim()
  if (column === '' || sign === undefined || (sign !== '=' && value === ''))
    throw new InvalidArgumentError('A condition is written COLUMN=VALUE (or >=, <=), for example currency=USD.')
  if (value === '') return [...before, { operator: 'blank', column }]
  return [...before, { operator: operators[sign as keyof typeof operators], column, value }]
}

/** The number of an import. */
export function importNumber(text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number))
    throw new InvalidArgumentError('An import is named by its number; `tieout status` lists them.')
  return number
}

/** How many times as much as usual, a number from 1 on. */
export function times(text: string): number {
  const number = Number(text)
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(text) || number < 1)
    throw new InvalidArgumentError('It is a number from 1 on, for example 10.')
  return number
}

/**
 * What the files are, `SECTION` or `SECTION=PATH` for one file, folder or archive of them; `headings` for what their
 * headings say, whatever the book remembers of such files.
 */
export function choice(text: string, before: readonly Choice[] = []): Choice[] {
  const [, name = '', path] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? []
  const section = name.trim()
  if (path === '') throw new InvalidArgumentError(`Behind ${section}= stands the file that is meant.`)
  if (section !== 'headings' && !sections.some(({ id }) => id === section))
    throw new InvalidArgumentError(
      `There is no report section of this name. It is one of ${sections.map(({ id }) => id).join(', ')}, or headings.`,
    )
  const chosen = { section: section === 'headings' ? null : section }
  return [...before, path === undefined ? chosen : { ...chosen, path }]
}
