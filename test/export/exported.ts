import { blankBook } from '../../main/app/blank-book.ts'
import { type Book, openBook } from '../../main/database/open.ts'
import { exportWorkbook, type WorkbookOptions, type WorkbookResult } from '../../main/export/workbook-file.ts'
import { importPaths } from '../../main/import/import.ts'
import { createGrids, type Grids } from '../../main/queries/grids.ts'
import { queryTexts } from '../../main/queries/query.ts'
import { ensureReconciled, reconcile } from '../../main/reconcile/reconcile.ts'
import { derivedViews } from '../../main/reconcile/views.ts'

/** A reconciled book with the grids of its window, which the workbook is written from. */
export interface Exported {
  readonly book: Book
  readonly grids: Grids
  write(options: Omit<WorkbookOptions, 'bookPath'>): Promise<WorkbookResult>
  close(): Promise<void>
}

/** A book of these reports, each list of which is an import. */
export async function exportedBook(path: string, ...imports: string[][]): Promise<Exported> {
  const book = await openBook(path, { blank: await blankBook() })
  for (const reports of imports) await importPaths(book, reports, { workFolder: `${path}.work`, keepFiles: false })
  // With the reports of AWS's names, which are made only for whoever reads them.
  await book.write((connection) => reconcile(connection, { reads: 'feed_billed_revenue' }))
  return exportedFrom(book)
}

/** The same for a book that is reconciled. */
export function exportedFrom(book: Book): Exported {
  const grids = createGrids(book, derivedViews, async (names) => {
    const asOf = await book.read((connection) => connection.value('select as_of from run'))
    await ensureReconciled(book, String(asOf), { reads: queryTexts(names) })
  })
  return {
    book,
    grids,
    write: (options) => exportWorkbook(grids, { bookPath: book.path, ...options }),
    close: () => book.close(),
  }
}
