import { existsSync } from 'node:fs'
import type { PlannedObject, SyncPlan, SyncResult } from '../../../../shared/contract/sources.ts'
import type { Context } from '../context.ts'
import { finish, lookAgain, withBook } from '../core.ts'
import { exitCodes } from '../exit.ts'
import { filesReport, filesSentence, notesReport } from '../report.ts'
import { withCode } from '../sign-in.ts'
import { count, counted, printable, textTable } from '../text-table.ts'
import { exitOf } from './import.ts'

interface SyncOptions {
  readonly book: string
  readonly dryRun?: boolean
  readonly delivered?: string
  readonly code?: string
  readonly limitsTimes?: number
}

/** `tieout sync`: fetches what is new or changed and imports it; 4 when an object could not be fetched or read. */
export async function sync(context: Context, name: string, options: SyncOptions): Promise<number> {
  const { output, progress, signal } = context
  // Looking makes no book; where there is none, everything is new.
  const path = options.dryRun && !existsSync(options.book) ? null : options.book
  return withBook(context, { path, create: !options.dryRun || path === null }, (core) =>
    withCode(context, options.code, async (code) => {
      if (options.dryRun) {
        const plan = await finish(core.sources.plan({ name, code }, { signal }), context)
        progress.clear()
        if (output.json) await output.document(plan)
        else await output.write(planReport(plan))
        return exitCodes.done
      }
      const { delivered, limitsTimes } = options
      const result = await finish(core.sources.sync({ name, code, delivered, limitsTimes }, { signal }), context)
      await lookAgain(core, context)
      progress.clear()
      if (output.json) {
        const { import: imported, ...rest } = result
        await output.document({ ...rest, import_id: imported.importId, files: imported.files })
      } else await output.write(resultReport(result))
      return result.failed.length > 0 ? exitCodes.unreadable : exitOf(result.import.files)
    }),
  )
}

function planReport(plan: SyncPlan): string {
  const { fetch, fetchedBefore } = plan
  const before = fetchedBefore > 0 ? ` ${megabytes(fetchedBefore)} of it lie in the cache already.` : ''
  const next =
    fetch.objects === 0
      ? 'There is nothing to fetch.\n'
      : `A sync would fetch ${counted(fetch.objects, 'object')}, ${megabytes(fetch.bytes)}.${before}\n`
  return `${listingSentence(plan)}\n\n${attentionReport(plan.attention)}${next}`
}

function resultReport({ plan, fetched, failed, import: imported }: SyncResult): string {
  const number = imported.importId === null ? 'Nothing new came in.' : `Import ${imported.importId}.`
  const others = plan.attention.filter(({ change }) => change !== 'new' && change !== 'changed')
  return [
    `${listingSentence(plan)} ${counted(fetched.objects, 'object')} fetched, ${megabytes(fetched.bytes)}.\n\n`,
    attentionReport(others),
    ...failed.map(({ key, reason }) => `  ${printable(key)}: not fetched. ${reason}\n`),
    failed.length > 0 ? '\n' : '',
    imported.files.length === 0
      ? `${number}\n`
      : `${number} ${filesSentence(imported.files)}\n\n${filesReport(imported.files)}${notesReport(imported.files)}`,
  ].join('')
}

function listingSentence({ location, objects, bytes, unchanged }: SyncPlan): string {
  return `${location} holds ${counted(objects, 'object')}, ${megabytes(bytes)}; ${count(unchanged)} unchanged.`
}

const longestList = 40

function attentionReport(objects: readonly PlannedObject[]): string {
  if (objects.length === 0) return ''
  const shown = objects.slice(0, longestList)
  const table = textTable(
    [{ header: 'Object' }, { header: 'Bytes', align: 'right' }, { header: 'Modified (UTC)' }, { header: '' }],
    shown.map(({ key, bytes, lastModified, change, reason }) => [
      key,
      count(bytes),
      lastModified.slice(0, 16).replace('T', ' '),
      reason === null ? change : `${change}: ${reason}`,
    ]),
  )
  const rest = objects.length - shown.length
  return `${table}${rest > 0 ? `  and ${count(rest)} more: --json lists them all\n` : ''}\n`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
