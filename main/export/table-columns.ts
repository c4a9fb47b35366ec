import { rounded } from './formulas.ts'
import type { RowFormula, TableColumn } from './table.ts'

/** Comes first in every table with amounts: it splits the table into blocks. */
export const currency: TableColumn = { name: 'currency', header: 'Currency', kind: 'id' }

/** A column of amounts, of which each cell may be a formula. */
export function money(name: string, header: string, formula?: RowFormula): TableColumn {
  return { name, header, kind: 'money', ...(formula ? { formula } : {}) }
}

/** One amount less another one of the same row. */
export function minus(from: string, taken: string): RowFormula {
  return { of: [from, taken], text: (first, second) => rounded(`${first}-${second}`) }
}
