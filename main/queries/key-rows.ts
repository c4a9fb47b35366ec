import type { Row as GridRow } from '../../shared/contract/rows.ts'
import type { DerivedName } from '../../shared/queries/queries.ts'
import type { Connection, Parameters, Row } from '../database/connection.ts'
import { shown } from './columns.ts'
import type { Grids } from './grids.ts'
import { type Relation, ordered } from './relation.ts'

/** A business key; without a reference the lines of a currency that have none, of one settlement or of all. */
export interface Key {
  readonly transaction_reference: string | null
  readonly currency: string
  readonly settlement?: string | null | undefined
}

export interface KeyRows {
  readonly reconciliation: GridRow | null
  readonly billed: GridRow[]
  readonly disbursed: GridRow[]
  readonly uncollected: GridRow[]
  readonly exceptions: GridRow[]
  readonly more: boolean
}

const mostLines = 200

/** `exceptions` has no column for the settlement: of lines without a reference it is the subject. */
const isOfSettlement = `q.reason = 'no-reference' and q.subject = $settlement`
/** Of all settlements; a control that fails has no reference either, but it is about totals and not about these lines. */
const isOfLines = `(q.reason = 'no-reference' or q.subject = 'without reference')`

/** The row of a key in `reconciliation`, its lines on each side, and what is to be looked at about it. */
export async function keyRows(grids: Grids, key: Key, signal?: AbortSignal): Promise<KeyRows> {
  const of = async (name: DerivedName, hasSettlement: boolean): Promise<Row[]> =>
    grids.rows({ name }, (connection, relation) => rowsOf(connection, relation, key, hasSettlement), signal)
  const reconciliation = await of('reconciliation', true)
  const billed = await of('billed_lines', false)
  const disbursed = await of('disbursed_lines', true)
  const uncollected = await of('uncollected_lines', false)
  const exceptions = await of('exceptions', true)
  const wanted = key.settlement ?? null
  return {
    // Several rows of lines without a reference: the one of the settlement, else the first.
    reconciliation: reconciliation.find((row) => row['settlement'] === wanted) ?? reconciliation[0] ?? null,
    billed: billed.slice(0, mostLines),
    disbursed: disbursed.slice(0, mostLines),
    uncollected: uncollected.slice(0, mostLines),
    exceptions: exceptions.slice(0, mostLines),
    more: [billed, disbursed, uncollected, exceptions].some((rows) => rows.length > mostLines),
  }
}

async function rowsOf(connection: Connection, relation: Relation, key: Key, hasSettlement: boolean): Promise<Row[]> {
  const { transaction_reference: reference, currency } = key
  const parameters: Parameters = { currency }
  const conditions: string[] = []
  if (reference === null) {
    conditions.push('q.transaction_reference is null', 'q.currency = $currency')
    if (hasSettlement && typeof key.settlement === 'string') {
      parameters['settlement'] = key.settlement
      conditions.push(relation.name === 'exceptions' ? isOfSettlement : 'q.settlement = $settlement')
    } else if (relation.name === 'exceptions') conditions.push(isOfLines)
  } else {
    parameters['transaction_reference'] = reference
    conditions.push('q.transaction_reference = $transaction_reference')
    // Some exceptions concern a reference in all its currencies.
    const isForAll = relation.name === 'exceptions'
    conditions.push(isForAll ? '(q.currency = $currency or q.currency is null)' : 'q.currency = $currency')
  }
  return connection.rows(
    `select ${relation.columns.map(shown).join(', ')} from ${relation.sql} as q
     where ${conditions.join(' and ')} order by ${ordered(relation, [])} limit ${mostLines + 1}`,
    parameters,
  )
}
