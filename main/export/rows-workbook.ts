import { basename } from 'node:path'
import type { Connection } from '../database/connection.ts'
import type { Choice } from '../queries/chosen-rows.ts'
import type { QueryColumn } from '../queries/query.ts'
import { writeTable } from './table-sheet.ts'
import { type TableColumn, planTable } from './table.ts'
import { openWorkbookStream } from './workbook-stream.ts'

export interface RowsWorkbookOptions {
  readonly path: string
  /** Name of the query; the sheet bears it. */
  readonly name: string
  readonly bookPath: string
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly signal?: AbortSignal | undefined
  /** Told the rows that are written. */
  readonly progress: (rows: number) => void
}

/**
 * Writes chosen rows as a workbook of one sheet: ids are text, amounts numbers, the header is frozen and has filters.
 * With their currency among the columns amounts have totals, one line for each currency. Returns the absolute path.
 * Errors: `target-busy`, `cancelled`.
 */
export async function writeRowsWorkbook(
  connection: Connection,
  choice: Choice,
  options: RowsWorkbookOptions,
): Promise<string> {
  const hasCurrency = choice.columns.some(({ name }) => name === 'currency')
  const planned = await planTable(connection, {
    sheet: sheetName(options.name),
    about: 'One row is one row of the grid, with its filters and in its order.',
    empty: 'No row fits the filters.',
    rows: choice.raw,
    ordered: choice.ordered,
    parameters: choice.parameters,
    orderBy: '',
    columns: choice.columns.map((column) => tableColumn(column, options.headers?.[column.name], hasCurrency)),
  })
  const file = openWorkbookStream(options.path, options.signal)
  try {
    await writeTable(file, connection, planned, `Book ${basename(options.bookPath)}.`, options.progress)
    await file.finish()
    return file.path
  } catch (error) {
    await file.abandon()
    throw error
  }
}

function tableColumn({ name, type }: QueryColumn, header: string | undefined, hasCurrency: boolean): TableColumn {
  return {
    name,
    header: header ?? sentenceCase(name),
    kind: type === 'boolean' ? 'text' : type,
    ...(type === 'money' && hasCurrency ? { total: true } : {}),
    widest: 60,
  }
}

function sentenceCase(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Excel allows 31 characters and few signs; a second sheet needs some of them for its number. */
function sheetName(query: string): string {
  return sentenceCase(query).slice(0, 26)
}
