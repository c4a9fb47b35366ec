import { exitCodes } from './exit.ts'

const usualPatience = 30_000

/**
 * Aborts `stop` when the process is asked to end. Asked a second time it ends at once; the book is still whole, its
 * transaction is rolled back. Work that does not hear it must not keep anybody waiting: after `patience` milliseconds the
 * process ends whatever runs, and says so by `note`.
 */
export function endOnSignals(stop: AbortController, note: (text: string) => void, patience = usualPatience): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(exitCodes.cancelled)
      stop.abort()
      setTimeout(() => {
        note('Ended without waiting any longer for what did not stop by itself.')
        process.exit(exitCodes.cancelled)
      }, patience).unref()
    })
}
