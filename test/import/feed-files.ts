import { sectionById } from '../../shared/reports/catalogue.ts'

/** Cells of one row of a feed by column; what is left out is empty. */
export type FeedCells = Readonly<Record<string, string | number>>

/** A `data.csv` as AWS writes it: UTF-8, LF, a header line, empty for null. Without `columns` it has every column. */
export function feedCsv(section: string, rows: readonly FeedCells[], columns?: readonly string[]): string {
  const names = columns ?? sectionById(section).columns.map(({ name }) => name)
  const quote = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  const lines = rows.map((row) => names.map((name) => quote(String(row[name] ?? ''))).join(','))
  return [names.join(','), ...lines, ''].join('\n')
}

/** The folders of S3 in which the file of this feed and month (`YYYY-MM`) lies. */
export function feedPath(section: string, month: string): string {
  const [year, number] = month.split('-')
  return `${sectionById(section).feed?.table}/year=${year}/month=${number}/data.csv`
}

/** An event of 100.00 USD invoiced on 2026-05-10 and written on the next day, with these cells changed. */
export function event(cells: FeedCells = {}): FeedCells {
  return {
    billing_event_id: 'event-1',
    action: 'INVOICED',
    transaction_type: 'SELLER_REV_SHARE',
    amount: '100.00',
    currency: 'USD',
    balance_impacting: 1,
    invoice_date: '2026-05-10T00:00:00Z',
    transaction_reference_id: 'reference-1',
    valid_from: '2026-05-10T00:00:00Z',
    insert_date: '2026-05-11T00:00:00Z',
    update_date: '2026-05-11T00:00:00Z',
    ...cells,
  }
}
