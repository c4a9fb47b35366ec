import type { Connection } from '../database/connection.ts'
import type { Book } from '../database/open.ts'
import { isFeed } from '../import/kept/book-files.ts'
import { feedMonthOf } from '../import/evidence.ts'
import { type FeedVersion, feedVersionOf } from '../import/kept/feed-versions.ts'
import type { ListedFile } from '../import/listed.ts'
import type { FileResult } from '../import/result.ts'
import type { BeforeImport } from './recognise.ts'

/** A line of the list, and the file in the list's book that it tells of; null where nothing was read. */
export interface ListRow {
  readonly file: FileResult
  readonly held: ListedFile | null
}

/** What the files would be to the open book: one that it has already would add nothing to it. */
export async function standInBook(rows: readonly ListRow[], open: BeforeImport | undefined): Promise<ListRow[]> {
  const hashes = rows.flatMap(({ file }) => (file.status === 'imported' && file.sha256 !== null ? [file.sha256] : []))
  const known = hashes.length === 0 ? undefined : await open?.importedFrom([...new Set(hashes)])
  return rows.map(({ file, held }) => {
    const files = file.status === 'imported' ? (known?.get(file.sha256 ?? '') ?? []) : []
    const same = files.find(
      ({ month, day }) =>
        (month === null || month === feedMonthOf(file.path)) &&
        (day === null || file.delivery_date === null || day === file.delivery_date),
    )
    if (same === undefined) return { file, held }
    const since = same.isReplaced ? ', and a newer version of the month took its place' : ''
    const reason = `The same bytes are in the book already, from ${same.path}${since}.`
    return { file: { ...file, status: 'already-imported', reason }, held }
  })
}

/**
 * What the files would be to each other, in the order of the list: one that adds nothing to another says to which, and one
 * that takes the place of another of its feed says so.
 */
export async function standInList(book: Book, rows: readonly ListRow[]): Promise<FileResult[]> {
  const versions = await versionsOf(book, rows)
  const first = new Map<string, FileResult>()
  return rows.map(({ file, held }, index) => {
    if (file.status !== 'imported' || file.sha256 === null) return file
    const key = `${file.sha256} ${file.rows_kept > 0 ? '' : (feedMonthOf(file.path) ?? file.delivery_date ?? '')}`
    const other = first.get(key)
    if (other) return twice(file, null, `It is the same file as ${other.path} of this list.`)
    const version = versions.get(index)
    if (held && version?.kind === 'older') {
      const newer = rows.find((row) => row.held?.written && row.held.fileId === version.former)?.file
      if (newer) return twice(file, newer.sha256, `Every row of it stands in ${newer.path} of this list.`)
    }
    first.set(key, file)
    if (!version || version.kind === 'older') return file
    return {
      ...file,
      replaces: version.kind === 'newer' ? version.replaces : null,
      warnings: version.warning ? [version.warning, ...file.warnings] : file.warnings,
    }
  })
}

function twice(file: FileResult, standsIn: string | null, reason: string): FileResult {
  return { ...file, status: 'listed-twice', reason, stands_in: standsIn }
}

/** Compares the files of feeds with each other as an import of the list would; nothing in the list's book stays changed. */
async function versionsOf(book: Book, rows: readonly ListRow[]): Promise<Map<number, FeedVersion>> {
  const versions = new Map<number, FeedVersion>()
  const feeds = rows.flatMap(({ file, held }, index) => {
    const [only] = file.sections
    const isOne = file.status === 'imported' && held !== null && file.sections.length === 1
    return isOne && only && isFeed(only.section) ? [{ file, held, index, section: only.section }] : []
  })
  if (feeds.length < 2) return versions
  const connection = await book.connect()
  try {
    await connection.run('begin')
    await connection.run(`update files set status = 'waiting'`)
    const seen = new Set<number>()
    for (const { file, held, index, section } of feeds) {
      const { fileId, inspection } = held
      if (seen.has(fileId)) continue
      seen.add(fileId)
      await setStatus(connection, fileId, 'imported', file.path)
      const one = { fileId, path: file.path, rows: file.rows_kept }
      const version = await feedVersionOf(connection, section, one, inspection)
      versions.set(index, version)
      if (version.kind === 'older') await setStatus(connection, fileId, 'waiting', file.path)
      if (version.kind === 'newer')
        await connection.run(`update files set status = 'replaced' where file_id = $former`, { former: version.former })
    }
    await connection.run('rollback')
  } finally {
    connection.close()
  }
  return versions
}

async function setStatus(connection: Connection, fileId: number, status: string, path: string): Promise<void> {
  await connection.run(`update files set status = $status, path = $path where file_id = $file_id`, {
    status,
    path,
    file_id: fileId,
  })
}
