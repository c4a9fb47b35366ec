import type { Recognition } from '../../shared/contract/imports.ts'
import { sectionById } from '../../shared/reports/catalogue.ts'
import type { Connection } from '../database/connection.ts'
import { openBook } from '../database/open.ts'
import { makeTemporaryFolder } from '../database/temporary-folder.ts'
import { importPaths } from '../import/import.ts'
import type { FileResult } from '../import/result.ts'
import { limitsTimes } from '../import/limits.ts'
import { findSources } from '../import/sources.ts'
import { form } from '../queries/columns.ts'
import type { Running } from './answers.ts'
import { rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What each file is, with the sums of its net columns: the files are imported into a book that is thrown away.
 * `already` tells of a hash whether the open book has those bytes.
 */
export async function recognise(
  paths: readonly string[],
  options: Running & {
    delivered?: string | undefined
    limitsTimes?: number | undefined
    already?: ((sha256: string) => Promise<string | null>) | undefined
    /** Whether Tieout wrote the bytes with this hash, although nothing in them shows it. */
    isOwn?: ((sha256: string) => boolean) | undefined
    /** Path of the open book, whose files are passed over. */
    openBook?: string | undefined
  } = {},
): Promise<Recognition> {
  const folder = makeTemporaryFolder()
  try {
    const book = await openBook(join(folder, 'book.tieout'))
    try {
      const own = [book.path, ...(options.openBook === undefined ? [] : [options.openBook])]
      const sources = paths
        .flatMap((path) => findSources(path, own))
        // The path of one that cannot be read gives its reason again.
        .map((source) => ('reason' in source ? source.path : source))
      const { files } = await importPaths(book, sources, {
        ...options,
        limits: limitsTimes(options.limitsTimes),
        workFolder: join(folder, 'work'),
        keepFiles: false,
      })
      const totals = await book.read((connection) => netTotals(connection, files))
      const marked: FileResult[] = []
      for (const file of files) marked.push(await standing(file, files, options.already))
      return { files: marked, totals }
    } finally {
      await book.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * What a file would be to the open book: one that the book has already would add nothing to it, nor would one that another
 * of the list has, and the result says so. The book that is thrown away held nothing but this list.
 */
async function standing(
  file: FileResult,
  files: readonly FileResult[],
  already: ((sha256: string) => Promise<string | null>) | undefined,
): Promise<FileResult> {
  if (file.sha256 === null || (file.status !== 'imported' && file.status !== 'already-imported')) return file
  const from = await already?.(file.sha256)
  if (from)
    return { ...file, status: 'already-imported', reason: `The same bytes are in the book already, from ${from}.` }
  if (file.status === 'imported') return file
  const other = files.find(({ sha256, status }) => status === 'imported' && sha256 === (file.stands_in ?? file.sha256))
  if (!other) return file
  return {
    ...file,
    status: 'listed-twice',
    reason: file.stands_in
      ? `Every row of it stands in ${other.path} of this list.`
      : `It is the same file as ${other.path} of this list.`,
  }
}

async function netTotals(connection: Connection, files: readonly FileResult[]): Promise<Recognition['totals']> {
  const totals: Recognition['totals'][number][] = []
  const ids = await connection.rows(`select file_id, sha256 from files where status = 'imported'`)
  const seen = new Set<string>()
  for (const file of files) {
    const id = ids.find(({ sha256 }) => sha256 === file.sha256)?.['file_id']
    if (typeof id !== 'number') continue
    for (const section of new Set(file.sections.map((one) => one.section))) {
      const { columns } = sectionById(section)
      const net = columns.find(({ role, type }) => role === 'net' && type === 'money')
      if (!net || seen.has(`${file.path} ${section}`)) continue
      seen.add(`${file.path} ${section}`)
      const currency = columns.find(({ role }) => role === 'currency')
      const rows = await connection.rows(
        `select currency, ${form('money', 'sum')} as sum from (
           select ${currency ? `"${currency.name}"` : 'null'}::varchar as currency, sum("${net.name}") as sum
           from "${section}" where file_id = $file_id group by 1
         ) where sum is not null order by currency nulls last`,
        { file_id: id },
      )
      for (const row of rows)
        totals.push({
          path: file.path,
          section,
          column: net.name,
          currency: typeof row['currency'] === 'string' ? row['currency'] : null,
          sum: String(row['sum']),
        })
    }
  }
  return totals
}
