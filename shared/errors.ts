/** The closed list of what can go wrong; each code has one meaning in every shell. */
export type ErrorCode =
  | 'wrong-usage'
  | 'book-locked'
  | 'book-damaged'
  | 'not-found'
  | 'file-unreadable'
  | 'unrecognised'
  | 'cancelled'
  | 'target-busy'
  | 'no-book'
  | 'not-allowed'
  | 'sign-in-needed'
  | 'source-failed'
  | 'internal'

/** An error with a sentence for the person, a code for the program, and plain data about the case. */
export class TieoutError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, string | number | null>>

  constructor(code: ErrorCode, message: string, details: Record<string, string | number | null> = {}) {
    super(message)
    this.name = 'TieoutError'
    this.code = code
    this.details = details
  }
}

/** The error that every long step raises once its signal is aborted. */
export function cancelled(): TieoutError {
  return new TieoutError('cancelled', 'Cancelled. The book holds what it held before.')
}

/** Raises `cancelled` when the signal has been aborted; does nothing otherwise. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled()
}
