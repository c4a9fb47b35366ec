import { createInterface } from 'node:readline/promises'
import { cancelled } from '../../../shared/errors.ts'

/** What a person types behind the question; null when there is no terminal to ask on. Error `cancelled` for Ctrl+C. */
export async function ask(question: string, signal: AbortSignal): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  // While a question is open the terminal hands Ctrl+C to it, not to the process.
  terminal.on('SIGINT', () => process.emit('SIGINT'))
  try {
    return (await terminal.question(question, { signal })).trim()
  } catch {
    throw cancelled()
  } finally {
    terminal.close()
  }
}
