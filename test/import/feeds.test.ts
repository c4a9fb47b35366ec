import { relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { matchHeader } from '../../main/import/structure/headers.ts'
import { redoImport, undoImport, previewUndo } from '../../main/import/kept/undo.ts'
import type { SetAside } from '../../main/import/kept/undo.ts'
import { sections } from '../../shared/reports/catalogue.ts'
import { type TestBook, newBook, newFolder, unaccounted, write } from './books.ts'
import { type FeedCells, event, feedCsv, feedPath } from './feed-files.ts'

const feeds = sections.filter(({ cadence }) => cadence === 'feed')
const events = 'billing_event_feed'
const may = feedPath(events, '2026-05')

/** Ids, lines and amounts of the events that the book holds. */
function held(book: TestBook): Promise<unknown[]> {
  return book.rows(`select billing_event_id as id, amount::varchar as amount, line from ${events} order by all`)
}

async function undo(book: TestBook, importId: number, aside?: SetAside[]): Promise<void> {
  await undoImport(book.book, importId, aside ? { aside } : {})
}

test('there are fourteen feeds, each recognised by any header that it has had', () => {
  expect(feeds).toHaveLength(14)
  for (const { id, layouts } of feeds)
    for (const layout of [...layouts, ...layouts.map((names) => names.toReversed())]) {
      const finding = matchHeader(layout)
      expect({ id, layout, found: finding.kind === 'match' ? finding.match.section.id : finding.kind }).toEqual({
        id,
        layout,
        found: id,
      })
    }
})

test('columns that came later stand beside files that do not have them', async () => {
  const book = await newBook()
  const folder = newFolder()
  const old = feeds.find(({ id }) => id === events)?.layouts.find(({ length }) => length === 25)
  write(folder, feedPath(events, '2022-03'), feedCsv(events, [event({ billing_event_id: 'old' })], old))
  write(folder, may, feedCsv(events, [event({ billing_event_id: 'new', agreement_id: 'agmt-1' })]))
  const { files } = await book.import([folder])
  expect(files.map(({ status, sections: [section], warnings }) => [status, section?.section, warnings])).toEqual([
    ['imported', events, []],
    ['imported', events, []],
  ])
  expect(await book.rows(`select billing_event_id as id, agreement_id from ${events} order by all`)).toEqual([
    { id: 'new', agreement_id: 'agmt-1' },
    { id: 'old', agreement_id: null },
  ])
  expect(await book.rows(`select feed_month::varchar as month from files order by all`)).toEqual([
    { month: '2022-03-01' },
    { month: '2026-05-01' },
  ])
})

test('months with nothing but a header are files of their own, whose bytes are the same', async () => {
  const book = await newBook()
  const folder = newFolder()
  write(folder, feedPath('product_feed', '2010-01'), feedCsv('product_feed', []))
  write(folder, feedPath('product_feed', '2026-04'), feedCsv('product_feed', []))
  write(folder, feedPath('product_feed', '2026-05'), feedCsv('product_feed', []))
  const { files } = await book.import([folder])
  expect(files.map(({ status, replaces }) => `${status} ${replaces}`)).toEqual(Array(3).fill('imported null'))
  expect((await book.import([folder])).importId).toBeNull()
  expect(await book.rows('select count(*)::integer as files from files')).toEqual([{ files: 3 }])
})

test('a file that grew takes the place of its former version', async () => {
  const book = await newBook()
  const folder = newFolder()
  const first = [event(), event({ billing_event_id: 'event-2' })]
  await book.import([write(folder, may, feedCsv(events, first))])
  const more = [...first, event({ billing_event_id: 'event-3' })]
  const { files, importId } = await book.import([write(folder, may, feedCsv(events, more))])
  expect(files[0]).toMatchObject({ status: 'imported', rows_kept: 3, warnings: [] })
  expect(files[0]?.replaces).toMatch(/^It grew: 1 row came to the 2 rows of .*data\.csv\.$/)
  expect(
    await book.rows(`select count(*)::integer as n, count(distinct file_id)::integer as f from ${events}`),
  ).toEqual([{ n: 3, f: 1 }])
  expect(await book.rows(`select status, replaced_by from files order by file_id`)).toEqual([
    { status: 'replaced', replaced_by: 2 },
    { status: 'imported', replaced_by: null },
  ])
  // The former version does not come back by being imported again.
  const again = await book.import([write(newFolder(), may, feedCsv(events, first))])
  expect(again).toMatchObject({ importId: null, files: [{ status: 'already-imported' }] })
  expect(again.files[0]?.reason).toContain('a newer version of the month took its place')
  expect(importId).toBe(2)
})

test('the versions of a month end in the same rows in whatever order they come', async () => {
  const rows = [1, 2, 3, 4].map((number) => event({ billing_event_id: `event-${number}` }))
  const versions = [1, 2, 3, 4].map((count) => feedCsv(events, rows.slice(0, count)))
  for (const order of [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 0, 3, 1],
  ]) {
    const book = await newBook()
    for (const index of order) await book.import([write(newFolder(), may, versions[index] ?? '')])
    expect(await held(book)).toEqual(
      rows.map((row, index) => ({ id: row['billing_event_id'], amount: '100.000000', line: index + 2 })),
    )
  }
})

