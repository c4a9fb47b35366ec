import billedLines from './billed-lines.sql?raw'
import bookFacts from './book-facts.sql?raw'
import coverage from './coverage.sql?raw'
import deliveries from './deliveries.sql?raw'
import disbursedLines from './disbursed-lines.sql?raw'
import refusedRows from './refused-rows.sql?raw'
import sourceFiles from './source-files.sql?raw'
import syncedObjects from './synced-objects.sql?raw'
import syncedSources from './synced-sources.sql?raw'
import uncollectedLines from './uncollected-lines.sql?raw'
import { type NamedQuery, lineOrder } from './named-query.ts'

const lineAmounts = ['net', 'gross', 'fee', 'refund', 'fee_refund', 'tax', 'tax_refund', 'wholesale_cost']

/** Lines, files and deliveries: what the reconciliation is made from. */
export const bookQueries: readonly NamedQuery[] = [
  {
    name: 'billed_lines',
    title: 'Billed lines',
    category: 'Reconciliation',
    description: 'One row per billed line of any source, with file and line.',
    sql: billedLines,
    added: lineAmounts,
    addedWhere: 'counted',
    order: lineOrder,
  },
  {
    name: 'disbursed_lines',
    title: 'Disbursed lines',
    category: 'Reconciliation',
    description: 'One row per disbursed line of any source, with file and line.',
    sql: disbursedLines,
    added: lineAmounts,
    addedWhere: 'counted',
    order: lineOrder,
  },
  {
    name: 'uncollected_lines',
    title: 'Uncollected lines',
    category: 'Reconciliation',
    description: 'One row per line of section 7 of the disbursement report, with file and line.',
    sql: uncollectedLines,
    added: [],
    order: lineOrder,
  },
  {
    name: 'deliveries',
    title: 'Deliveries',
    category: 'Reconciliation',
    description: 'One row per report as AWS delivered it, or per dashboard export.',
    sql: deliveries,
    added: [],
    order: ['report', 'delivery_date', 'delivery_id'],
  },
  {
    name: 'coverage',
    title: 'Coverage',
    category: 'Reconciliation',
    description: 'One row per month and report: loaded, missing, not yet due or withdrawn.',
    sql: coverage,
    added: [],
    order: ['month', 'report'],
  },
  {
    name: 'source_files',
    title: 'Source files',
    category: 'Reconciliation',
    description: 'One row per file with its hash and the count of every line in it.',
    sql: sourceFiles,
    added: [],
    order: ['path', 'sha256'],
  },
  {
    name: 'book_facts',
    title: 'Book',
    category: 'Reconciliation',
    description: 'One row per book: its day, what it was made from, and what its controls found.',
    sql: bookFacts,
    added: [],
    order: ['as_of'],
  },
  {
    name: 'synced_sources',
    title: 'Synced sources',
    category: 'Reconciliation',
    description:
      'One row per place in S3 from which reports were synced: when, how much, and up to which day it reaches.',
    sql: syncedSources,
    added: [],
    order: ['source', 'location', 'prefix'],
  },
  {
    name: 'synced_objects',
    title: 'Synced objects',
    category: 'Reconciliation',
    description: 'One row per object of a bucket as a sync saw it last, with the file that it became.',
    sql: syncedObjects,
    added: [],
    order: ['location', 'key', 'path'],
  },
  {
    name: 'refused_rows',
    title: 'Refused rows',
    category: 'Reconciliation',
    description: 'One row per record that could not be read without guessing, with its text and the reason.',
    sql: refusedRows,
    added: [],
    order: lineOrder,
  },
]
