import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

const loader = join(import.meta.dirname, '../../main/shells/typescript.mjs')
const script = join(import.meta.dirname, 'never-ending.ts')

/** Sends the signals to work that never ends; gives how long it took from the first one, and what was said. */
async function asked(signals: readonly NodeJS.Signals[], patience: number) {
  const child = spawn(process.execPath, ['--import', loader, script, String(patience)], { timeout: 180_000 })
  const said = text(child.stderr)
  await once(child.stdout, 'data')
  const begin = performance.now()
  const ended = once(child, 'exit')
  for (const signal of signals) {
    child.kill(signal)
    // Two that wait together for a process are one.
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const [code] = await ended
  return { code, took: performance.now() - begin, said: await said }
}

test.skipIf(process.platform === 'win32')(
  'work that does not hear a signal is ended: a while after the first one, at once by the second',
  async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const waited = await asked([signal], 600)
      expect([waited.code, waited.said]).toEqual([5, expect.stringContaining('Ended without waiting any longer')])
      expect(waited.took).toBeGreaterThan(500)
      expect(await asked([signal, signal], 60_000)).toMatchObject({ code: 5, said: '' })
    }
  },
)
