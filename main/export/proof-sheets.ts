import ageing from './sheets/ageing.sql?raw'
import controls from './sheets/controls.sql?raw'
import rollForward from './sheets/roll-forward.sql?raw'
import sources from './sheets/sources.sql?raw'
import { rounded } from './formulas.ts'
import { currency, minus, money } from './table-columns.ts'
import type { RowFormula, Table, TableColumn } from './table.ts'

/** Controls without a currency count lines. */
const figureOfControl = (name: string, header: string, formula?: RowFormula): TableColumn => ({
  ...money(name, header, formula),
  kindOf: (row) => (row['currency'] === null ? 'integer' : 'money'),
})

export const controlsTable: Table = {
  sheet: 'Controls',
  about: 'One row is one pair of figures that must agree: amounts where there is a currency, else lines.',
  empty: 'There are no controls.',
  rows: controls,
  orderBy: 'currency nulls first, control_order, subject, note',
  columns: [
    currency,
    { name: 'id', header: 'Control', kind: 'text' },
    { name: 'subject', header: 'Subject', kind: 'sentence', widest: 64 },
    figureOfControl('expected', 'Expected'),
    figureOfControl('actual', 'Actual'),
    figureOfControl('difference', 'Difference', minus('actual', 'expected')),
    { name: 'status', header: 'Status', kind: 'text' },
    { name: 'note', header: 'Note', kind: 'sentence', widest: 80 },
  ],
}

const ages = [
  money('not_due', 'Not due'),
  money('to_30', 'Up to 30 days'),
  money('to_60', '31 to 60'),
  money('to_90', '61 to 90'),
  money('to_120', '91 to 120'),
  money('over_120', 'Over 120'),
  money('unknown', 'Unknown'),
]

export const ageingTable: Table = {
  sheet: 'Ageing',
  about:
    'One row is one way of ageing: days after the due date, or days after billing as AWS counts them in sections 4, 5 and 6.',
  empty: 'Nothing is open at this date.',
  rows: ageing,
  orderBy: 'currency, basis_order, reported',
  columns: [
    currency,
    { name: 'what', header: 'What', kind: 'text', widest: 54 },
    { name: 'counted_from', header: 'Counted from', kind: 'text' },
    { name: 'source', header: 'Source', kind: 'text' },
    ...ages,
    money('total', 'Total', {
      of: ages.map(({ name }) => name),
      text: (...cells) => rounded(`SUM(${cells[0]}:${cells[cells.length - 1]})`),
    }),
    { name: 'keys', header: 'Keys', kind: 'integer' },
  ],
}

export const rollForwardTable: Table = {
  sheet: 'Roll-forward',
  about:
    "One row is one currency between two of AWS's lists of uncollected funds: opening + billed - disbursed = closing.",
  empty: 'Two dated lists of uncollected funds (section 7 of the disbursement report) are needed.',
  rows: rollForward,
  orderBy: 'currency, from_date',
  columns: [
    currency,
    { name: 'from_date', header: 'From', kind: 'date' },
    { name: 'to_date', header: 'To', kind: 'date' },
    money('opening', 'Opening'),
    money('billed', 'Billed'),
    money('disbursed', 'Disbursed'),
    money('expected_closing', 'Expected closing', {
      of: ['opening', 'billed', 'disbursed'],
      text: (opening, billed, disbursed) => rounded(`${opening}+${billed}-${disbursed}`),
    }),
    money('closing', 'Closing'),
    money('difference', 'Difference', minus('closing', 'expected_closing')),
    { name: 'status', header: 'Status', kind: 'text' },
    { name: 'note', header: 'Note', kind: 'sentence', widest: 70 },
  ],
}

const accounted = ['lines_read', 'rows_kept', 'header_lines', 'title_lines', 'blank_lines', 'refused_rows']

export const sourcesTable: Table = {
  sheet: 'Sources',
  about:
    'One row is one file: lines read = rows kept + headers + titles + blank lines + refused rows. A title is also a total or a trailer line. The rows of a replaced file have left the book.',
  empty: 'The book holds no files.',
  rows: sources,
  orderBy: 'import_id, path, sha256',
  columns: [
    { name: 'import_id', header: 'Import', kind: 'integer' },
    { name: 'path', header: 'File', kind: 'sentence', widest: 60 },
    { name: 'reports', header: 'Report', kind: 'text', widest: 32 },
    { name: 'sections', header: 'Sections', kind: 'text', widest: 36 },
    { name: 'delivery_date', header: 'Delivered', kind: 'date' },
    { name: 'date_source', header: 'Date from', kind: 'text' },
    { name: 'status', header: 'Status', kind: 'text' },
    { name: 'replaced_by', header: 'Replaced by', kind: 'sentence', widest: 44 },
    { name: 'lines_read', header: 'Lines read', kind: 'integer', total: true },
    { name: 'rows_kept', header: 'Rows kept', kind: 'integer', total: true },
    { name: 'header_lines', header: 'Headers', kind: 'integer', total: true },
    { name: 'title_lines', header: 'Titles', kind: 'integer', total: true },
    { name: 'blank_lines', header: 'Blank lines', kind: 'integer', total: true },
    { name: 'refused_rows', header: 'Refused rows', kind: 'integer', total: true },
    {
      name: 'unaccounted',
      header: 'Unaccounted',
      kind: 'integer',
      total: true,
      formula: { of: accounted, text: (read, ...parts) => `${read}-${parts.join('-')}` },
    },
    { name: 'bytes', header: 'Bytes', kind: 'integer' },
    { name: 'sha256', header: 'SHA-256', kind: 'id', widest: 68 },
    { name: 'imported_at', header: 'Imported at (UTC)', kind: 'datetime' },
    { name: 'remarks', header: 'Remarks', kind: 'sentence', widest: 60 },
  ],
}
