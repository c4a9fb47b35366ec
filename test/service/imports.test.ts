import { existsSync, readdirSync, rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hasEntered } from '../../shared/contract/imports.ts'
import { billedReport, finished, manyLines, start } from './services.ts'

test('an import is one step for a reader: the rows and what is derived from them', async () => {
  const { client, file, at } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  const path = file(
    'billed_report_2022-08-15.csv',
    billedReport([
      ['T1', '97.00'],
      ['T2', '3.00', 'EUR'],
    ]),
  )
  const before = (await client.app.state()).revision
  const { result, progress } = await finished(client.imports.run({ paths: [path] }))
  expect(result).toMatchObject({ importId: 1, files: [{ status: 'imported', rows_kept: 2 }] })
  expect(progress.some(({ step }) => step.startsWith('Reconciling'))).toBe(true)
  const page = await client.queries.page({ name: 'reconciliation', offset: 0, limit: 10 })
  expect(page.rows.map((row) => [row['transaction_reference'], row['currency'], row['billed_net']])).toEqual([
    ['T2', 'EUR', '3.00'],
    ['T1', 'USD', '97.00'],
  ])
  expect(page.revision).toBeGreaterThan(before)
  expect((await client.app.state()).revision).toBe(page.revision)
  expect(await client.imports.history()).toMatchObject([{ importId: 1, rows: 2, files: [{ path, rows: 2 }] }])
})

test('files are recognised without a book, with the sums of their net columns, and nothing enters', async () => {
  const { client, file, at } = await start()
  const path = file(
    'billed.csv',
    billedReport([
      ['T1', '97.10'],
      ['T2', '0.20'],
      ['T3', '-3.00', 'EUR'],
    ]),
  )
  const { result } = await finished(client.imports.recognise({ paths: [path] }))
  expect(result.files).toMatchObject([{ status: 'imported', rows_kept: 3 }])
  expect(result.totals).toEqual([
    { path, section: 'br1', column: 'partner_revenue_amount', currency: 'EUR', sum: '-3.00' },
    { path, section: 'br1', column: 'partner_revenue_amount', currency: 'USD', sum: '97.30' },
  ])
  await client.books.open({ path: at('a.tieout'), create: true })
  expect((await client.app.state()).book).toMatchObject({ empty: true })
  await finished(client.imports.run({ paths: [path] }))
  const again = await finished(client.imports.recognise({ paths: [path] }))
  expect(again.result.files).toMatchObject([{ status: 'already-imported', reason: expect.stringContaining(path) }])
})

test('the same file twice in one list says of which other it is the same, and not that the book has it', async () => {
  const { client, file, at } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  const one = file('one.csv', billedReport([['T1', '1.00']]))
  const copy = file('copy.csv', billedReport([['T1', '1.00']]))
  const { result } = await finished(client.imports.recognise({ paths: [one, copy] }))
  expect(result.files).toMatchObject([
    { path: one, status: 'imported' },
    { path: copy, status: 'listed-twice', reason: `It is the same file as ${one} of this list.` },
  ])
  await finished(client.imports.run({ paths: [one] }))
  const again = await finished(client.imports.recognise({ paths: [one, copy] }))
  expect(again.result.files.map(({ status }) => status)).toEqual(['already-imported', 'already-imported'])
})

test('what cannot be read is no file of an import, neither to undo nor to bring back', async () => {
  const { client, file, at } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  const paths = [
    file('one.csv', billedReport([['T1', '1.00']])),
    file('letter.csv', 'Dear customer,thank you\nfor,you\n'),
  ]
  const { result } = await finished(client.imports.run({ paths }))
  expect(result.files.map(({ status }) => status)).toEqual(['imported', 'unrecognised'])
  expect((await client.app.state()).undo?.label).toBe('Undo import 1 (1 file)')
  const { files } = await client.imports.undoPreview({ importId: 1 })
  expect(files.filter(hasEntered)).toMatchObject([{ path: paths[0], rows: 1 }])
  await client.imports.undo({ importId: 1 })
  expect((await client.app.state()).redo?.label).toBe('Redo import 1 (1 file)')
})

test('an undone import can be put back, also when its files are gone, and is then as it was', async () => {
  const { client, file, at } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  await finished(
    client.imports.run({ paths: [file('one.csv', billedReport([['T1', '1.00']]))], delivered: '2022-08-15' }),
  )
  await finished(
    client.imports.run({
      paths: [file('two.csv', `${billedReport([['T2', '2.00']])}abc,0.00,3.00,USD,T3,Anchor,p1\n`)],
      delivered: '2022-09-15',
    }),
  )
  rmSync(at('one.csv'))
  rmSync(at('two.csv'))
  const all = { offset: 0, limit: 100 }
  const everything = async (): Promise<unknown> => ({
    reconciliation: (await client.queries.page({ name: 'reconciliation', ...all })).rows,
    lines: (await client.queries.page({ name: 'br1', ...all })).rows,
    refused: (await client.queries.page({ name: 'refused_rows', ...all })).rows,
    files: (await client.queries.page({ name: 'source_files', ...all })).rows,
    history: await client.imports.history(),
  })
  const before = await everything()
  const state = await client.app.state()
  expect(state).toMatchObject({
    undo: { by: 'imports.undo', importId: 2, label: 'Undo import 2 (1 file)' },
    redo: null,
  })

  const preview = await client.imports.undoPreview({ importId: 2 })
  expect(preview).toMatchObject({ importId: 2, rows: 1, refused_rows: 1, files: [{ path: at('two.csv') }] })
  expect(await client.imports.undo({ importId: 2 })).toEqual(preview)
  await client.imports.undo({ importId: 1 })
  expect((await client.queries.page({ name: 'reconciliation', ...all })).rows).toEqual([])
  const undone = { undo: null, redo: { by: 'imports.redo', label: 'Redo import 1 (1 file)' } }
  expect(await client.app.state()).toMatchObject(undone)

  expect((await finished(client.imports.redo())).result).toMatchObject({ importId: 1, files: [{ status: 'imported' }] })
  expect((await finished(client.imports.redo())).result).toMatchObject({ importId: 2, files: [{ refused_rows: 1 }] })
  expect(await everything()).toEqual(before)
  const details = await client.queries.keyDetails({ transaction_reference: 'T2', currency: 'USD' })
  expect(details.billed).toMatchObject([{ raw_text: '2.00,0.00,2.00,USD,T2,Anchor,p1' }])
  await expect(finished(client.imports.redo())).rejects.toMatchObject({ code: 'wrong-usage' })
})

