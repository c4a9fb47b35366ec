import { ORPCError } from '@orpc/client'
import { type RouterClient, createRouterClient } from '@orpc/server'
import { join } from 'node:path'
import manifest from '../../../package.json' with { type: 'json' }
import { contractErrors } from '../../../shared/contract/errors.ts'
import type { Progress } from '../../../shared/contract/imports.ts'
import { type ErrorCode, TieoutError } from '../../../shared/errors.ts'
import { type router as coreRouter, router } from '../../service/router.ts'
import { createService, defaultDataFolder } from '../../service/service.ts'
import { projectFolder } from '../built/project-folder.ts'
import type { Context } from './context.ts'

/** Every call of the contract, without anything in between. */
export type Core = RouterClient<typeof coreRouter>

/** What runs long: progress, then a result. */
type Job<Result> = AsyncIterator<Progress, Result, unknown>

/** Works with the core, and closes it whatever comes; errors arrive as `TieoutError`. */
export async function withCore<Result>(work: (core: Core) => Promise<Result>): Promise<Result> {
  const service = await createService({
    dataFolder: defaultDataFolder(),
    sampleFolder: join(projectFolder, 'assets/sample'),
    shell: 'command-line',
    version: manifest.version,
  })
  try {
    return await work(createRouterClient(router, { context: { service } }))
  } catch (error) {
    throw plainError(error)
  } finally {
    await service.close()
  }
}

/**
 * Works with a book; null for a temporary one. Without `create` a book that does not exist is an error. What the book has
 * to say of itself (imports that were lost, a place where it gets damaged) is told each time, after the result.
 */
export function withBook<Result>(
  { output, progress }: Context,
  book: { readonly path: string | null; readonly create: boolean },
  work: (core: Core) => Promise<Result>,
): Promise<Result> {
  return withCore(async (core) => {
    output.warn((await core.books.open(book)).warning)
    try {
      return await work(core)
    } catch (error) {
      // What is the reason of an error is not said twice.
      if (error instanceof Error && error.message === output.warning()) output.warn(null)
      throw error
    } finally {
      progress.clear()
      output.tellWarning()
    }
  })
}

/** After a change, which may have brought back what was lost. */
export async function lookAgain(core: Core, { output }: Context): Promise<void> {
  output.warn((await core.app.state()).book?.warning ?? null)
}

/** Follows a job to its result and shows how far it is. */
export async function finish<Result>(started: Promise<Job<Result>>, { progress }: Context): Promise<Result> {
  const job = await started
  for (;;) {
    const step = await job.next()
    if (step.done) return step.value
    progress.show(step.value)
  }
}

/** The error of a call as one of ours. */
export function plainError(error: unknown): unknown {
  if (!(error instanceof ORPCError)) return error
  const details = (error.data ?? {}) as TieoutError['details']
  const code = isErrorCode(error.code) ? error.code : 'internal'
  const advice = code === 'book-damaged' ? backupAdvice(details) : ''
  const plain = new TieoutError(code, `${error.message}${advice}`, { ...details })
  plain.cause = error
  return plain
}

/** Which backup a damaged book has; the window restores it, and a copy of it opens here. */
function backupAdvice({ problem, lastBackupPath, lastBackupAt }: TieoutError['details']): string {
  if (problem === 'newer' || problem === 'foreign' || lastBackupPath === undefined) return ''
  if (lastBackupPath === null)
    return ' There is no backup of it here: where its folder of kept files is whole, the window makes the book anew from that.'
  const at = String(lastBackupAt).slice(0, 16).replace('T', ' ')
  return ` Its last backup is of ${at} UTC: restore it in the window, or copy it to a place of your own and open that: ${lastBackupPath}`
}

function isErrorCode(code: string): code is ErrorCode {
  return code in contractErrors
}