test('a file that grew is known by its beginning, wherever it lies', async () => {
  const book = await newBook()
  await book.import([write(newFolder(), 'download.csv', feedCsv(events, [event()]))])
  const { files } = await book.import([
    write(newFolder(), 'download (1).csv', feedCsv(events, [event(), event({ billing_event_id: 'event-2' })])),
  ])
  expect(files[0]?.replaces).toContain('It grew: 1 row came to the 1 row of')
  expect(await held(book)).toHaveLength(2)
  // And so is one that the book has all of.
  const less = feedCsv(events, [event({ billing_event_id: 'event-2' })])
  expect(await book.import([write(newFolder(), 'part.csv', less)])).toMatchObject({ importId: null })
})

test('two months under one name are two files', async () => {
  const book = await newBook()
  const april = feedCsv(events, [event({ billing_event_id: 'april' })])
  await book.import([write(newFolder(), 'data.csv', april)])
  await book.import([write(newFolder(), 'data.csv', feedCsv(events, [event({ billing_event_id: 'may' })]))])
  expect(await held(book)).toHaveLength(2)
})

test.each([
  ['the same path', (path: string) => path],
  ['another spelling of the path', (path: string) => relative(process.cwd(), path)],
])('a file that was rewritten says what changed: by %s', async (_, spelled) => {
  const book = await newBook()
  const folder = newFolder()
  const first = [1, 2, 3].map((number) => event({ billing_event_id: `event-${number}` }))
  await book.import([write(folder, may, feedCsv(events, first))])
  const next = [
    event({ billing_event_id: 'event-1', amount: '90.00' }),
    event({ billing_event_id: 'event-3' }),
    event({ billing_event_id: 'event-4', update_date: '2026-05-12T00:00:00Z' }),
    event({ billing_event_id: 'event-5', update_date: '2026-05-12T00:00:00Z' }),
  ]
  const { files } = await book.import([spelled(write(folder, may, feedCsv(events, next)))])
  expect(files[0]?.replaces).toMatch(/2 rows new, 1 row gone, 1 row changed \(first: event-1\)\.$/)
  expect(files[0]?.warnings).toEqual([files[0]?.replaces])
  expect(await held(book)).toHaveLength(4)
})

test('a version with a line that is refused loses that line to no other', async () => {
  const book = await newBook()
  const folder = newFolder()
  const [one, two] = [1, 2].map((number) => event({ billing_event_id: `event-${number}` }))
  await book.import([write(folder, may, feedCsv(events, [one ?? {}, two ?? {}]))])
  const bad = event({ billing_event_id: 'event-3', amount: '1O0.00' })
  const { files } = await book.import([write(folder, may, feedCsv(events, [two ?? {}, one ?? {}, bad]))])
  expect(files[0]).toMatchObject({ status: 'imported', rows_kept: 2, refused_rows: 1 })
  expect(files[0]?.replaces).toMatch(/0 rows new, 0 rows gone, 0 rows changed, 1 row refused\.$/)
  expect(await book.rows('select raw_text from refused_rows')).toEqual([
    { raw_text: expect.stringContaining('1O0.00') },
  ])
  expect(await held(book)).toHaveLength(2)
})

