import { basename } from 'node:path'
import type { Connection } from '../database/connection.ts'
import type { Book } from '../database/open.ts'
import { TieoutError, cancelled } from '../../shared/errors.ts'
import { cashApplicationTable, exceptionsTable, uncollectedTable } from './key-sheets.ts'
import { ageingTable, controlsTable, rollForwardTable, sourcesTable } from './proof-sheets.ts'
import settlementSql from './sheets/settlement.sql?raw'
import { writeSummary } from './summary-sheet.ts'
import { writeTable } from './table-sheet.ts'
import { type Limits, type PlannedTable, type Table, planTable } from './table.ts'
import { openWorkbookStream } from './workbook-stream.ts'

export interface WorkbookOptions {
  /** The `.xlsx` to write; its folder is made when it is missing. */
  readonly out: string
  /** Settlement id or bank trace id: cash application of this deposit only. */
  readonly settlement?: string | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: WorkbookProgress) => void) | undefined
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

/**
 * Writes the reconciled workbook of a book whose derived tables stand for the wished as-of date. All sheets show one
 * moment of the book; the file appears only when it is whole.
 * Errors: `target-busy`, `wrong-usage` (no such settlement), `cancelled`.
 */
export async function exportWorkbook(book: Book, options: WorkbookOptions): Promise<WorkbookResult> {
  const connection = await book.connect()
  const stopListening = connection.interruptOn(options.signal)
  try {
    // Memory that a sort has done with goes back to the system at once, not only from 512 MB on.
    await connection.run(`set allocator_bulk_deallocation_flush_threshold = '1MB'`)
    await connection.run('begin')
    if (options.settlement !== undefined) await requireSettlement(connection, options.settlement)
    const plan = (table: Table): Promise<PlannedTable> => planTable(connection, table, options.limits)
    const tables = {
      controls: await plan(controlsTable),
      cashApplication: await plan(cashApplicationTable(options.settlement ?? null)),
      exceptions: await plan(exceptionsTable),
      uncollected: await plan(uncollectedTable),
      ageing: await plan(ageingTable),
      rollForward: await plan(rollForwardTable),
      sources: await plan(sourcesTable),
    }
    const name = book.path === ':memory:' ? 'temporary book' : basename(book.path)
    const asOf = String(await connection.value('select as_of from run'))
    const file = await openWorkbookStream(options.out, options.signal)
    try {
      await writeSummary(file, connection, tables, {
        book: name,
        settlement: options.settlement ?? null,
        writtenAt: new Date(),
      })
      for (const planned of Object.values(tables)) {
        const step = `Writing ${planned.table.sheet}`
        await writeTable(file, connection, planned, `Book ${name}, as of ${asOf}.`, (done) =>
          options.onProgress?.({ step, done, total: planned.rows, unit: 'rows' }),
        )
      }
      await file.finish()
    } catch (error) {
      await file.abandon()
      throw error
    }
    return { out: file.path, sheets: [{ name: 'Summary', rows: 0 }, ...Object.values(tables).flatMap(sheetsOf)] }
  } catch (error) {
    if (options.signal?.aborted) throw cancelled()
    throw error
  } finally {
    stopListening()
    connection.close()
  }
}

function sheetsOf(planned: PlannedTable): { name: string; rows: number }[] {
  return planned.parts.map((part) => ({ name: part.sheet, rows: part.lastRow - part.firstRow + 1 }))
}

async function requireSettlement(connection: Connection, settlement: string): Promise<void> {
  if ((await connection.rows(settlementSql, { settlement })).length > 0) return
  throw new TieoutError(
    'wrong-usage',
    `The book has no settlement ${settlement}. The query settlements lists those it has.`,
    { settlement },
  )
}
