import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { type Undoing, appEvent, appState, backup, bookInfo, overview } from './contract/books.ts'
import { contractErrors } from './contract/errors.ts'
import {
  choice,
  importEntry,
  importResult,
  listProgress,
  progress,
  recognition,
  undoPreview,
} from './contract/imports.ts'
import { reconciliation, status } from './contract/reconciliation.ts'
import * as rows from './contract/rows.ts'
import { diagnostics, settings, settingsChange } from './contract/settings.ts'
import { accessKeys, source, sourceCheck, syncPlan, syncResult } from './contract/sources.ts'

const path = z.string().min(1).max(4096)
const paths = z.array(path).min(1).max(100_000)
const delivered = rows.isoDate.optional()
/** How many times as much as usual a file may ask for. */
const limitsTimes = z.number().min(1).max(1_000_000).optional()
/** What a person says that the files are; of several choices that concern a file the last counts. */
const choices = z.array(choice).max(100_000).readonly().optional()
/** The code of a second factor, where the last call was refused with `sign-in-needed` and a device. */
const signInCode = z
  .string()
  .regex(/^\d{6,8}$/, 'The code has six digits.')
  .optional()

/** What is said of each procedure beside its input and output. */
export interface ProcedureMeta {
  /**
   * `read`: its own connection, any number at once. `write`: one after the other, in one transaction. `job`: a stream of
   * progress that ends in a result; ending the stream early cancels it, and the book is as before.
   */
  readonly kind: 'read' | 'write' | 'job'
  /** Of what changes the book: the procedure that takes it back, by its name in the contract. */
  readonly undoneBy?: Undoing
}

const of = (kind: ProcedureMeta['kind']) => oc.errors(contractErrors).$meta<ProcedureMeta>({ kind })
const read = of('read')
const write = of('write')
const job = <Result extends z.ZodType>(result: Result) => of('job').output(eventIterator(progress, result))

