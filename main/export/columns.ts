import { type ColumnName, columns, titleOf } from '../../shared/queries/columns.ts'
import { plainWord } from '../../shared/words/states.ts'
import { plainWords } from '../../shared/words/codes.ts'
import { rounded } from './formulas.ts'
import type { RowFormula, TableColumn } from './table.ts'
import { bridgeText, sentenceText, stateText } from './words.ts'

/** Comes first in every table with amounts: it splits the table into blocks. */
export const currency: TableColumn = { name: 'currency', header: 'Currency', kind: 'id' }

export const transactionReference: TableColumn = {
  name: 'transaction_reference',
  header: 'Transaction reference',
  kind: 'id',
  widest: 38,
}

/** What stands above a column where a sheet does not say it in its own words. */
function headingOf(name: ColumnName): string {
  return titleOf(columns[name], name)
}

/** A column of amounts, of which each cell may be a formula. */
export function money(name: ColumnName, header = headingOf(name), formula?: RowFormula): TableColumn {
  return { name, header, kind: 'money', ...(formula ? { formula } : {}) }
}

/** One amount less another one of the same row; an empty cell is nothing to take off. */
export function minus(from: ColumnName, taken: ColumnName): RowFormula {
  return { of: [from, taken], text: (first, second) => rounded(`${first}-${second}`) }
}

/** A column of short texts, such as names and periods. */
export function text(name: ColumnName, header = headingOf(name), widest?: number): TableColumn {
  return { name, header, kind: 'text', ...(widest === undefined ? {} : { widest }) }
}

/** A column of days. */
export function day(name: ColumnName, header = headingOf(name)): TableColumn {
  return { name, header, kind: 'date' }
}

/** A column of counts. */
export function count(name: ColumnName, header = headingOf(name)): TableColumn {
  return { name, header, kind: 'integer' }
}

/** A column of ids, whatever they look like. */
export function id(name: ColumnName, header = headingOf(name), widest = 34): TableColumn {
  return { name, header, kind: 'id', widest }
}

/** A column of states, outcomes or ages, in words. */
export function stateWord(name: ColumnName, header = headingOf(name)): TableColumn {
  return { name, header, kind: 'text', words: stateText }
}

/** A column of reasons, sources and the like, in words. */
export function word(name: ColumnName, header = headingOf(name)): TableColumn {
  return { name, header, kind: 'text', words: plainWord }
}

/** A column of several such words, in words. */
export function words(name: ColumnName, header = headingOf(name)): TableColumn {
  return { name, header, kind: 'text', words: plainWords }
}

/** A column with the line of the bridge on which an amount of the row stands. */
export function bridgeLine(name: ColumnName, header = headingOf(name)): TableColumn {
  return { name, header, kind: 'text', words: bridgeText }
}

/** A column of sentences, wrapped at `widest` characters. */
export function sentence(name: ColumnName, header: string, widest: number): TableColumn {
  return { name, header, kind: 'sentence', words: sentenceText, widest }
}

/** A column of longer texts that are no sentences, such as names of files, wrapped at `widest` characters. */
export function wrapped(name: ColumnName, header: string, widest: number): TableColumn {
  return { name, header, kind: 'sentence', widest }
}
