import type { Output } from './output.ts'
import type { ProgressLine } from './progress.ts'

/** What every command is given besides its arguments. */
export interface Context {
  readonly output: Output
  readonly progress: ProgressLine
  /** Aborted by Ctrl+C and by a request to end. */
  readonly signal: AbortSignal
}