/** The whole boundary between the core and its shells: every call, with what it takes and returns. */
export const contract = {
  app: {
    state: read.output(appState),
    /** Says `ready` at once, then whenever something changed that a window shows. */
    events: read.output(eventIterator(appEvent)),
    diagnostics: read.output(diagnostics),
    /** Writes a mistake of the page into the log. */
    logProblem: write.input(z.object({ message: z.string().max(10_000) })).output(z.void()),
  },
  settings: {
    get: read.output(settings),
    change: write.input(settingsChange).output(settings),
  },
  books: {
    /** Closes the open book and opens this one. Errors: `book-locked`, `book-damaged`, `not-found`. */
    open: write
      .input(
        z.object({
          /** Null for a temporary book, which is removed when it is closed. */
          path: path.nullable(),
          /** Makes the book when there is none at the path; false when absent. */
          create: z.boolean().optional(),
          /** For example `1GB`. */
          memoryLimit: z
            .string()
            .regex(/^\d{1,6} ?[KMG]B$/)
            .optional(),
        }),
      )
      .output(bookInfo),
    close: write.output(z.void()),
    /** Opens the sample book, making it from the sample reports when it is not there. */
    openSample: job(bookInfo),
    forget: write.input(z.object({ path })).output(z.void()),
    configure: write
      .input(
        z.object({
          tolerance: z
            .string()
            .regex(/^\d{1,12}(\.\d{1,6})?$/)
            .optional(),
          asOf: rows.isoDate.nullable().optional(),
        }),
      )
      .output(bookInfo),
    /** Backups of the book at this path, the newest first; it need not be open, nor whole. */
    backups: read.input(z.object({ path })).output(z.array(backup)),
    backUp: write.output(backup),
    /** Puts a backup in place of the book at this path, which is itself backed up first, and opens it. */
    restore: job(bookInfo).input(z.object({ path, backup: z.string() })),
    /** Makes a damaged book anew from the kept source files. */
    rebuild: job(bookInfo).input(z.object({ path })),
  },
  imports: {
    /**
     * What each file is; nothing enters the book. Every file is listed at once and then told of again as more is known of
     * it. What was read is kept for the next list and for the import.
     */
    recognise: of('job')
      .input(z.object({ paths, delivered, choices, limitsTimes }))
      .output(eventIterator(listProgress, recognition)),
    run: job(importResult)
      .meta({ kind: 'job', undoneBy: 'imports.undo' })
      .input(z.object({ paths, delivered, choices, limitsTimes })),
    history: read.output(z.array(importEntry)),
    undoPreview: read.input(z.object({ importId: z.int() })).output(undoPreview),
    undo: write
      .meta({ kind: 'write', undoneBy: 'imports.redo' })
      .input(z.object({ importId: z.int() }))
      .output(undoPreview),
    /** Imports again what the last undo took out. */
    redo: job(importResult).meta({ kind: 'job', undoneBy: 'imports.undo' }),
  },
  sources: {
    list: read.output(z.array(source)),
    /** Adds the source, or changes the one called `former`. With `signIn.kind` keys, they are needed once. */
    save: write
      .input(z.object({ source, keys: accessKeys.optional(), former: z.string().optional() }))
      .output(z.array(source)),
    /** Forgets the source and its keys; what came from it stays in every book. */
    remove: write.input(z.object({ name: z.string() })).output(z.array(source)),
    /** Tries signing in, listing and reading; a check that fails is an answer. Error `sign-in-needed` for a code. */
    test: read.input(z.object({ name: z.string(), code: signInCode })).output(z.array(sourceCheck)),
    /** Lists the bucket and says what is new or changed since the open book last saw it; nothing is fetched. */
    plan: job(syncPlan).input(z.object({ name: z.string(), code: signInCode })),
    /**
     * Fetches what is new or changed and imports it. Errors: `sign-in-needed`, `source-failed`, `cancelled`, each with the
     * book as it was and with what was fetched kept for the next sync.
     */
    sync: job(syncResult)
      .meta({ kind: 'job', undoneBy: 'imports.undo' })
      .input(z.object({ name: z.string(), code: signInCode, delivered, limitsTimes })),
  },
  queries: {
    list: read.output(z.array(rows.queryEntry)),
    columns: read.input(z.object({ name: z.string() })).output(z.array(rows.column)),
    page: read.input(rows.pageRequest).output(rows.page),
    totals: read.input(rows.selection).output(rows.totals),
    facets: read.input(rows.selection.extend({ column: z.string() })).output(rows.facets),
    /** The whole answer as text, piece by piece. */
    text: read
      .input(
        rows.selection.extend({
          orderBy: z.array(rows.order).max(10).optional(),
          limit: z.int().min(0).optional(),
          offset: z.int().min(0).optional(),
          asOf: rows.isoDate.optional(),
          rawText: z.boolean().optional(),
          format: z.enum(['csv', 'json']),
        }),
      )
      .output(eventIterator(z.string())),
    /** Everything about one key; a null reference asks for the lines that have none. */
    keyDetails: read
      .input(
        z.object({
          transaction_reference: z.string().nullable(),
          currency: z.string(),
          settlement: z.string().nullable().optional(),
        }),
      )
      .output(rows.keyDetails),
    fileLine: read
      .input(z.object({ sha256: z.string(), sheet: z.string().nullable().optional(), line: z.int().min(1) }))
      .output(rows.fileLine),
    overview: read.output(overview),
  },
  reconciliation: {
    /** Rebuilds every derived table, at the as-of date of the book unless another is given. */
    run: job(reconciliation).input(z.object({ asOf: rows.isoDate.optional() })),
    /** What the book holds; reconciles it first where that is due. */
    status: job(status).input(z.object({ asOf: rows.isoDate.optional() })),
  },
  exports: {
    /** Writes the reconciled workbook to a path that the person chose. Error `target-busy` when it is open in Excel. */
    workbook: job(
      z.object({ path: z.string(), sheets: z.array(z.object({ name: z.string(), rows: z.number() })) }),
    ).input(z.object({ path, asOf: rows.isoDate.optional(), settlement: z.string().optional() })),
    /** Writes the selected rows, with these columns in this order, as they are seen in a grid. */
    rows: job(z.object({ path: z.string(), rows: z.number() })).input(
      rows.selection.extend({
        path,
        format: z.enum(['csv', 'json', 'xlsx']),
        columns: z.array(z.string()).min(1).max(1000).optional(),
        orderBy: z.array(rows.order).max(10).optional(),
        asOf: rows.isoDate.optional(),
      }),
    ),
  },
}

/** The procedure that takes back what one of the contract has changed, as its entry says. */
export function undoneBy({ '~orpc': { meta } }: { readonly '~orpc': { readonly meta: ProcedureMeta } }): Undoing {
  if (meta.undoneBy === undefined) throw new Error('Nothing takes back what this procedure does.')
  return meta.undoneBy
}
