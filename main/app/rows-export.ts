import type { Order, Selection } from '../../shared/contract/rows.ts'
import { cancelled } from '../../shared/errors.ts'
import type { Connection, Row } from '../database/connection.ts'
import type { Book } from '../database/open.ts'
import { csvHeader, csvLine } from '../export/csv.ts'
import { jsonText } from '../export/json.ts'
import { writeRowsWorkbook } from '../export/rows-workbook.ts'
import { writeLines, writeTextFile } from '../export/text-file.ts'
import type { Grids } from '../queries/grids.ts'
import { type Choice, chosenRows } from '../queries/chosen-rows.ts'
import type { Running } from './answers.ts'

/** Which rows and columns go into which file. */
export interface RowsExport extends Selection {
  readonly path: string
  readonly format: 'csv' | 'json' | 'xlsx'
  /** All of the query when absent. */
  readonly columns?: readonly string[] | undefined
  readonly orderBy?: readonly Order[] | undefined
}

/** Writes the chosen rows, all from one state of the book; the file appears when it is whole. */
export async function exportRows(
  book: Book,
  grids: Grids,
  options: RowsExport & Running,
): Promise<{ path: string; rows: number }> {
  const { signal, onProgress } = options
  try {
    return await grids.together(
      { chosen: options },
      async (connection, { chosen: relation }) => {
        const choice = chosenRows(relation, options)
        const total = await countRows(connection, choice)
        const progress = (done: number): void => onProgress?.({ step: 'Writing rows', done, total, unit: 'rows' })
        progress(0)
        if (options.format === 'xlsx') {
          const path = await writeRowsWorkbook(connection, choice, {
            ...options,
            name: relation.name,
            bookPath: book.path,
            progress,
          })
          return { path, rows: total }
        }
        if (options.format === 'csv') {
          const lines = { sql: csvLines(choice), parameters: choice.parameters }
          const share = (done: number): void => progress(Math.floor(done * total))
          const path = await writeLines(options.path, connection, lines, share, signal)
          progress(total)
          return { path, rows: total }
        }
        const rows = counted(connection.stream(choice.shown, choice.parameters), progress)
        return { path: await writeTextFile(options.path, jsonText(choice.columns, rows), signal), rows: total }
      },
      // Of a workbook the columns are measured before they are written.
      { signal, isReadOnce: options.format !== 'xlsx' },
    )
  } catch (error) {
    if (signal?.aborted) throw cancelled()
    throw error
  }
}

/** The rows of a choice as lines for a spreadsheet, in a column that bears the line above them as its name. */
function csvLines({ columns, select }: Choice): string {
  const header = csvHeader(columns, 'spreadsheet').replaceAll('"', '""')
  return select(`${csvLine(columns, 'spreadsheet')} as "${header}"`)
}

async function countRows(connection: Connection, { raw, parameters }: Choice): Promise<number> {
  return Number(await connection.value(`select count(*) from (${raw})`, parameters))
}

async function* counted(chunks: AsyncIterable<Row[]>, progress: (done: number) => void): AsyncGenerator<Row[]> {
  let done = 0
  for await (const rows of chunks) {
    yield rows
    done += rows.length
    progress(done)
  }
}