test('a new import makes what was undone final', async () => {
  const { client, file, at } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  await finished(client.imports.run({ paths: [file('one.csv', billedReport([['T1', '1.00']]))] }))
  await client.imports.undo({ importId: 1 })
  const kept = (): string[] => readdirSync(at('a.tieout.files')).filter((name) => name.endsWith('.gz'))
  expect(kept()).toHaveLength(1)
  await finished(client.imports.run({ paths: [file('two.csv', billedReport([['T2', '2.00']]))] }))
  expect((await client.app.state()).redo).toBeNull()
  await client.books.close()
  await client.books.open({ path: at('a.tieout') })
  expect(kept()).toHaveLength(1)
})

test('a cancelled import leaves the book as it was, and the next one runs', async () => {
  const { client, file, at } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  await finished(client.imports.run({ paths: [file('one.csv', billedReport([['T1', '1.00']]))] }))
  const { revision } = await client.app.state()
  const paths = [file('many.csv', manyLines('M', 150_000))]

  const stop = new AbortController()
  const aborted = await client.imports.run({ paths }, { signal: stop.signal })
  await aborted.next()
  stop.abort()
  await expect(finished(Promise.resolve(aborted))).rejects.toMatchObject({ code: 'cancelled' })

  const left = await client.imports.run({ paths })
  await left.next()
  await left.return?.()
  const state = await client.app.state()
  expect(state).toMatchObject({ job: null, undo: { importId: 1 } })
  expect(state.revision).toBe(revision)
  expect((await client.queries.totals({ name: 'reconciliation' })).rows).toBe(1)
  expect(existsSync(at('a.tieout.tieout-work'))).toBe(false)
  expect((await finished(client.imports.run({ paths }))).result.importId).toBe(2)
})

test('pages answer while an import runs, from the state before it or the one behind it', async () => {
  const { client, file, at } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  await finished(client.imports.run({ paths: [file('one.csv', manyLines('A', 5_000))], delivered: '2022-08-15' }))
  const importing = finished(
    client.imports.run({ paths: [file('two.csv', manyLines('B', 60_000))], delivered: '2022-09-15' }),
  )
  const running = { now: true }
  const ended = importing.finally(() => {
    running.now = false
  })
  const seen = new Map<number, Set<number>>()
  let reads = 0
  while (running.now) {
    const totals = await client.queries.totals({ name: 'reconciliation' })
    seen.set(totals.revision, (seen.get(totals.revision) ?? new Set()).add(totals.rows))
    const page = await client.queries.page({
      name: 'br1',
      offset: 4_000,
      limit: 10,
      orderBy: [{ column: 'transaction_reference_id' }],
    })
    expect(page.rows).toHaveLength(10)
    const overview = await client.queries.overview()
    const keys = overview.states.reduce((sum, row) => sum + Number(row['keys']), 0)
    seen.set(overview.revision, (seen.get(overview.revision) ?? new Set()).add(keys))
    reads += 1
  }
  await ended
  expect(reads).toBeGreaterThan(3)
  // One revision, one answer.
  for (const rows of seen.values()) expect(rows.size).toBe(1)
  expect(new Set([...seen.values()].flatMap((rows) => [...rows]))).toContain(5_000)
  expect((await client.queries.totals({ name: 'reconciliation' })).rows).toBe(65_000)
})

test('a second job is refused with a sentence while one runs, and the book stays open', async () => {
  const { client, file, at } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  const paths = [file('many.csv', manyLines('M', 100_000))]
  const running = await client.imports.run({ paths })
  await running.next()
  expect((await client.app.state()).job).toMatchObject({ kind: 'import' })
  const refused = {
    code: 'wrong-usage',
    message: expect.stringContaining('An import is running'),
    data: { job: 'import' },
  }
  await expect(finished(client.imports.recognise({ paths }))).rejects.toMatchObject(refused)
  await expect(client.imports.undo({ importId: 1 })).rejects.toMatchObject(refused)
  await expect(client.books.close()).rejects.toMatchObject(refused)
  await expect(client.books.open({ path: at('b.tieout'), create: true })).rejects.toMatchObject(refused)
  expect((await finished(Promise.resolve(running))).result.importId).toBe(1)
  expect((await client.app.state()).job).toBeNull()
})
