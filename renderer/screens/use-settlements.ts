import type { NamedRow } from '../../shared/contract/rows.ts'
import type { ColumnName } from '../../shared/queries/columns.ts'
import type { QueryName } from '../../shared/queries/queries.ts'
import { type Client, useClient } from '../connection/index.ts'
import { textOf } from '../formats/row-cells.ts'
import { useBookQuery } from '../session/app-state.tsx'

/** One settlement in one currency, as the query `settlements` gives it; amounts are decimal strings. */
export interface Settlement {
  readonly settlement: string
  /** The disbursement report that tells of it; null for a payout of the collections and disbursements export. */
  readonly delivery: string | null
  readonly deliveryDate: string | null
  readonly currency: string
  readonly depositDate: string | null
  readonly periodStart: string | null
  readonly periodEnd: string | null
  readonly bankTraceId: string | null
  readonly disbursedAmount: string | null
  /** Of the lines that count; of a settlement that another source tells of as well these may be fewer than its report has. */
  readonly linesNet: string | null
  readonly reportedLines: number | null
  readonly reportedNet: string | null
  readonly difference: string | null
  /** Null where nobody knows: a report with several settlements does not divide its lines between them. */
  readonly lines: number | null
}

/** So many settlements are offered; with daily payouts in three currencies that is nine years. */
export const settlementLimit = 10_000
const pageRows = 1000

/** The settlements of the book, the newest first. */
export function useSettlements() {
  const client = useClient()
  return useBookQuery({
    queryKey: ['settlements'],
    queryFn: ({ signal }) => readSettlements(client, signal),
  })
}

async function readSettlements(client: Client, signal: AbortSignal): Promise<Settlement[]> {
  const rows: NamedRow[] = []
  for (;;) {
    const orderBy = [{ column: 'deposit_date', descending: true }]
    const page = await client.queries.page(
      { name: 'settlements' satisfies QueryName, orderBy, offset: rows.length, limit: pageRows },
      { signal },
    )
    rows.push(...page.rows)
    if (page.rows.length < pageRows || rows.length >= settlementLimit)
      return rows.flatMap((row) => settlementOf(row) ?? [])
  }
}

function settlementOf(row: NamedRow): Settlement | null {
  const text = (name: ColumnName): string | null => textOf(row, name) || null
  const settlement = text('settlement')
  if (settlement === null) return null
  return {
    settlement,
    delivery: textOf(row, 'delivery_id'),
    deliveryDate: text('delivery_date'),
    currency: text('currency') ?? '',
    depositDate: text('deposit_date'),
    periodStart: text('period_start'),
    periodEnd: text('period_end'),
    bankTraceId: text('bank_trace_id'),
    disbursedAmount: text('disbursed_amount'),
    linesNet: text('lines_net'),
    reportedLines: typeof row['reported_lines'] === 'number' ? row['reported_lines'] : null,
    reportedNet: text('reported_net'),
    difference: text('difference'),
    lines: typeof row['lines'] === 'number' ? row['lines'] : null,
  }
}
