import { sections } from '../../shared/reports/catalogue.ts'
import ageing from './ageing.sql?raw'
import billedLines from './billed-lines.sql?raw'
import cashApplication from './cash-application.sql?raw'
import controls from './controls.sql?raw'
import coverage from './coverage.sql?raw'
import deliveries from './deliveries.sql?raw'
import disbursedLines from './disbursed-lines.sql?raw'
import exceptions from './exceptions.sql?raw'
import openItems from './open-items.sql?raw'
import reconciliation from './reconciliation.sql?raw'
import refusedRows from './refused-rows.sql?raw'
import rollForward from './roll-forward.sql?raw'
import settlements from './settlements.sql?raw'
import sourceFiles from './source-files.sql?raw'
import summaryStates from './summary-states.sql?raw'
import uncollectedFunds from './uncollected-funds.sql?raw'
import uncollectedLines from './uncollected-lines.sql?raw'

/** A question that can be asked of a reconciled book by its name. */
export interface NamedQuery {
  readonly name: string
  /** The CAS name of a data set, which stands for the same query. */
  readonly alias?: string
  /** One sentence: what one row is. */
  readonly description: string
  readonly sql: string
  /** The order when none is asked for; it makes every answer the same on every machine. */
  readonly order: readonly string[]
}

const lineOrder = ['path', 'section', 'line']

const named: readonly NamedQuery[] = [
  {
    name: 'reconciliation',
    description: 'One row per key (transaction reference and currency) with both sides, state, reason and a sentence.',
    sql: reconciliation,
    order: ['currency', 'transaction_reference', 'settlement'],
  },
  {
    name: 'summary_states',
    description: 'One row per currency and state with the number of keys and their sums.',
    sql: summaryStates,
    order: ['currency', 'state'],
  },
  {
    name: 'cash_application',
    description: 'One row per key with disbursed lines in the chosen settlement, or in any.',
    sql: cashApplication,
    order: ['disbursement_date', 'settlement', 'currency', 'transaction_reference'],
  },
  {
    name: 'open_items',
    description: 'One row per key whose billed net is not fully disbursed.',
    sql: openItems,
    order: ['due_date', 'currency', 'transaction_reference'],
  },
  {
    name: 'uncollected_funds',
    description: 'One row per open key as AWS lists it, followed to its billed lines.',
    sql: uncollectedFunds,
    order: ['due_date', 'currency', 'transaction_reference'],
  },
  {
    name: 'exceptions',
    description: 'One row per thing that a person must look at, with the reason.',
    sql: exceptions,
    order: ['exception', 'reason', 'currency', 'subject', 'file', 'line', 'explanation'],
  },
  {
    name: 'controls',
    description: 'One row per claim that two totals agree, with both totals and the outcome.',
    sql: controls,
    order: ['control_order', 'subject', 'currency'],
  },
  {
    name: 'ageing',
    description: 'One row per currency and age of what is open, and of what was paid.',
    sql: ageing,
    order: ['basis', 'currency', 'bucket_order'],
  },
  {
    name: 'roll_forward',
    description: 'One row per currency between two consecutive lists of uncollected funds.',
    sql: rollForward,
    order: ['from_date', 'to_date', 'currency'],
  },
  {
    name: 'settlements',
    description: 'One row per deposit with its lines.',
    sql: settlements,
    order: ['deposit_date', 'settlement', 'currency'],
  },
  {
    name: 'billed_lines',
    description: 'One row per billed line of any source, with file and line.',
    sql: billedLines,
    order: lineOrder,
  },
  {
    name: 'disbursed_lines',
    description: 'One row per disbursed line of any source, with file and line.',
    sql: disbursedLines,
    order: lineOrder,
  },
  {
    name: 'uncollected_lines',
    description: 'One row per line of section 7 of the disbursement report, with file and line.',
    sql: uncollectedLines,
    order: lineOrder,
  },
  {
    name: 'deliveries',
    description: 'One row per report as AWS delivered it, or per dashboard export.',
    sql: deliveries,
    order: ['report', 'delivery_date', 'delivery_id'],
  },
  {
    name: 'coverage',
    description: 'One row per month and report: loaded, missing, not yet due or withdrawn.',
    sql: coverage,
    order: ['month', 'report'],
  },
  {
    name: 'source_files',
    description: 'One row per file with its hash and the count of every line in it.',
    sql: sourceFiles,
    order: ['path', 'sha256'],
  },
  {
    name: 'refused_rows',
    description: 'One row per record that could not be read without guessing, with its text and the reason.',
    sql: refusedRows,
    order: lineOrder,
  },
]

/** One query per data set: the typed rows of one section as they were read, with file and line. */
const dataSets: readonly NamedQuery[] = sections.map((section) => ({
  name: section.id,
  ...(section.casDataSetType ? { alias: section.casDataSetType } : {}),
  description: `One row per line of ${section.reportTitle}: ${section.title}, as it was read.`,
  sql: `-- ${section.id}: one row = one line of this section as it was read.
select
  ${section.columns.map((column) => `l."${column.name}"`).join(', ')},
  l.repaired, l.extra, f.path, f.sha256, '${section.id}' as section, l.line
from "${section.id}" as l
join files as f using (file_id)
`,
  order: lineOrder,
}))

/** Every named query, in the order in which a person looks for them. */
export const queries: readonly NamedQuery[] = [...named, ...dataSets]
