import { basename } from 'node:path'
import type { QueryName } from '../../shared/queries/queries.ts'
import type { Connection, Row } from '../database/connection.ts'
import { cancelled } from '../../shared/errors.ts'
import { chosenRows } from '../queries/chosen-rows.ts'
import type { Grids, MakeReady } from '../queries/grids.ts'
import type { Relation } from '../queries/relation.ts'
import { settlementCalled } from '../queries/settlement.ts'
import { sumUp } from '../queries/totals.ts'
import { cashApplicationSheet, exceptionsSheet, uncollectedSheet } from './key-sheets.ts'
import { ageingSheet, controlsSheet, rollForwardSheet, settlementsSheet, sourcesSheet } from './proof-sheets.ts'
import { type Sheet, tableOf } from './relation-table.ts'
import { type SummaryRows, writeSummary } from './summary-sheet.ts'
import { writeTable } from './table-sheet.ts'
import { type Limits, type PlannedTable, planTable } from './table.ts'
import { openWorkbookStream } from './workbook-stream.ts'

export interface WorkbookOptions {
  /** The `.xlsx` to write; its folder is made when it is missing. */
  readonly out: string
  /** Path of the book, whose name stands on every sheet. */
  readonly bookPath: string
  /** Settlement id or bank trace id: cash application of this deposit only. */
  readonly settlement?: string | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: WorkbookProgress) => void) | undefined
  /** Sees to it that the derived tables stand for the wished day; those of the book's own day when absent. */
  readonly ready?: MakeReady
  readonly limits?: Limits
}

/** How far the sheet of this name is written; `total` is known from the start. */
export interface WorkbookProgress {
  readonly step: string
  readonly done: number
  readonly total: number
  readonly unit: 'rows'
}

export interface WorkbookResult {
  /** Absolute path of the workbook. */
  readonly out: string
  /** Every sheet in its order, with its rows without header and totals. */
  readonly sheets: readonly { readonly name: string; readonly rows: number }[]
}

/** The queries that the workbook is made of. */
const sources = [
  'controls',
  'cash_application',
  'exceptions',
  'uncollected_funds',
  'settlements',
  'ageing_schedule',
  'roll_forward',
  'source_files',
  'bridge',
  'summary_states',
  'book_facts',
] as const satisfies readonly QueryName[]
type Source = (typeof sources)[number]

/**
 * Writes the reconciled workbook: the rows of named queries, as the window shows them, all from one state of the book.
 * The file appears only when it is whole.
 * Errors: `target-busy`, `wrong-usage` (no such settlement), `cancelled`.
 */
export async function exportWorkbook(grids: Grids, options: WorkbookOptions): Promise<WorkbookResult> {
  const { signal, ready } = options
  const reading = { signal, ...(ready ? { ready } : {}) }
  try {
    // Memory that a join has done with goes back to the system at once, not only from 512 MB on.
    await grids.together(
      {},
      (connection) => connection.run(`set allocator_bulk_deallocation_flush_threshold = '1MB'`),
      reading,
    )
    const settlement =
      options.settlement === undefined ? null : await settlementCalled(grids, options.settlement, reading)
    const chosen = settlement === null ? {} : { settlement }
    const selections = Object.fromEntries(
      sources.map((name) => [name, name === 'cash_application' ? { name, ...chosen } : { name }]),
    ) as Record<Source, { name: Source }>
    return await grids.together(
      selections,
      (connection, relations) => write(connection, relations, settlement, options),
      reading,
    )
  } catch (error) {
    if (signal?.aborted) throw cancelled()
    throw error
  }
}

async function write(
  connection: Connection,
  relations: Readonly<Record<Source, Relation>>,
  settlement: string | null,
  { out, bookPath, signal, onProgress, limits }: WorkbookOptions,
): Promise<WorkbookResult> {
  const plan = (source: Source, sheet: Sheet): Promise<PlannedTable> =>
    planTable(connection, tableOf(relations[source], sheet, limits), limits)
  const rows = await summaryRows(connection, relations, settlement)
  const tables = {
    controls: await plan('controls', controlsSheet),
    cashApplication: await plan('cash_application', cashApplicationSheet(settlement)),
    exceptions: await plan('exceptions', exceptionsSheet),
    uncollected: await plan('uncollected_funds', withDoubt(uncollectedSheet, rows.bridge)),
    settlements: await plan('settlements', settlementsSheet),
    ageing: await plan('ageing_schedule', withDoubt(ageingSheet, rows.bridge)),
    rollForward: await plan('roll_forward', rollForwardSheet),
    sources: await plan('source_files', sourcesSheet),
  }
  const caption = {
    book: bookPath === ':memory:' ? 'temporary book' : basename(bookPath),
    asOf: String(rows.facts['as_of']),
  }
  const file = await openWorkbookStream(out, signal)
  try {
    await writeSummary(file, rows, { ...tables, isWholeBook: settlement === null }, caption, new Date())
    for (const planned of Object.values(tables)) {
      const step = `Writing ${planned.table.sheet}`
      await writeTable(file, connection, planned, caption, (done) =>
        onProgress?.({ step, done, total: planned.rows, unit: 'rows' }),
      )
    }
    await file.finish()
  } catch (error) {
    await file.abandon()
    throw error
  }
  return { out: file.path, sheets: [{ name: 'Summary', rows: 0 }, ...Object.values(tables).flatMap(sheetsOf)] }
}

/** Where no file tells of one side, the sheet says that what stands on it as open is not known to be so. */
function withDoubt(sheet: Sheet, bridge: readonly Row[]): Sheet {
  const open = bridge.find(({ line, amount }) => line === 'open' && amount === null)
  return open ? { ...sheet, about: `${sheet.about} ${String(open['note'])} What is open may be settled.` } : sheet
}

async function summaryRows(
  connection: Connection,
  relations: Readonly<Record<Source, Relation>>,
  settlement: string | null,
): Promise<SummaryRows> {
  const all = (source: Source, filters: Parameters<typeof chosenRows>[1] = {}): Promise<Row[]> => {
    const { shown, parameters } = chosenRows(relations[source], filters)
    return connection.rows(shown, parameters)
  }
  const [facts = {}] = await all('book_facts')
  return {
    bridge: await all('bridge'),
    states: await all('summary_states'),
    stateTotals: await sumUp(connection, relations.summary_states, { name: 'summary_states' }),
    ageing: await all('ageing_schedule'),
    facts,
    settlement:
      settlement === null
        ? null
        : await all('settlements', { filters: [{ operator: 'equals', column: 'settlement', value: settlement }] }),
  }
}

function sheetsOf(planned: PlannedTable): { name: string; rows: number }[] {
  return planned.parts.map((part) => ({ name: part.sheet, rows: part.lastRow - part.firstRow + 1 }))
}
