import type { ColumnName } from '../../shared/queries/columns.ts'
import { controlName, sectionNames } from '../../shared/words/codes.ts'
import { count, currency, day, id, minus, money, sentence, stateWord, text, word, wrapped } from './columns.ts'
import { rounded } from './formulas.ts'
import type { Sheet } from './relation-table.ts'
import type { RowFormula, TableColumn } from './table.ts'

/** Controls without a currency count lines. */
const figureOfControl = (name: ColumnName, header?: string, formula?: RowFormula): TableColumn => ({
  ...money(name, header, formula),
  kindOf: (row) => (row['currency'] === null ? 'integer' : 'money'),
})

/** The query `controls`. */
export const controlsSheet: Sheet = {
  sheet: 'Controls',
  about: 'One row is one pair of figures that must agree: amounts where there is a currency, else lines.',
  empty: 'There are no controls.',
  keys: 2,
  columns: [
    currency,
    { ...text('id', 'Control', 40), words: controlName },
    wrapped('subject', 'Subject', 44),
    figureOfControl('expected'),
    figureOfControl('actual'),
    figureOfControl('difference', 'Difference', minus('actual', 'expected')),
    stateWord('status'),
    sentence('note', 'Note', 50),
    sentence('cause', 'Cause', 50),
  ],
}

/** The query `settlements`. */
export const settlementsSheet: Sheet = {
  sheet: 'Settlements',
  about: 'One row is one deposit and currency, with the lines that count in it.',
  empty: 'No loaded file has a disbursed line up to this date.',
  keys: 2,
  columns: [
    currency,
    id('settlement'),
    day('deposit_date', 'Deposited on'),
    count('lines'),
    money('lines_net'),
    money('banked_net'),
    money('in_transit_net'),
    money('bank_difference', 'Bank difference', minus('banked_net', 'lines_net')),
    word('source'),
    money('disbursed_amount', 'Deposited'),
    count('reported_lines', 'Lines of its report'),
    money('reported_net', 'Net of its report'),
    money('difference', 'Report less deposit', minus('reported_net', 'disbursed_amount')),
    id('bank_trace_id'),
    day('period_start', 'Period from'),
    day('period_end', 'Period to'),
    day('delivery_date', 'Delivered on'),
  ],
}

const ages = [
  money('not_due'),
  money('to_30_days', 'Up to 30 days'),
  money('to_60_days', '31 to 60'),
  money('to_90_days', '61 to 90'),
  money('to_120_days', '91 to 120'),
  money('over_120_days', 'Over 120'),
  money('unknown'),
]

/** What each way of ageing counts, and which section of the disbursement report counts the same. */
const ways: Readonly<Record<string, string>> = {
  'due date': 'Open items by days after the due date',
  'billing month': 'Open items by days after billing (section 4)',
  'past due, billing month': 'Open items past due by days after billing (section 6)',
  'disbursed, billing month': 'Disbursed by the latest report by days after billing (section 5)',
}

/** The query `ageing_schedule`. */
export const ageingSheet: Sheet = {
  sheet: 'Ageing',
  about:
    'One row is one way of ageing: days after the due date, or days after billing as AWS counts them in sections 4, 5 and 6.',
  empty: 'Nothing is known to be open at this date.',
  columns: [
    currency,
    { ...text('basis', 'What', 58), words: (basis) => ways[basis] ?? basis },
    { ...text('is_reported', 'As AWS reports it'), narrowest: 12 },
    ...ages,
    money('total', 'Total', {
      of: ages.map(({ name }) => name),
      text: (...cells) => rounded(`SUM(${cells[0]}:${cells[cells.length - 1]})`),
    }),
    count('keys', 'Keys'),
  ],
  orderBy: ['basis_order', 'is_reported'],
}

/** The query `roll_forward`. */
export const rollForwardSheet: Sheet = {
  sheet: 'Roll-forward',
  about:
    "One row is one currency between two of AWS's lists of uncollected funds: opening + billed - disbursed = closing.",
  empty: 'Two dated lists of uncollected funds (section 7 of the disbursement report) are needed.',
  columns: [
    currency,
    day('from_date', 'From'),
    day('to_date', 'To'),
    money('opening'),
    money('billed'),
    money('disbursed'),
    money('expected_closing', 'Expected closing', {
      of: ['opening', 'billed', 'disbursed'],
      text: (opening, billed, disbursed) => rounded(`${opening}+${billed}-${disbursed}`),
    }),
    money('closing'),
    money('difference', 'Difference', minus('closing', 'expected_closing')),
    stateWord('status'),
    sentence('note', 'Note', 50),
  ],
}

const accounted = ['lines_read', 'rows_kept', 'header_lines', 'title_lines', 'blank_lines', 'refused_rows']

const dateSource: Readonly<Record<string, string>> = {
  'meta.json': 'meta.json',
  'file name': 'name of the file',
  given: 'given at the import',
  'deposit date': 'deposit',
  unknown: 'not known',
  'not needed': 'not needed',
}

/** What gave the dates of the deliveries that a file belongs to. */
function dateSources(list: string): string {
  return list
    .split(', ')
    .map((source) => dateSource[source] ?? source)
    .join(', ')
}

/** The query `source_files`. */
export const sourcesSheet: Sheet = {
  sheet: 'Sources',
  about: 'One row is one file: lines read = rows kept + headers + titles (or totals) + blank lines + refused rows.',
  empty: 'The book holds no files.',
  keys: 1,
  columns: [
    wrapped('file', 'File', 50),
    { ...wrapped('sections', 'Report', 40), words: sectionNames },
    day('delivery_date', 'Delivered'),
    stateWord('status'),
    count('lines_read'),
    count('rows_kept'),
    count('header_lines', 'Headers'),
    count('title_lines', 'Titles'),
    count('blank_lines'),
    count('refused_rows'),
    {
      ...count('unaccounted'),
      formula: { of: accounted, text: (read, ...parts) => `${read}-${parts.join('-')}` },
    },
    count('import_id', 'Import'),
    { name: 'imported_at', header: 'Imported at (UTC)', kind: 'datetime' },
    { ...text('date_source', 'Delivery date from'), words: dateSources },
    count('bytes'),
    wrapped('replaced_by_file', 'Replaced by', 40),
    sentence('remarks', 'Remarks', 50),
    id('sha256', 'SHA-256', 68),
  ],
  orderBy: ['import_id', 'file', 'sha256'],
}
