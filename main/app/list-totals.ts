import type { Recognition } from '../../shared/contract/imports.ts'
import { sectionById } from '../../shared/reports/catalogue.ts'
import type { Connection } from '../database/connection.ts'
import type { Book } from '../database/open.ts'
import { form } from '../queries/columns.ts'

type Total = Recognition['totals'][number]

/** The sums of the net columns of listed files, each worked out once, when the file was read. */
export interface Totals {
  /** Adds up what the list's book has of these files of it, by section. */
  read(book: Book, files: readonly Held[]): Promise<void>
  /** The sums of a file of the list's book, as those of the file at `path`. */
  of(path: string, fileId: number): Total[]
}

/** A file as the list's book holds it. */
export interface Held {
  readonly fileId: number
  readonly sections: readonly string[]
}

/** Nothing is added up yet. */
export function createTotals(): Totals {
  const known = new Map<number, Omit<Total, 'path'>[]>()
  return {
    async read(book, files) {
      const fresh = files.filter(({ fileId }) => !known.has(fileId))
      if (fresh.length === 0) return
      for (const { fileId } of fresh) known.set(fileId, [])
      const sections = new Set(fresh.flatMap(({ sections }) => sections))
      await book.read(async (connection) => {
        for (const section of sections) {
          const own = fresh.filter((file) => file.sections.includes(section)).map(({ fileId }) => fileId)
          for (const { fileId, ...total } of await sums(connection, section, own)) known.get(fileId)?.push(total)
        }
      })
    },
    of: (path, fileId) => (known.get(fileId) ?? []).map((total) => ({ path, ...total })),
  }
}

async function sums(
  connection: Connection,
  section: string,
  fileIds: readonly number[],
): Promise<(Omit<Total, 'path'> & { fileId: number })[]> {
  const { columns } = sectionById(section)
  const net = columns.find(({ role, type }) => role === 'net' && type === 'money')
  if (!net) return []
  const currency = columns.find(({ role }) => role === 'currency')
  const rows = await connection.rows(
    `select file_id, currency, ${form('money', 'sum')} as sum from (
       select file_id, ${currency ? `"${currency.name}"` : 'null'}::varchar as currency, sum("${net.name}") as sum
       from "${section}" where file_id in (select unnest(string_split($file_ids, ',')::integer[])) group by all
     ) where sum is not null order by file_id, currency nulls last`,
    { file_ids: fileIds.join(',') },
  )
  return rows.map((row) => ({
    fileId: Number(row['file_id']),
    section,
    column: net.name,
    currency: typeof row['currency'] === 'string' ? row['currency'] : null,
    sum: String(row['sum']),
  }))
}
