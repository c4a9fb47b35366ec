import { exportWorkbook } from '../export/workbook-file.ts'
import type { Running } from './answers.ts'
import { type Opened, reconcileOptions } from './opened.ts'
import { type RowsExport, exportRows } from './rows-export.ts'

/** What is written out of a book. */
export interface Exports {
  /** Chosen rows and columns as they are seen in a grid. Errors: `target-busy`, `wrong-usage`, `cancelled`. */
  exportRows(options: RowsExport & Running): Promise<{ path: string; rows: number }>
  exportWorkbook(
    options: Running & { out: string; asOf?: string | undefined; settlement?: string | undefined },
  ): Promise<{ out: string; sheets: readonly { name: string; rows: number }[] }>
}

/** The exports of an open book. */
export function createExports({ book, stand, grids, original }: Opened): Exports {
  return {
    exportRows: (options) => exportRows(book, grids, options),
    exportWorkbook: ({ asOf, ...options }) =>
      exportWorkbook(grids, {
        ...options,
        bookPath: original ?? book.path,
        ready: (names) => stand(names, reconcileOptions({ ...options, asOf })),
      }),
  }
}
