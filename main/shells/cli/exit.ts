import { CommanderError } from 'commander'
import { TieoutError, type ErrorCode } from '../../../shared/errors.ts'
import { systemProblem } from '../../../shared/system-problems.ts'

/** What the exit code of the process says; exceptions and failed controls are results, not failures. */
export const exitCodes = { done: 0, other: 1, usage: 2, locked: 3, unreadable: 4, cancelled: 5, source: 6 } as const

const byError: Partial<Record<ErrorCode, number>> = {
  'wrong-usage': exitCodes.usage,
  'book-locked': exitCodes.locked,
  'file-unreadable': exitCodes.unreadable,
  unrecognised: exitCodes.unreadable,
  cancelled: exitCodes.cancelled,
  'sign-in-needed': exitCodes.source,
  'source-failed': exitCodes.source,
}

/** An error as the command line tells it: a code for programs, a sentence for people, a number for the shell. */
export interface Failure {
  readonly code: ErrorCode
  readonly message: string
  readonly exit: number
}

/** Any error that reaches the shell as one sentence. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError)
    return { code: 'wrong-usage', message: usageSentence(error), exit: exitCodes.usage }
  if (error instanceof TieoutError)
    return { code: error.code, message: oneLine(error.message), exit: byError[error.code] ?? exitCodes.other }
  const problem = systemProblem(error)
  if (problem) return failureOf(problem)
  return {
    code: 'internal',
    message: 'Something unexpected happened. TIEOUT_DEBUG=1 shows the details.',
    exit: exitCodes.other,
  }
}

function usageSentence(error: CommanderError): string {
  if (error.code === 'commander.help') return 'Name a command.'
  const [text = '', hint] = error.message.replace(/^error: /, '').split('\n')
  const sentence = text.charAt(0).toUpperCase() + text.slice(1)
  return [/[.?!]$/.test(sentence) ? sentence : `${sentence}.`, ...(hint ? [hint] : [])].join(' ')
}

/** Errors of the database run over many lines, of which the first says what is wrong. */
function oneLine(message: string): string {
  return (message.split('\n', 1)[0] ?? message).trim()
}
