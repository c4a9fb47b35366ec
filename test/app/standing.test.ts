import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type App, openApp } from '../../main/app.ts'
import { afterTest } from '../after-test.ts'
import { copyReadyBook } from '../packaging/programs.ts'

const days = [undefined, '2026-05-31', undefined, '2026-06-30', '2026-05-31']

async function sampleBook(): Promise<App> {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-standing-'))
  await copyReadyBook('sample', join(folder, 'book.tieout'))
  const app = await openApp({ book: join(folder, 'book.tieout') })
  afterTest(async () => {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return app
}

async function bridgeOf(app: App, asOf: string | undefined): Promise<string> {
  const { stream } = await app.query('bridge', { asOf })
  const rows = []
  for await (const some of stream) rows.push(...some)
  return JSON.stringify(rows)
}

test('queries of several days that follow one another are each answered for their own', async () => {
  const app = await sampleBook()
  const answers: string[] = []
  for (const day of days) answers.push(await bridgeOf(app, day))
  // Each day differs from the others, and is the same again when its turn comes again.
  expect(new Set(answers).size).toBe(3)
  expect([answers[2], answers[4]]).toEqual([answers[0], answers[1]])
})

test('a query that is asked again after a file has left answers without it', async () => {
  const app = await sampleBook()
  const before = await bridgeOf(app, undefined)
  expect(await bridgeOf(app, undefined)).toBe(before)
  await app.undo(1)
  expect(await bridgeOf(app, undefined)).not.toBe(before)
})
