import { DuckDBConnection } from '@duckdb/node-api'
import fc from 'fast-check'
import { statSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { sectionById } from '../../shared/reports/catalogue.ts'
import { importText, newBook, newFolder, write } from './books.ts'
import { event, feedCsv, feedPath } from './feed-files.ts'

/** How often the property is tried; the marathon raises it. */
const runs = Number(process.env['TIEOUT_PROPERTY_RUNS'] ?? 20) / 5

interface File {
  readonly name: string
  readonly text: string
}

const odd: Readonly<Record<string, readonly string[]>> = {
  money: ['1,234.50', '(5.00)', '1,234', '1.234', 'abc', '1.1234567', '', ' 7.00', '€5.00'],
  decimal: ['1.000', '1,5'],
  account: ['12345678901', '1234-5678-9012', '0', 'x'],
  date: ['2022-08-15', '15/08/2022', '9999-01-01', '1815-01-01', 'never'],
  datetime: ['2022-08-15', '15/08/2022', '9999-01-01', '1815-01-01', 'never'],
  id: ['', 'k1', '1.23E+15', '="k12345678901"', 'n/a', '781,216,640', 'kö12345678901', 'a word', 'k12345678901...'],
  text: ['', 'NULL', 'NOT AVAILABLE', "'=x", 'Total', ' blank ', '#REF!', 'a "quoted", one', 'two\nlines'],
}

/** Cells that are read as they stand. */
function plainRow(id: string, number: number): string[] {
  return sectionById(id).columns.map(({ type, role }) => {
    if (role === 'currency') return 'USD'
    if (type === 'account') return String(number).padStart(12, '0')
    if (type === 'money') return `${number}.25`
    if (type === 'id') return `k${String(number).padStart(14, '0')}`
    return type === 'text' ? 'Anchor' : ''
  })
}

/** Cells that are read as they stand, and now and then one that is not. */
const table = (id: string, often = 12, maxLength = 6): fc.Arbitrary<string[][]> => {
  const { columns } = sectionById(id)
  const row = fc
    .record({
      number: fc.integer({ min: 0, max: 999_999 }),
      strange: fc.oneof(
        { weight: often, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.tuple(fc.nat({ max: columns.length - 1 }), fc.nat()) },
      ),
    })
    .map(({ number, strange }) =>
      plainRow(id, number).map((cell, index) => {
        const words = odd[columns[index]?.type ?? '']
        return strange?.[0] === index && words ? (words[strange[1] % words.length] ?? '') : cell
      }),
    )
  return fc.array(row, { maxLength })
}

const csv = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','))
    .join('\n')

const report = (id: string): fc.Arbitrary<Omit<File, 'name'>> =>
  fc
    .record({
      rows: table(id),
      above: fc.constantFrom(null, null, 'A note to the reader', ''),
      below: fc.constantFrom(null, null, null, 'End of report', 'Total', 'a,b'),
      extra: fc.boolean(),
      isTwice: fc.constantFrom(false, false, false, true),
    })
    .map(({ rows, above, below, extra, isTwice }) => {
      const labels = [...sectionById(id).columns.map(({ label }) => label), ...(extra ? ['Of our own'] : [])]
      const cells = rows.map((row) => (extra ? [...row, 'own'] : row))
      const text = csv([labels, ...cells, ...(isTwice ? cells : [])])
      return { text: [above, text, below].filter((part) => part !== null).join('\n') }
    })

const feed = fc
  .record({
    rows: fc.nat({ max: 3 }),
    month: fc.constantFrom('2026-05', '2026-06', '2026-07'),
    folder: fc.nat({ max: 1 }),
  })
  .map(({ rows, month, folder }): File => {
    const events = Array.from({ length: rows }, (_, at) => event({ billing_event_id: `event-${month}-${at}` }))
    return {
      name: `${folder}/${feedPath('billing_event_feed', month)}`,
      text: feedCsv('billing_event_feed', events),
    }
  })

const file = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('dis1', 'br1', 'dis2').chain(report) },
  { weight: 1, arbitrary: fc.constant({ text: 'no,report\n1,2' }) },
)

test('files that are written together give the same rows, lines, refusals and warnings as one by one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { minLength: 6, maxLength: 14 }),
      fc.array(feed, { maxLength: 4 }),
      fc.integer({ min: 2, max: 20 }),
      async (reports, feeds, together) => {
        const folder = newFolder()
        for (const [at, { text }] of reports.entries()) write(folder, `report-${String(at).padStart(2, '0')}.csv`, text)
        write(folder, 'report-99.csv', reports[0]?.text ?? '')
        for (const { name, text } of feeds) write(folder, name, text)
        const [one, many] = [await newBook(), await newBook()]
        const alone = await one.import([folder], { together: 1, keepFiles: false })
        expect(await many.import([folder], { together, keepFiles: false })).toEqual(alone)
        for (const table of [
          'files',
          'blocks',
          'other_lines',
          'refused_rows',
          'copied_lines',
          'dis1',
          'br1',
          'dis2',
          'billing_event_feed',
        ]) {
          const all = `from ${table} order by all`
          expect(await many.rows(all)).toEqual(await one.rows(all))
        }
      },
    ),
    { numRuns: runs, endOnFailure: true },
  )
})

