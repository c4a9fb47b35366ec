import { z } from 'zod'
import { fileResult } from './imports.ts'
import { controlIds } from '../words/controls.ts'
import { keyStates } from '../words/states.ts'
import { isoDate, row } from './rows.ts'

/** Sums of the keys of one currency in one state; decimal strings, null where no loaded file tells of a side. */
export const stateTotal = z.object({
  currency: z.string(),
  state: z.enum(keyStates),
  keys: z.number(),
  billed_net: z.string().nullable(),
  disbursed_net: z.string().nullable(),
  /** Billed less disbursed. */
  difference: z.string().nullable(),
  /** The difference where the state is an open one, else 0. */
  open_net: z.string().nullable(),
})
export type StateTotal = z.infer<typeof stateTotal>

/** One claim that two totals agree. */
export const controlResult = z.object({
  id: z.enum(controlIds),
  subject: z.string(),
  currency: z.string().nullable(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  difference: z.string().nullable(),
  status: z.enum(['pass', 'fail', 'not-applicable']),
  note: z.string().nullable(),
  /** What makes the difference of a failed control, as far as it can be named. */
  cause: z.string().nullable(),
})
export type ControlResult = z.infer<typeof controlResult>

/** What a reconciliation came to. */
export const reconciliation = z.object({
  /** The day up to which lines count. */
  as_of: isoDate,
  /** Rows of the query `bridge`. */
  bridge: z.array(row).readonly(),
  states: z.array(stateTotal).readonly(),
  /** With the further columns of the query `controls`. */
  controls: z.array(controlResult.loose()).readonly(),
  exceptions: z.int(),
})
export type Reconciliation = z.infer<typeof reconciliation>

/** What a book holds, with its reconciliation. */
export const status = reconciliation.extend({
  imports: z
    .array(
      z.object({
        import_id: z.number(),
        /** UTC, as DuckDB writes a timestamp. */
        imported_at: z.string(),
        files: z.number(),
        rows: z.number(),
        refused_rows: z.number(),
      }),
    )
    .readonly(),
  deliveries: z.array(row).readonly(),
  files: z.array(fileResult).readonly(),
})
export type Status = z.infer<typeof status>
