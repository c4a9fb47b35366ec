import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sections } from '../../shared/reports/catalogue.ts'
import { openBook } from '../../main/database/open.ts'
import { reconcile } from '../../main/reconcile/reconcile.ts'
import { type TestBook, newBook, newFolder } from '../import/books.ts'
import { event, feedCsv } from '../import/feed-files.ts'
import { copyReadyBook } from '../packaging/programs.ts'
import { type Client, billedReport, finished, start } from '../service/services.ts'
import { type DraftSection, otherProgram } from './other-program.ts'

/** Every word of the SQL files: a column that is none of them is read by nothing but its data set. */
const words = new Set(
  readdirSync('main', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql'))
    .flatMap((name) => readFileSync(join('main', name), 'utf8').match(/\w+/g) ?? []),
)

/** The catalogue without some sections, and without the first column of each other that only its data set reads. */
function smaller(catalogue: DraftSection[]): DraftSection[] {
  return catalogue
    .filter(({ id }) => !['br4', 'db5'].includes(id))
    .map((section) => {
      const needed = new Set([...section.required, ...(section.feed?.filled ?? [])])
      const dropped = section.columns.find(({ name }) => !words.has(name) && !needed.has(name))?.name
      return {
        ...section,
        columns: section.columns.filter(({ name }) => name !== dropped),
        layouts: section.layouts.map((layout) => layout.filter((name) => name !== dropped)),
      }
    })
}

/** The catalogue as a later version may have it: a section more, and in front of every section's columns another. */
function larger(catalogue: DraftSection[]): DraftSection[] {
  const wider = catalogue.map((section) => ({
    ...section,
    columns: [{ name: 'future_note', label: 'Future Note', type: 'text' }, ...section.columns],
  }))
  const model = wider.find(({ id }) => id === 'br4')
  if (!model) return wider
  const columns = [{ name: 'moon_phase', label: 'Moon Phase', type: 'text' }, ...model.columns.slice(0, 3)]
  return [...wider, { ...model, id: 'moon', required: ['moon_phase'], layouts: [], columns }]
}

type Lines = Record<string, string | number | boolean | null>[]

async function linesOf(client: Client, name: string): Promise<Lines> {
  let text = ''
  for await (const piece of await client.queries.text({ name, format: 'json' })) text += piece
  return JSON.parse(text) as Lines
}

const zipCodes = (lines: Lines): unknown[] => lines.map(({ zip_code: code }) => code)
const header =
  'ZIP Code,Future Note,Partner Revenue Amount,Currency,Transaction Reference ID,Product Title,Product Code'

test('a book of a smaller catalogue opens with a backup, answers every query, takes the new columns in and lets them go', async () => {
  const { client, at, file } = await start()
  const path = at('a.tieout')
  const former = otherProgram(smaller)
  const [, , answer = ''] = await former(
    ['import', file('one_2022-08-15.csv', billedReport([['T1', '97.00']])), '--book', path],
    ['import', file('data.csv', feedCsv('billing_event_feed', [event()])), '--book', path],
    ['query', 'reconciliation', '--format', 'json', '--book', path],
  )
  const reconciliation = JSON.parse(answer) as Lines
  expect(reconciliation).toHaveLength(2)

  await client.books.open({ path })
  expect(await client.books.backups({ path })).toMatchObject([{ reason: 'before new columns' }])
  expect(await linesOf(client, 'reconciliation')).toEqual(reconciliation)
  for (const { name } of await client.queries.list()) await client.queries.page({ name, offset: 0, limit: 5 })
  expect(zipCodes(await linesOf(client, 'br1'))).toEqual([null])

  const second = file('two_2022-09-15.csv', `${header}\n02134,x,5.00,USD,T2,Anchor,p1\n`)
  const { result } = await finished(client.imports.run({ paths: [second] }))
  expect(result.files).toMatchObject([{ status: 'imported', rows_kept: 1 }])
  expect(zipCodes(await linesOf(client, 'br1'))).toEqual([null, '02134'])
  expect(await linesOf(client, 'reconciliation')).toHaveLength(3)
  await client.imports.undo({ importId: 3 })
  expect(zipCodes(await linesOf(client, 'br1'))).toEqual([null])
  await finished(client.imports.redo())
  expect(zipCodes(await linesOf(client, 'br1'))).toEqual([null, '02134'])

  const backups = (await client.books.backups({ path })).length
  await client.books.close()
  await client.books.open({ path })
  expect((await client.books.backups({ path })).length).toBe(backups)
})

test('a book of a larger catalogue keeps what only that one knows', async () => {
  const { client, at, file } = await start()
  const path = at('a.tieout')
  const later = otherProgram(larger)
  const first = file('one_2022-08-15.csv', `${header}\n02134,kept,5.00,USD,T1,Anchor,p1\n`)
  await later(['import', first, '--book', path])

  await client.books.open({ path })
  expect(await client.books.backups({ path })).toEqual([])
  const second = file('two_2022-09-15.csv', `${header}\n10001,unknown here,7.00,USD,T2,Anchor,p1\n`)
  await finished(client.imports.run({ paths: [second] }))
  expect(zipCodes(await linesOf(client, 'br1'))).toEqual(['02134', '10001'])
  expect((await linesOf(client, 'reconciliation')).map(({ billed_net: net }) => net)).toEqual(['5.00', '7.00'])
  await client.books.close()

  const [answer = ''] = await later(['query', 'br1', '--format', 'json', '--book', path])
  const lines = JSON.parse(answer) as Lines
  expect(lines.map(({ future_note: note, extra }) => [note, extra])).toEqual([
    ['kept', null],
    [null, '{"Future Note":"unknown here"}'],
  ])
})

test('a book with rows that this catalogue cannot read is refused by name, and left alone', async () => {
  const { client, at, file } = await start()
  const path = at('a.tieout')
  await otherProgram(larger)(['import', file('moon.csv', 'Moon Phase,Customer Country\nfull,DE\n'), '--book', path])
  const bytes = readFileSync(path)
  await expect(client.books.open({ path })).rejects.toMatchObject({
    code: 'book-damaged',
    message: expect.stringMatching(/another version of Tieout.* rows of moon\b/) as string,
  })
  expect(readFileSync(path).equals(bytes)).toBe(true)

  const other = at('b.tieout')
  const book = await openBook(other)
  await book.write((connection) => connection.run('alter table dis1 alter column net_amount type varchar'))
  await book.close()
  await expect(client.books.open({ path: other })).rejects.toThrow(/net_amount of dis1 is varchar, not decimal/)
})

test('a book whose columns stand in another order gives the same answers', async () => {
  const path = join(newFolder(), 'a.tieout')
  const former = await openBook(path)
  await former.write(async (connection) => {
    for (const { id, columns } of sections)
      await connection.run(`alter table "${id}" drop column "${columns[Math.floor(columns.length / 2)]?.name}"`)
    await connection.run('drop table usage')
  })
  await former.close()
  const answers = async (made: TestBook): Promise<unknown> => {
    const contents = sections.map(({ id, columns }) => {
      const names = columns.map(({ name }) => `"${name}"`).join(', ')
      return `select '${id}' as name, count(*) as rows, bit_xor(hash(file_id, line, extra, ${names})) as content from "${id}"`
    })
    return [
      await made.rows(contents.join(' union all ')),
      await made.rows('select * from reconciliation order by all'),
      await made.rows('select * from exceptions order by all'),
    ]
  }
  const rearranged = await newBook(path)
  await rearranged.import(['assets/sample', 'assets/sample-feeds'])
  await rearranged.book.write((connection) => reconcile(connection))
  const usual = join(newFolder(), 'b.tieout')
  await copyReadyBook('both-samples', usual)
  expect(await answers(rearranged)).toEqual(await answers(await newBook(usual)))
})
