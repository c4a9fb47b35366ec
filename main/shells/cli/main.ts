import { type Command, CommanderError } from 'commander'
import type { Context } from './context.ts'
import { exitCodes, failureOf } from './exit.ts'
import { processOutput } from './output.ts'
import { buildProgram } from './program.ts'
import { progressLine } from './progress.ts'
import { endOnSignals } from './signals.ts'

/** Runs the command line with the arguments behind the program's name and ends the process with its exit code. */
export async function main(args: readonly string[]): Promise<never> {
  const output = processOutput(args.includes('--json'))
  const progress = progressLine()
  const stop = new AbortController()
  const context: Context = { output, progress, signal: stop.signal }
  endOnSignals(stop, output.note)

  let exit: number = exitCodes.done
  const program = buildProgram(async (command) => {
    exit = await command(context)
  })
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    progress.clear()
    exit = isHelp(error) ? exitCodes.done : await tell(error, context, program)
  }
  if (output.readerGone() && exit !== exitCodes.other) exit = exitCodes.done
  await output.flush().catch(() => undefined)
  process.exit(exit)
}

function isHelp(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0
}

async function tell(error: unknown, { output }: Context, program: Command): Promise<number> {
  const failure = failureOf(error)
  if (process.env['TIEOUT_DEBUG'] === '1' && error instanceof Error) output.note(error.stack ?? '')
  // Half a document cannot be mended by another one behind it.
  if (output.json && !output.hasStarted() && !output.readerGone())
    await output.document({ error: { code: failure.code, message: failure.message } })
  output.note(failure.message)
  if (error instanceof CommanderError) output.note(`${helpOf(program)} shows how it is used.`)
  return failure.exit
}

/** How to ask for the help of the command that was meant. */
function helpOf(program: Command): string {
  const meant = program.commands.find((command) => command.name() === program.args[0])
  return ['tieout', ...(meant ? [meant.name()] : []), '--help'].join(' ')
}
