import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** Paths of the files of a case, in the order of their names. */
export function caseFiles(name: string): string[] {
  const folder = join(here, name)
  return readdirSync(folder)
    .toSorted()
    .map((file) => join(folder, file))
}

/** A header of the billed revenue export with a name and amounts, and so many columns that it needs no look. */
export const billedHeader = [
  'Transaction Reference ID',
  'Subscriber company name',
  'Seller Net Revenue',
  'Currency',
  'AWS tax share',
  'Invoice ID',
  'Payment terms',
  'Product title',
]

/** A line of that export; `net` is in dollars. */
export function billedLine(reference: string, net: string, name = 'Quartz Heron Example Ltd'): string[] {
  return [reference, name, net, 'USD', '0', '2290017741', 'Net 30 days', 'Anchor']
}

/** Lines of cells as text. */
export function lines(rows: readonly (readonly string[])[], separator = ',', end = '\n'): string {
  return rows.map((cells) => cells.join(separator) + end).join('')
}
