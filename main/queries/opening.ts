import type { QueryName } from '../../shared/queries/queries.ts'
import type { Connection, Parameters } from '../database/connection.ts'
import { queryCalled } from './query.ts'

/**
 * The rows at the beginning of a query, from the views of the book themselves, for a page that is asked for before the
 * table of the query is made. First is asked which keys, or lines, stand there, by the few columns that decide it; then
 * the query is asked of those alone. It may find more rows than were meant, never fewer, so that its first rows are those
 * of the whole.
 */
export interface Opening {
  /** The query of the chosen keys or lines, in no order. */
  readonly sql: string
  readonly parameters: Parameters
}

/** Queries with a row or more for each key of the reconciliation. */
const ofKeys: ReadonlySet<QueryName> = new Set([
  'reconciliation',
  'cash_application',
  'open_items',
  'uncollected_funds',
])
/** Queries with a row for each line, and the view of all lines that they choose from. */
const ofLines: Readonly<Partial<Record<QueryName, string>>> = {
  billed_lines: 'billed_source_lines',
  disbursed_lines: 'disbursed_source_lines',
}

/** Fewer rows are sooner in a table than asked for twice. */
const rowsOfLargeBook = 100_000

/** Whether a book is so large that its tables are worth not waiting for. */
export async function isLargeBook(connection: Connection): Promise<boolean> {
  return Number(await connection.value('select coalesce(sum(rows), 0) from blocks')) >= rowsOfLargeBook
}

/**
 * The first `rows` rows of a query in its own order; null for a query that has no such way. `views` are the selects behind
 * the views of the book, which must stand.
 */
export async function opening(
  connection: Connection,
  name: QueryName,
  settlement: string | null,
  rows: number,
  views: ReadonlyMap<string, string>,
): Promise<Opening | null> {
  const source = ofLines[name]
  if (source !== undefined) return linesOf(connection, name, source, rows)
  return ofKeys.has(name) ? keysOf(connection, name, settlement, rows, views) : null
}

async function linesOf(connection: Connection, name: QueryName, source: string, rows: number): Promise<Opening> {
  const found = await connection.rows(
    `select min(file_id)::double as first_file, max(file_id)::double as last_file, min(line)::double as first_line,
       max(line)::double as last_line
     from (
       select l.file_id, l.line
       from ${source} as l
       join files as f using (file_id)
       join blocks as b on b.file_id = l.file_id and b.block_no = l.block_no
       order by f.path nulls last, f.sha256 nulls last, l.section nulls last, b.sheet nulls last, l.line nulls last
       limit ${rows}
     )`,
  )
  const { first_file: firstFile, last_file: lastFile, first_line: firstLine, last_line: lastLine } = found[0] ?? {}
  const chosen = `${name} as not materialized (
    select * from main.${name}
    where file_id between $first_file and $last_file and line between $first_line and $last_line
  )`
  return {
    sql: `with ${chosen} select * from (${queryCalled(name).sql}\n)`,
    parameters: {
      first_file: Number(firstFile ?? 0),
      last_file: Number(lastFile ?? 0),
      first_line: Number(firstLine ?? 0),
      last_line: Number(lastLine ?? 0),
    },
  }
}

/** A key without a reference has no place in a list: there are few of them, and all are asked. */
async function keysOf(
  connection: Connection,
  name: QueryName,
  settlement: string | null,
  rows: number,
  views: ReadonlyMap<string, string>,
): Promise<Opening> {
  const { sql, card } = queryCalled(name)
  const given: Parameters = sql.includes('$settlement') ? { settlement } : {}
  const own = (card.prepared?.views ?? []).map((view) => `${view} as not materialized (${views.get(view)}\n)`)

  // Rows with the same columns up to the reference have the same reference, so that the columns behind it decide nothing.
  const deciding = card.order.slice(0, card.order.indexOf('transaction_reference') + 1)
  const order = deciding.map((column) => `"${column}" nulls last`).join(', ')
  const narrow = [narrowKeys, ...['billed_parts', 'disbursed_parts'].map(withoutRows), ...own]
  const found = await connection.rows(
    `with ${narrow.join(', ')} select transaction_reference from (${sql}\n) order by ${order} limit ${rows}`,
    given,
  )
  const references = [...new Set(found.flatMap((row) => row['transaction_reference'] ?? []))]

  const names = references.map((_, index) => `$reference_${index}`).join(', ')
  const isChosen = references.length > 0 ? `transaction_reference in (${names})` : 'false'
  const chosen = (view: string): string =>
    `select * from main.${view} where ${isChosen} union all select * from main.${view} where transaction_reference is null`
  const parts = (side: string): string =>
    `${side}_parts as not materialized (with ${side}_lines as (${chosen(`${side}_lines`)}) ${views.get(`${side}_parts`)}\n)`
  const all = [
    parts('billed'),
    parts('disbursed'),
    ...['disbursed_lines', 'reconciliation'].map((view) => `${view} as not materialized (${chosen(view)})`),
    ...own,
  ]
  return {
    sql: `with ${all.join(', ')} select * from (${sql}\n)`,
    parameters: { ...given, ...Object.fromEntries(references.map((one, index) => [`reference_${index}`, one])) },
  }
}

/** The view `reconciliation` with what decides which keys a query has and in what order; its sentences are empty. */
const narrowKeys = `reconciliation as not materialized (
  select
    transaction_reference, currency, settlement, state, due_date, billed_lines, disbursed_lines,
    is_open_state(state) as is_open, source_of_rank('billed', billed_rank) as billed_source,
    source_of_rank('disbursed', disbursed_rank) as disbursed_source
  from reconciled_keys
  union all by name
  select * from main.reconciliation where false
)`

/** What explains a net decides nothing: it is joined by the key, and a key need not have it. */
function withoutRows(view: string): string {
  return `${view} as not materialized (select * from main.${view} where false)`
}
