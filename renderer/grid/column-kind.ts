import type { ColumnType } from '../../shared/contract/rows.ts'
import type { ColumnCard } from '../../shared/queries/card.ts'
import { titleOf } from '../../shared/queries/columns.ts'
import { type QueryName, columnCard } from '../../shared/queries/queries.ts'

/** How a cell looks and is aligned. */
export type CellKind =
  'money' | 'decimal' | 'percent' | 'integer' | 'date' | 'datetime' | 'boolean' | 'id' | 'state' | 'text'

/** A column of a named query as the contract gives it, with what its card says. */
export interface GridColumn {
  readonly name: string
  readonly type: ColumnType
  readonly title: string
  readonly card: ColumnCard
}

/** A column of a query with its card. */
export function gridColumn(query: QueryName, { name, type }: { name: string; type: ColumnType }): GridColumn {
  const card = columnCard(query, name)
  return { name, type, title: titleOf(card, name), card }
}

/** The look of a column: that of its type, and of a text that of its card. */
export function kindOf({ type, card: { look } }: GridColumn): CellKind {
  if (type !== 'text') return type
  return look === 'state' || look === 'id' ? look : 'text'
}

/** True for a column that is filtered by picking values from a list with counts. */
export function isChoice({ type, card: { choices } }: GridColumn): boolean {
  return type === 'boolean' || choices !== undefined
}

/** True for sentences and whole lines, which get a wide column. */
export function isLongText({ card: { look } }: GridColumn): boolean {
  return look === 'sentence' || look === 'subject' || look === 'raw'
}

/** True for a column that privacy mode hides: texts and amounts of which nobody said that they may be seen. */
export function isHidden({ type, card: { plain } }: GridColumn): boolean {
  return plain !== true && (type === 'text' || type === 'money' || type === 'decimal')
}

/** True for a column whose figures stand at the right. */
export function isFigure(kind: CellKind): boolean {
  return kind === 'money' || kind === 'decimal' || kind === 'percent' || kind === 'integer'
}
