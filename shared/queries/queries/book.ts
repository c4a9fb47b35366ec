import type { QueryCard } from '../card.ts'
import type { ColumnName } from '../columns.ts'

/** The order of lines: by file, section, sheet and line. */
export const lineOrder = ['path', 'sha256', 'section', 'sheet', 'line'] as const

/** Lines, files and deliveries: what the reconciliation is made from. */
export const bookQueries = {
  billed_lines: {
    title: 'Billed lines',
    category: 'Reconciliation',
    description: 'One row per billed line of any source, with file and line.',
    order: lineOrder,
    currency: 'currency',
    addsWhere: 'counted',
    prepared: { from: [] },
  },
  disbursed_lines: {
    title: 'Disbursed lines',
    category: 'Reconciliation',
    description: 'One row per disbursed line of any source, with file and line.',
    order: lineOrder,
    currency: 'currency',
    addsWhere: 'counted',
    prepared: { from: [] },
  },
  uncollected_lines: {
    title: 'Uncollected lines',
    category: 'Reconciliation',
    description: 'One row per line of section 7 of the disbursement report, with file and line.',
    order: lineOrder,
    currency: 'currency',
    // A balance at several dates.
    adds: false,
    prepared: { from: [] },
  },
  deliveries: {
    title: 'Deliveries',
    category: 'Reconciliation',
    description: 'One row per report as AWS delivered it, or per dashboard export.',
    undated: true,
    order: ['report', 'delivery_date', 'delivery_id'],
  },
  coverage: {
    title: 'Coverage',
    category: 'Reconciliation',
    description: 'One row per month and report: loaded, missing, not yet due or withdrawn.',
    order: ['month', 'report'],
    means: { month: { look: 'date' } },
  },
  source_files: {
    title: 'Source files',
    category: 'Reconciliation',
    description: 'One row per file with its hash and the count of every line in it.',
    undated: true,
    order: ['path', 'sha256'],
    // A file may belong to several deliveries.
    means: { delivery_date: { look: 'text', plain: true, choices: 'listed' } },
  },
  book_facts: {
    title: 'Book',
    category: 'Reconciliation',
    description: 'One row per book: its day, what it was made from, and what its controls found.',
    order: ['as_of'],
  },
  synced_sources: {
    title: 'Synced sources',
    category: 'Reconciliation',
    description:
      'One row per place in S3 from which reports were synced: when, how much, and up to which day it reaches.',
    undated: true,
    order: ['source', 'location', 'prefix'],
    shown: [
      'source',
      'synced_at',
      'reaches_to',
      'files',
      'objects',
      'bytes',
      'fetched_objects',
      'fetched_bytes',
      'failed_objects',
      'deleted_objects',
      'location',
      'prefix',
    ],
  },
  synced_objects: {
    title: 'Synced objects',
    category: 'Reconciliation',
    description: 'One row per object of a bucket as a sync saw it last, with the file that it became.',
    undated: true,
    order: ['location', 'key', 'path'],
    shown: ['source', 'key', 'outcome', 'status', 'bytes', 'last_modified', 'synced_at', 'path', 'reason', 'location'],
  },
  refused_rows: {
    title: 'Refused rows',
    category: 'Reconciliation',
    description: 'One row per record that could not be read without guessing, with its text and the reason.',
    undated: true,
    order: lineOrder,
  },
} as const satisfies Readonly<Record<string, QueryCard<ColumnName>>>
