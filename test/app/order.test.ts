import fc from 'fast-check'
import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type App, openApp } from '../../main/app.ts'
import { newFolder } from '../import/books.ts'
import { copyReadyBook, sampleBooks } from '../packaging/programs.ts'

const sample = new URL('../../assets/sample', import.meta.url).pathname
const paths = readdirSync(sample)
  .filter((name) => !name.endsWith('.meta.json'))
  .map((name) => join(sample, name))
const answers = [
  'reconciliation',
  'exceptions',
  'controls',
  'uncollected_funds',
  'ageing',
  'roll_forward',
  'settlements',
  'coverage',
  'billed_lines',
  'disbursed_lines',
]

async function rowsOf(app: App, name: string): Promise<string[]> {
  const { stream } = await app.query(name)
  const rows: string[] = []
  // Numbers of deliveries follow the order of the imports and mean nothing outside the book.
  for await (const chunk of stream) rows.push(...chunk.map((row) => JSON.stringify({ ...row, delivery_id: null })))
  return rows.toSorted()
}

async function everything(app: App): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {}
  for (const name of answers) all[name] = await rowsOf(app, name)
  return all
}

/** Imports each group of files as an import of its own, into a new book or into this one, and answers everything. */
async function answerAll(
  groups: string[][],
  book = join(newFolder(), 'order.tieout'),
): Promise<Record<string, string[]>> {
  const app = await openApp({ book })
  try {
    for (const group of groups) await app.import(group)
    return await everything(app)
  } finally {
    await app.close()
  }
}

test('the order of imports, and how files are grouped into them, changes nothing', async () => {
  const ready = join(newFolder(), 'ready.tieout')
  await copyReadyBook('sample', ready)
  const expected = await answerAll([], ready)
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(paths, { minLength: paths.length }),
      fc.integer({ min: 1, max: 9 }),
      async (shuffled, size) => {
        const groups = Array.from({ length: Math.ceil(shuffled.length / size) }, (_, index) =>
          shuffled.slice(index * size, (index + 1) * size),
        )
        expect(await answerAll(groups)).toEqual(expected)
      },
    ),
    { numRuns: Number(process.env['TIEOUT_PROPERTY_RUNS'] ?? 3) },
  )
})

test('importing everything again, and undoing an import, leave every answer as it was', async () => {
  const app = await openApp({ book: join(newFolder(), 'again.tieout') })
  try {
    const half = Math.floor(paths.length / 2)
    await app.import(paths.slice(0, half))
    const before = await everything(app)
    expect((await app.import(paths.slice(0, half))).importId).toBeNull()
    expect(await everything(app)).toEqual(before)
    const { importId } = await app.import(paths.slice(half))
    expect(await everything(app)).not.toEqual(before)
    await app.undo(Number(importId))
    expect(await everything(app)).toEqual(before)
  } finally {
    await app.close()
  }
})

test('lines know their raw text, also out of archives and workbooks', async () => {
  const books = newFolder()
  cpSync(await sampleBooks(), books, { recursive: true })
  const app = await openApp({ book: join(books, 'Sample.tieout'), create: false })
  try {
    for (const name of ['billed_lines', 'disbursed_lines', 'uncollected_lines', 'usage', 'cs2']) {
      const { columns, stream } = await app.query(name, { rawText: true })
      expect(columns.at(-1)?.name).toBe('raw_text')
      let seen = 0
      for await (const chunk of stream)
        for (const row of chunk) {
          seen++
          const key = row['transaction_reference'] ?? row['subscription_id'] ?? row['dimension_key'] ?? null
          if (key !== null) expect(String(row['raw_text'])).toContain(String(key))
        }
      expect(seen).toBeGreaterThan(0)
    }
  } finally {
    await app.close()
  }
})