test('an amount that is larger than any of a report is refused in its row, and stops nothing else', async () => {
  const book = await newBook()
  const folder = newFolder()
  const tooLarge = event({ billing_event_id: 'large', amount: '1234567890123' })
  const fine = event({ billing_event_id: 'fine', amount: '0.1234567891' })
  const agreement = {
    agreement_id: 'agmt-1',
    estimated_agreement_value: '1234567890123',
    valid_from: '2026-05-10T00:00:00Z',
    update_date: '2026-05-11T00:00:00Z',
  }
  const { files } = await book.import([
    write(folder, feedPath(events, '2026-04'), feedCsv(events, [event(), tooLarge])),
    write(folder, feedPath(events, '2026-05'), feedCsv(events, [event({ billing_event_id: 'may' }), tooLarge, fine])),
    write(folder, feedPath('agreement_feed', '2026-05'), feedCsv('agreement_feed', [agreement])),
  ])
  expect(files.map(({ status, rows_kept: kept, refused_rows: refused }) => [status, kept, refused])).toEqual([
    ['imported', 1, 1],
    ['imported', 2, 1],
    ['imported', 0, 1],
  ])
  for (const { refusals } of files) expect(refusals[0]?.reason).toContain('is larger than any amount of a report')
})

test('files of one month that lie in different places lose nothing to each other', async () => {
  const rows = [1, 2, 3, 4].map((number) => event({ billing_event_id: `event-${number}` }))
  const one = feedCsv(events, rows.slice(0, 3))
  const other = feedCsv(events, rows.slice(2).toReversed())
  for (const versions of [
    [one, other],
    [other, one],
  ]) {
    const book = await newBook()
    const results = []
    for (const version of versions) results.push(await book.import([write(newFolder(), may, version)]))
    expect(results[1]?.files[0]).toMatchObject({ status: 'imported', replaces: null })
    expect(results[1]?.files[0]?.warnings.join()).toContain('It shares 1 row with')
    expect(new Set((await held(book)).map((row) => (row as { id: string }).id)).size).toBe(4)
  }
})

test('an undo brings back a file whose rows stand elsewhere too', async () => {
  const book = await newBook()
  const rows = [1, 2, 3, 4].map((number) => event({ billing_event_id: `event-${number}` }))
  await book.import([write(newFolder(), 'a.csv', feedCsv(events, rows.slice(0, 2)))])
  const first = await held(book)
  await book.import([write(newFolder(), 'b.csv', feedCsv(events, rows.slice(0, 3)))])
  await book.import([write(newFolder(), 'c.csv', feedCsv(events, rows.toReversed()))])
  await undo(book, 2)
  await undo(book, 3)
  expect(await held(book)).toEqual(first)
})

test('a month that is empty all of a sudden loses nothing', async () => {
  const book = await newBook()
  await book.import([write(newFolder(), may, feedCsv(events, [event()]))])
  const { files } = await book.import([write(newFolder(), may, feedCsv(events, []))])
  expect(files[0]?.warnings.join()).toContain('It has no rows; the 1 row of')
  expect(await held(book)).toHaveLength(1)
})

test('an undo brings the former version back, and a redo takes it out again', async () => {
  const book = await newBook()
  const rows = [1, 2, 3].map((number) => event({ billing_event_id: `event-${number}` }))
  const versions = [1, 2, 3].map((count) => feedCsv(events, rows.slice(0, count)))
  const states = [await held(book)]
  for (const version of versions) {
    await book.import([write(newFolder(), may, version)])
    states.push(await held(book))
  }
  const connection = await book.book.connect()
  expect(await previewUndo(connection, 3)).toMatchObject({ rows: 3, returning: [{ rows: 2 }] })
  connection.close()
  const aside: SetAside[] = []
  await undo(book, 3, aside)
  expect(await held(book)).toEqual(states[2])
  await redoImport(book.book, { aside })
  expect(await held(book)).toEqual(states[3])
  // One from the middle leaves nothing behind, and the first comes back when the last goes.
  await undo(book, 2)
  expect(await held(book)).toEqual(states[3])
  await undo(book, 3)
  expect(await held(book)).toEqual(states[1])
  await undo(book, 1)
  expect(await held(book)).toEqual(states[0])
})

