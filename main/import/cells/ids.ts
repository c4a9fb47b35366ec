import type { Connection } from '../../database/connection.ts'
import type { Column } from '../../../shared/reports/catalogue.ts'
import { type TypedColumn, literal, quoted } from './columns.ts'
import { reasons } from './reasons.ts'

/** Numbers that sellers, buyers and states give, in spellings of their own (2024.001, 0123.456.789): read as they stand. */
const ownNumbers: ReadonlySet<string> = new Set([
  'seller_issued_invoice_id',
  'tax_registration_number',
  'customer_exemption_certificate_id',
])

/** How a cell that is no figure and no date is read when its column is not plain, in SQL. */
export function wordReading({ name, type, role }: Column): string {
  const cell = quoted(name)
  if (role === 'currency') return `case when not is_no_value(${cell}) then currency_cell(${cell}) end`
  if (type === 'text') return `case when not is_no_text(${cell}) then ${cell} end`
  if (type === 'account')
    return `case when not is_no_value(${cell}) and not is_no_account(${cell}) then account_cell(${cell}) end`
  if (ownNumbers.has(name)) return `own_id_cell(${cell})`
  if (role === 'transaction_reference') return `case when not is_no_reference(${cell}) then id_cell(${cell}) end`
  // Payouts of AWS's own tests, which its sample queries leave out too.
  if (role === 'bank_trace')
    return `case when ${cell} not in ('EMEA_MP_TEST_TRACE_ID', 'testTraceId') then id_cell(${cell}) end`
  return `id_cell(${cell})`
}

/** A column of words that was read with care into `<name>__read`. */
export function carefulWords(column: Column): TypedColumn {
  const { type, role, name } = column
  const cell = quoted(name)
  const value = quoted(`${name}__read`)
  const isNone = [
    `is_no_value(${cell})`,
    ...(type === 'account' ? [`is_no_account(${cell})`] : []),
    ...(role === 'transaction_reference' ? [`is_no_reference(${cell})`] : []),
    ...(role === 'bank_trace' ? [`${cell} in ('EMEA_MP_TEST_TRACE_ID', 'testTraceId')`] : []),
  ].join(' or ')
  const typed = {
    column,
    value,
    refused: `(${cell} is not null and ${value} is null and not (${isNone}))`,
    repaired: null,
  }
  if (role === 'currency') return { ...typed, reason: literal(reasons.notCurrency) }
  if (type === 'text') return { ...typed, refused: null, reason: `''` }
  const last = type === 'account' ? reasons.notAccount : reasons.notId
  return {
    ...typed,
    reason: `case
      when is_scientific(${cell}) then ${literal(reasons.powerOfTen)}
      when starts_with(${cell}, '=') then ${literal(reasons.formula)}
      when is_number_like(${cell}) then ${literal(reasons.numberNotId)}
      when is_like_date(${cell}) then ${literal(type === 'account' ? last : reasons.dateNotId)}
      when has_foreign_character(${cell}) then ${literal(type === 'account' ? last : reasons.foreignInId)}
      else ${literal(last)} end`,
    repaired: type === 'account' ? quoted(`${name}__repaired`) : `${value} <> ${cell}`,
  }
}

/**
 * Of columns read with care: what was taken for nothing or put right without its row being refused, as sentences. `mayCount`
 * says which rows are no totals, in SQL.
 */
export async function wordNotes(
  connection: Connection,
  table: string,
  columns: readonly Column[],
  mayCount: string,
): Promise<string[]> {
  const kinds = [
    {
      of: columns,
      test: ({ name, type }: Column): string =>
        type === 'text'
          ? `is_no_text(${quoted(name)}) and is_error_value(${quoted(name)})`
          : `is_error_value(${quoted(name)})`,
      say: (rows: string, where: string): string =>
        `${rows} the mark of a formula that failed (such as #REF!) in ${where}; it is read as empty.`,
    },
    {
      of: columns.filter(({ role }) => role === 'transaction_reference'),
      test: ({ name }: Column): string =>
        `not is_error_value(${quoted(name)}) and (is_no_reference(${quoted(name)}) or is_no_value(${quoted(name)}))`,
      say: (rows: string, where: string): string =>
        `${rows} a word or mark in place of an id in ${where}; such rows count without a reference.`,
    },
    {
      of: columns.filter(({ type }) => type === 'account'),
      test: ({ name }: Column): string => `is_no_account(${quoted(name)})`,
      say: (rows: string, where: string): string => `${rows} nought in ${where}; it is read as empty.`,
    },
    {
      of: columns.filter(({ type, name }) => (type === 'id' || type === 'account') && !ownNumbers.has(name)),
      test: ({ name }: Column): string => `is_number_like(${quoted(name)}) and ${quoted(`${name}__read`)} is not null`,
      say: (rows: string, where: string): string =>
        `${rows} an id that a spreadsheet made a number of, in ${where}; its digits are read.`,
    },
  ]
  const notes: string[] = []
  for (const { of, test, say } of kinds) {
    if (of.length === 0) continue
    const counts = of.map((column, index) => `count_if(${test(column)}) as c${index}`)
    const [row] = await connection.rows(
      `select count_if(${of.map((column) => `coalesce(${test(column)}, false)`).join(' or ')}) as rows, ${counts.join(', ')} from ${table} where ${mayCount}`,
    )
    const rows = Number(row?.['rows'])
    if (rows === 0) continue
    const where = of.filter((_, index) => Number(row?.[`c${index}`]) > 0).map(({ label }) => label)
    notes.push(say(rows === 1 ? '1 row has' : `${rows} rows have`, where.join(', ')))
  }
  return notes
}
