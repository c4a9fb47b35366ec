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

/** The shortest header of the billed revenue export that tells it from all others, and has a name and amounts. */
export const billedHeader = [
  'Transaction Reference ID',
  'Subscriber company name',
  'Seller Net Revenue',
  'Currency',
  'AWS tax share',
]

/** A line of that export; `net` is in dollars. */
export function billedLine(reference: string, net: string, name = 'Quartz Heron Example Ltd'): string[] {
  return [reference, name, net, 'USD', '0']
}

/** Lines of cells as text. */
export function lines(rows: readonly (readonly string[])[], separator = ',', end = '\n'): string {
  return rows.map((cells) => cells.join(separator) + end).join('')
}