/** What is put into a text somewhere: at the end of a line, where most of it is read as a cell more or as none, or anywhere. */
const blemish = fc.record({
  text: fc.oneof(
    fc.constantFrom('"', '""', '"a"', ',', ',-', ',null', ',"Not available"', ',x', ';', ' ', '\u00a0', 'ä', '\u2003'),
    fc.constantFrom('\n', '\n\n', '\r', '\r\n', '\t', '\0', '\x1a', '\x7f', '\nTotal,,,5.00\n', '\n,,,\n', '\n"1",2\n'),
    fc.constantFrom('\uFEFF', '\na,b\n'),
  ),
  place: fc.nat(),
  isAtEnd: fc.boolean(),
})

function blemished(
  text: string,
  { text: added, place, isAtEnd }: { text: string; place: number; isAtEnd: boolean },
): string {
  const ends = [...text.matchAll(/\n|$/g)].map(({ index }) => index)
  const at = isAtEnd ? (ends[place % ends.length] ?? 0) : place % (text.length + 1)
  return text.slice(0, at) + added + text.slice(at)
}

const lines = fc
  .constantFrom('dis1', 'br1', 'dis2')
  .chain((id) => table(id, 30, 8).map((cells) => ({ id, cells })))
  .chain(({ id, cells }) =>
    fc.record({
      id: fc.constant(id),
      cells: fc.constant(cells),
      delimiter: fc.constantFrom(',', ',', ';', '\t', '|'),
      above: fc.constantFrom('', '', '', '\uFEFF', 'A note to the reader\n', '\n', '"a\nb"\n'),
      isQuoted: fc.boolean(),
      hasEnd: fc.boolean(),
      blemishes: fc.array(blemish, { maxLength: 2 }),
    }),
  )
  .map(({ id, cells, delimiter, above, isQuoted, hasEnd, blemishes }) => {
    const rows = [sectionById(id).columns.map(({ label }) => label), ...cells]
    const cell = (text: string): string =>
      isQuoted || text.includes(delimiter) || /["\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
    const text = rows.map((row) => row.map(cell).join(delimiter)).join('\n')
    return blemishes.reduce(blemished, `${above}${text}${hasEnd ? '\n' : ''}`)
  })

test('a file that is read by its lines gives the same rows, lines, refusals and warnings as one that is cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(lines, { minLength: 5, maxLength: 8 }), async (texts) => {
      const folder = newFolder()
      for (const [at, text] of texts.entries()) write(folder, `report-${String(at).padStart(2, '0')}.csv`, text)
      const [one, other] = [await newBook(), await newBook()]
      const cut = await one.import([folder], { linesFrom: Infinity, together: 1, keepFiles: false })
      expect(await other.import([folder], { linesFrom: 0, keepFiles: false })).toEqual(cut)
      for (const table of ['files', 'blocks', 'other_lines', 'refused_rows', 'copied_lines', 'dis1', 'br1', 'dis2']) {
        const all = `from ${table} order by all`
        expect(await other.rows(all)).toEqual(await one.rows(all))
      }
    }),
    { numRuns: runs, endOnFailure: true },
  )
})

test('a plain file is staged as it lies there, with the lines of its rows', async () => {
  const header = sectionById('dis1').columns.map(({ label }) => label)
  const rows = [3, 4, 5].map((number) => plainRow('dis1', number))
  const path = write(newFolder(), 'report.csv', `Monthly report\n${csv([header, ...rows])}\n`)
  const book = await newBook()
  const statements = vi.spyOn(DuckDBConnection.prototype, 'run')
  try {
    const read: number[] = []
    await book.import([path], {
      linesFrom: 0,
      keepFiles: false,
      onProgress: ({ step, done, file }) => {
        if (step === 'Reading' && file === path) read.push(done)
      },
    })
    // As far as the end, but for the header above the lines.
    expect(read.at(-1)).toBeGreaterThan(statSync(path).size / 2)
    expect(statements.mock.calls.map(([, values]) => (values as { path?: string } | undefined)?.path)).toContain(path)
  } finally {
    statements.mockRestore()
  }
  expect((await book.rows('select line from dis1 order by line')).map(({ line }) => line)).toEqual([3, 4, 5])
})

test('a few rows that need care are read among many plain ones as they are among few', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('dis1', 'br1', 'billed_revenue', 'collections_and_disbursements'),
      fc.gen(),
      async (id, draw) => {
        const strange = draw(table, id, 1, 12)
        const plain = (count: number): string[][] =>
          Array.from({ length: count }, (_, at) => plainRow(id, 900_000 + at))
        const labels = sectionById(id).columns.map(({ label }) => label)
        const answer = async (count: number): Promise<unknown[]> => {
          const { file, rows } = await importText(`${csv([labels, ...strange, ...plain(count)])}\n`, 'report.csv')
          return [
            file.rows_kept - count,
            file.refusals,
            file.warnings,
            await rows(`from "${id}" where line <= ${strange.length * 2 + 1} order by line`),
            await rows(`select notes from blocks`),
            await rows(`select line, reason from refused_rows order by line`),
          ]
        }
        expect(await answer(2500)).toEqual(await answer(200))
      },
    ),
    { numRuns: runs, endOnFailure: true },
  )
})

test('small files with one header take hardly more statements than one', async () => {
  const header = sectionById('dis1').columns.map(({ label }) => label)
  const folder = newFolder()
  for (let at = 0; at < 60; at++) {
    write(folder, `report-${at}.csv`, csv([header, plainRow('dis1', at)]))
  }
  const book = await newBook()
  const statements = vi.spyOn(DuckDBConnection.prototype, 'run')
  try {
    const { files } = await book.import([folder], { keepFiles: false })
    expect(files.map(({ rows_kept: rows }) => rows)).toEqual(Array.from({ length: 60 }, () => 1))
    expect(statements.mock.calls.length).toBeLessThan(40)
  } finally {
    statements.mockRestore()
  }
})
