import { CommanderError } from 'commander'
import type { Context } from './context.ts'
import { exitCodes, failureOf } from './exit.ts'
import { processOutput } from './output.ts'
import { buildProgram } from './program.ts'
import { progressLine } from './progress.ts'

/** Runs the command line with the arguments behind the program's name and ends the process with its exit code. */
export async function main(args: readonly string[]): Promise<never> {
  const output = processOutput(args.includes('--json'))
  const progress = progressLine()
  const stop = new AbortController()
  const context: Context = { output, progress, signal: stop.signal }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Asked a second time, the process ends at once; the book is still whole, its transaction is rolled back.
      if (stop.signal.aborted) process.exit(exitCodes.cancelled)
      stop.abort()
    })
  }

  let exit: number = exitCodes.done
  const program = buildProgram(async (command) => {
    exit = await command(context)
  })
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    progress.clear()
    exit = error instanceof CommanderError && error.exitCode === 0 ? exitCodes.done : await tell(error, context)
  }
  if (output.readerGone()) exit = exitCodes.done
  await output.flush()
  process.exit(exit)
}

async function tell(error: unknown, { output }: Context): Promise<number> {
  const failure = failureOf(error)
  if (process.env['TIEOUT_DEBUG'] === '1' && error instanceof Error) output.note(error.stack ?? '')
  if (output.json) await output.document({ error: { code: failure.code, message: failure.message } })
  output.note(failure.message)
  return failure.exit
}
