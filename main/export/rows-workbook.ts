import { basename } from 'node:path'
import { type QueryName, columnTitle } from '../../shared/queries/queries.ts'
import type { Connection } from '../database/connection.ts'
import type { Choice } from '../queries/chosen-rows.ts'
import { addableOf } from '../queries/currencies.ts'
import type { QueryColumn } from '../queries/query.ts'
import { writeTable } from './table-sheet.ts'
import { type TableColumn, planTable } from './table.ts'
import { openWorkbookStream } from './workbook-stream.ts'

export interface RowsWorkbookOptions {
  readonly path: string
  /** Name of the query; the sheet bears it. */
  readonly name: QueryName
  readonly bookPath: string
  readonly signal?: AbortSignal | undefined
  /** Told the rows that are written. */
  readonly progress: (rows: number) => void
}

/**
 * Writes chosen rows as a workbook of one sheet: ids are text, amounts numbers, the header is frozen and has filters.
 * Amounts have totals, one line for each currency, when every column that may name it is among the chosen ones; where a
 * data set has several such columns, one more in front says which of them counts. Returns the absolute path.
 * Errors: `target-busy`, `cancelled`.
 */
export async function writeRowsWorkbook(
  connection: Connection,
  choice: Choice,
  options: RowsWorkbookOptions,
): Promise<string> {
  const { select, ...table } = withCurrency(options.name, choice)
  const planned = await planTable(connection, {
    sheet: sheetName(options.name),
    about: 'One row is one row of the grid, with its filters and in its order.',
    empty: 'No row fits the filters.',
    rows: {
      sql: select(choice.raw),
      parameters: choice.parameters,
      pieces: () => [{ sql: select(choice.ordered), parameters: choice.parameters }],
    },
    ...table,
  })
  const caption = { book: basename(options.bookPath), asOf: String(await connection.value('select as_of from run')) }
  const file = await openWorkbookStream(options.path, options.signal)
  try {
    await writeTable(file, connection, planned, caption, options.progress)
    await file.finish()
    return file.path
  } catch (error) {
    await file.abandon()
    throw error
  }
}

interface Sheet {
  readonly columns: readonly TableColumn[]
  readonly totalWhere?: string
  /** Gives the rows of a select of the choice the names of `columns`. */
  readonly select: (rows: string) => string
}

/** Tables have totals by a column that is called `currency`: the one that names the currency of the amounts becomes it. */
function withCurrency(query: QueryName, choice: Choice): Sheet {
  const { currencies, columns: added, where } = addableOf(query, choice.columns)
  const needed = where === null ? currencies : [...currencies, where]
  const hasTotals = currencies.length > 0 && needed.every((one) => choice.columns.some(({ name }) => name === one))
  const columns = choice.columns.map((column) => tableColumn(query, column))
  if (!hasTotals) return { columns, select: (rows) => rows }

  // A formula asks one column for the currency: where a data set has several, one more that is made from them.
  const [only] = currencies.length === 1 ? currencies : []
  const renamed = (name: string): string => {
    if (only) return name === only ? 'currency' : name
    return name === 'currency' ? 'currency of the line' : name
  }
  const summed = columns.map((column): TableColumn => {
    const isSummed = added.includes(column.name)
    return { ...column, name: renamed(column.name), ...(isSummed ? { total: true } : {}) }
  })
  const totals = where === null ? {} : { totalWhere: where }
  if (only === 'currency') return { columns: summed, ...totals, select: (rows) => rows }

  const terms = choice.columns.map(({ name }) => `"${name}" as "${renamed(name)}"`)
  if (only) return { columns: summed, ...totals, select: (rows) => `select ${terms.join(', ')} from (${rows})` }
  const currency = `coalesce(${currencies.map((name) => `"${name}"`).join(', ')}) as "currency"`
  return {
    columns: [{ name: 'currency', header: 'Currency of totals', kind: 'text' }, ...summed],
    ...totals,
    select: (rows) => `select ${[currency, ...terms].join(', ')} from (${rows})`,
  }
}

function tableColumn(query: QueryName, { name, type }: QueryColumn): TableColumn {
  return { name, header: columnTitle(query, name), kind: type === 'boolean' ? 'text' : type, widest: 60 }
}

function sentenceCase(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Excel allows 31 characters and few signs; a second sheet needs some of them for its number. */
function sheetName(query: string): string {
  return sentenceCase(query).slice(0, 26)
}
