import { TieoutError } from '../../../shared/errors.ts'
import { ORPCError } from '@orpc/client'
import { ask } from './ask.ts'
import type { Context } from './context.ts'
import { plainError } from './core.ts'

/**
 * Does `work`; when that takes the code of a second factor, asks for it and does it once more. Without a terminal the
 * error stays: it names the device, and `--code` gives the code.
 */
export async function withCode<Result>(
  { signal, progress }: Context,
  code: string | undefined,
  work: (code: string | undefined) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(code)
  } catch (error) {
    const device = deviceOf(error)
    if (device === null) throw error
    progress.clear()
    const typed = await ask(`Code of ${device}: `, signal)
    if (typed === null) {
      const plain = plainError(error)
      const message = plain instanceof Error ? plain.message : ''
      throw new TieoutError('sign-in-needed', `${message} Give it with --code.`)
    }
    return work(typed)
  }
}

function deviceOf(error: unknown): string | null {
  if (!(error instanceof ORPCError) || error.code !== 'sign-in-needed') return null
  const details = error.data as { device?: string } | undefined
  return details?.device ?? null
}
