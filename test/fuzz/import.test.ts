import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import type { FileResult } from '../../main/import/result.ts'
import { newBook, newFolder, unaccounted } from '../import/books.ts'
import { unknownSentences } from '../import/sentences.ts'
import { storedZip } from '../sample/archive.ts'
import { randomFrom } from '../sample/random.ts'
import { type Seed, mutated, shortened } from './mutations.ts'
import { storedWorkbook } from './stored-workbook.ts'

/** How many damaged files are tried, and from which chance on; the marathon raises the first. */
const files = Number(process.env['TIEOUT_FUZZ_FILES'] ?? 200)
const firstChance = Number(process.env['TIEOUT_FUZZ_FROM'] ?? 1)

/** Files of one import, and imports of one book. */
const perImport = 100
const importsPerBook = 5

/**
 * No small file may take longer, in milliseconds of the processor (a machine that does much else makes no file slow), or hold
 * more than this, in bytes: the process with its database.
 */
const longest = 20_000
const largest = 3 * 2 ** 30

test('no damaged file ends an import, loses a line, takes long, or is told in a library’s words', async () => {
  const seeds = await seedsOfEveryKind()
  const unknown = new Map<string, string>()
  let peak = 0
  for (let done = 0; done < files;) {
    const book = await newBook()
    for (let count = 0; count < importsPerBook && done < files; count++) {
      const folder = newFolder()
      const paths: string[] = []
      for (; paths.length < perImport && done < files; done++) {
        const random = randomFrom(firstChance + done)
        const { name, bytes } = mutated(random.pick(seeds), random)
        paths.push(join(folder, `${firstChance + done}-${name}`))
        writeFileSync(paths.at(-1) ?? '', bytes)
      }
      const begun: [string, number][] = []
      const { files: results } = await book.import(paths, {
        keepFiles: false,
        onProgress: ({ file = '' }) => {
          if (begun.at(-1)?.[0] !== file) begun.push([file, processorTime()])
          peak = Math.max(peak, process.memoryUsage.rss())
        },
      })
      begun.push(['', processorTime()])
      for (const [index, [file, time]] of begun.slice(0, -1).entries())
        expect((begun[index + 1]?.[1] ?? time) - time, `time of ${file}`).toBeLessThan(longest)
      for (const path of paths)
        expect(
          results.some((result) => result.path.startsWith(path)),
          path,
        ).toBe(true)
      for (const result of results) {
        expect(unaccounted(result), result.path).toBe(0)
        for (const sentence of unknownSentences(textsOf(result))) unknown.set(sentence, basename(result.path))
      }
      const [kept] = await book.rows(`
        with latest as (from files where import_id = (select max(import_id) from files))
        select
          (select coalesce(sum(rows), 0) from blocks where file_id in (select file_id from latest))
            + (select coalesce(sum(rows_kept), 0) from latest where status = 'replaced') as rows`)
      const told = results.filter(({ status }) => status === 'imported').reduce((sum, one) => sum + one.rows_kept, 0)
      if (told > 0) expect(Number(kept?.['rows'])).toBe(told)
      rmSync(folder, { recursive: true, force: true })
    }
    await book.book.close()
  }
  expect(Object.fromEntries(unknown)).toEqual({})
  expect(peak).toBeLessThan(largest)
}, 36_000_000)

function processorTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function textsOf({ reason, warnings, refusals, sections }: FileResult): string[] {
  return [
    ...(reason === null ? [] : [reason]),
    ...warnings,
    ...refusals.map((refusal) => refusal.reason),
    ...sections.map(({ because }) => because),
  ]
}

async function seedsOfEveryKind(): Promise<Seed[]> {
  const read = (folder: string): Seed[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.json'))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name)
        const feed = /([a-z]+feed)/.exec(path)?.[1]
        return shortened({ name: feed ? `${feed}.csv` : entry.name, bytes: readFileSync(path) })
      })
  const samples = [...read('assets/sample'), ...read('assets/sample-feeds')].filter(
    ({ bytes }) => bytes.length < 30_000,
  )
  const table = samples.find(({ name }) => name.startsWith('Billed_revenue'))
  if (!table) throw new Error('The sample has no export of billed revenue.')
  const workbook = await storedWorkbook(table)
  return [
    ...samples,
    // Kinds with few samples come up as often as the others.
    ...Array.from({ length: 6 }, () => workbook),
    ...Array.from({ length: 3 }, () => ({
      name: 'reports.zip',
      bytes: storedZip(samples.slice(0, 3).map(({ name, bytes }) => ({ path: name, bytes }))),
    })),
    ...(await parquetSeeds(table)),
  ]
}

/** The same table as Parquet, as those keep it who query their feeds. */
async function parquetSeeds({ bytes }: Seed): Promise<Seed[]> {
  const folder = newFolder()
  const from = join(folder, 'table.csv')
  writeFileSync(from, bytes)
  const { rows } = await newBook()
  const to = join(folder, 'table.parquet')
  await rows(`copy (select * from read_csv('${from}', all_varchar = true)) to '${to}' (format parquet)`)
  const seed = { name: 'part-0.parquet', bytes: readFileSync(to) }
  return [seed, seed, seed]
}
