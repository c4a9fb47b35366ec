import type { Currency } from './customers.ts'
import type { Cents } from './money.ts'
import type { SampleFile } from './document.ts'

/** A billed line as some file says it. */
export interface BilledFact {
  readonly source: 'billed_revenue' | 'monthly_billed_revenue' | 'sales_compensation'
  readonly reference: string
  readonly currency: Currency
  readonly net: Cents
  readonly date: string
  readonly due: string | null
  /** What makes two rows of overlapping exports the same row; null where nothing overlaps. */
  readonly identity: string | null
  /** Later files say it better; in order of download. */
  readonly edition: number
  /** Of an export that has such columns. */
  readonly disbursed?: {
    readonly net: Cents
    readonly undisbursed: Cents
    readonly date: string | null
    readonly file: string
  }
}

/** A disbursed line as some file says it. */
export interface DisbursedFact {
  readonly source: 'collections_and_disbursements' | 'disbursement'
  readonly reference: string | null
  readonly currency: Currency
  readonly net: Cents
  readonly tax: Cents
  readonly date: string
  readonly identity: string | null
  readonly edition: number
  /** AR period where the file shows the invoice date. */
  readonly period: string | null
  /** Reported net minus the sum of the written parts. */
  readonly beyondParts: Cents
  readonly file: string
}

/** A row of section 7. */
export interface UncollectedFact {
  readonly delivery: string
  readonly reference: string
  readonly currency: Currency
  readonly net: Cents
  readonly period: string
  readonly due: string | null
}

/** The figures of sections 2, 4, 5 and 6 of one delivery as printed; null for a section that was not delivered. */
export interface StatementFact {
  readonly delivery: string
  readonly disbursedAmount: Cents
  readonly uncollectedOverall: Cents | null
  readonly collectedOverall: Cents | null
  readonly pastDueOverall: Cents | null
}

/** A row that the import must refuse. */
export interface RefusedFact {
  readonly file: string
  readonly section: string
  readonly column: string
  readonly value: string
}

/** Files together with everything that they say. */
export interface Written {
  readonly files: readonly SampleFile[]
  readonly billed: readonly BilledFact[]
  readonly disbursed: readonly DisbursedFact[]
  readonly uncollected: readonly UncollectedFact[]
  readonly statements: readonly StatementFact[]
  readonly refused: readonly RefusedFact[]
  /** AR periods whose monthly report was delivered. */
  readonly periods: readonly string[]
  readonly undated: readonly string[]
}

const empty: Written = {
  files: [],
  billed: [],
  disbursed: [],
  uncollected: [],
  statements: [],
  refused: [],
  periods: [],
  undated: [],
}

/** What was written, filled up with nothing. */
export function written(some: Partial<Written>): Written {
  return { ...empty, ...some }
}

/** All of it together. */
export function gather(parts: readonly Written[]): Written {
  return {
    files: parts.flatMap(({ files }) => files),
    billed: parts.flatMap(({ billed }) => billed),
    disbursed: parts.flatMap(({ disbursed }) => disbursed),
    uncollected: parts.flatMap(({ uncollected }) => uncollected),
    statements: parts.flatMap(({ statements }) => statements),
    refused: parts.flatMap(({ refused }) => refused),
    periods: parts.flatMap(({ periods }) => periods),
    undated: parts.flatMap(({ undated }) => undated),
  }
}
