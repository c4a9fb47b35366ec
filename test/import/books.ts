import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { blankBook } from '../../main/app/blank-book.ts'
import type { Row } from '../../main/database/connection.ts'
import { type Book, openBook } from '../../main/database/open.ts'
import { importPaths } from '../../main/import/import.ts'
import type { ImportOptions } from '../../main/import/import-run.ts'
import type { FileResult, ImportResult } from '../../main/import/result.ts'
import { afterTest } from '../after-test.ts'

/** A folder that is removed after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-test-'))
  afterTest(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes a file below `folder` and returns its path. */
export function write(folder: string, name: string, content: string | Buffer): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

export interface TestBook {
  readonly book: Book
  import(paths: string[], options?: Partial<ImportOptions>): Promise<ImportResult>
  rows(sql: string): Promise<Row[]>
}

/** A book of the test's own, closed after it. */
export async function newBook(path = join(newFolder(), 'test.tieout')): Promise<TestBook> {
  const book = await openBook(path, { blank: await blankBook() })
  afterTest(() => book.close())
  return {
    book,
    import: (paths, options = {}) =>
      importPaths(book, paths, { workFolder: join(newFolder(), 'work'), keepFiles: true, ...options }),
    async rows(sql) {
      const connection = await book.connect()
      try {
        return await connection.rows(sql)
      } finally {
        connection.close()
      }
    },
  }
}

/** Imports one file with this content into a new book. */
export async function importText(
  content: string | Buffer,
  name = 'report.csv',
  options: Partial<ImportOptions> = {},
): Promise<{ file: FileResult; rows: TestBook['rows'] }> {
  const book = await newBook()
  const { files } = await book.import([write(newFolder(), name, content)], options)
  const file = files[0]
  if (!file || files.length !== 1) throw new Error(`Expected one file, got ${files.length}`)
  return { file, rows: book.rows }
}

/** The proof line: every line read is accounted for exactly once. */
export function unaccounted(file: FileResult): number {
  return file.lines_read - file.rows_kept - file.header_lines - file.title_lines - file.blank_lines - file.refused_rows
}