describe('the month of a file', () => {
  const rows = [1, 2, 3].map((number) => event({ billing_event_id: `event-${number}` }))
  const [one, two, three] = [1, 2, 3].map((count) => feedCsv(events, rows.slice(0, count)))
  const monthsOf = async (book: TestBook): Promise<unknown[]> => {
    const files = await book.rows(
      `select feed_month::varchar as month from files where status = 'imported' order by file_id`,
    )
    return files.map(({ month }) => month)
  }

  test('that a copy showed comes back with it when a newer version is undone', async () => {
    const book = await newBook()
    await book.import([write(newFolder(), 'data.csv', one ?? '')])
    await book.import([write(newFolder(), may, one ?? '')])
    expect(await monthsOf(book)).toEqual(['2026-05-01'])
    await book.import([write(newFolder(), may, two ?? '')])
    await undo(book, 2)
    expect(await monthsOf(book)).toEqual(['2026-05-01'])
  })

  test('is that of a newer version under another name', async () => {
    const book = await newBook()
    await book.import([write(newFolder(), may, one ?? '')])
    await book.import([write(newFolder(), 'data.csv', two ?? '')])
    expect(await monthsOf(book)).toEqual(['2026-05-01'])
  })

  test('comes with an original that has the same rows, and not with one that has fewer', async () => {
    const book = await newBook()
    await book.import([write(newFolder(), 'data.csv', `${three}\n`)])
    expect((await book.import([write(newFolder(), may, two ?? '')])).importId).toBeNull()
    expect(await monthsOf(book)).toEqual([null])
    expect((await book.import([write(newFolder(), may, three ?? '')])).importId).toBeNull()
    expect(await monthsOf(book)).toEqual(['2026-05-01'])
  })

  test('stays with a beginning of it that is imported again, so that no other month is taken for it', async () => {
    const book = await newBook()
    const june = feedPath(events, '2026-06')
    const empty = feedCsv(events, [])
    await book.import([write(newFolder(), may, empty)])
    await book.import([write(newFolder(), may, one ?? '')])
    expect((await book.import([write(newFolder(), may, empty)])).files[0]?.status).toBe('already-imported')
    expect((await book.import([write(newFolder(), june, empty)])).files[0]?.status).toBe('imported')
    expect(await monthsOf(book)).toEqual(['2026-05-01', '2026-06-01'])
  })
})

const bad: readonly [string, FeedCells, string][] = [
  ['an amount that is no number', event({ amount: '1O0.00' }), 'amount: "1O0.00" is not a number.'],
  ['no amount', event({ amount: '' }), 'amount: the cell is empty.'],
  [
    'an impossible date',
    event({ invoice_date: '2026-02-30T00:00:00Z' }),
    'invoice_date: "2026-02-30T00:00:00Z" is not a date.',
  ],
  ['no key', event({ billing_event_id: '' }), 'billing_event_id: the cell is empty.'],
  [
    'eleven decimals',
    event({ amount: '0.12345678901' }),
    'amount: "0.12345678901" has more decimals than can be kept exactly.',
  ],
]

test.each(bad)('%s is refused with its text, and the row beside it is kept', async (_, row, reason) => {
  const book = await newBook()
  const { files } = await book.import([
    write(newFolder(), may, feedCsv(events, [row, event({ billing_event_id: 'good', amount: '0.200000000' })])),
  ])
  expect(files[0]).toMatchObject({ rows_kept: 1, refused_rows: 1 })
  expect(files[0]?.refusals[0]?.reason).toBe(reason)
  expect(files.map(unaccounted)).toEqual([0])
  expect(await held(book)).toEqual([{ id: 'good', amount: '0.200000', line: 3 }])
})

test('a renamed column is named, with the feed that the header comes nearest to', async () => {
  const book = await newBook()
  const csv = feedCsv(events, [event()]).replace(',amount,', ',amount_usd,')
  const { files } = await book.import([write(newFolder(), may, csv)])
  expect(files[0]).toMatchObject({ status: 'unrecognised' })
  expect(files[0]?.reason).toContain('Nearest is the Billing event feed')
  expect(files[0]?.reason).toContain('it needs amount too')
})

test('a line that is still being written is refused and comes in when it is whole', async () => {
  const book = await newBook()
  const whole = feedCsv(events, [event(), event({ billing_event_id: 'event-2' })])
  const { files } = await book.import([write(newFolder(), may, whole.slice(0, -40))])
  expect(files[0]).toMatchObject({ rows_kept: 1, refused_rows: 1 })
  expect(files[0]?.warnings.join()).toContain('Its last line has no end')
  const again = await book.import([write(newFolder(), may, whole)])
  expect(again.files[0]).toMatchObject({ rows_kept: 2, refused_rows: 0 })
  expect(again.files[0]?.replaces).toContain('It grew: 1 row came')
  expect(await held(book)).toHaveLength(2)
  expect(await book.rows('select count(*)::integer as n from refused_rows')).toEqual([{ n: 0 }])
})
