import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type App, type Row, openApp } from '../../main/app.ts'
import { newFolder, write } from '../import/books.ts'
import { finished, start } from '../service/services.ts'

// What a person says that a file is, where its headings do not say it.

const list = (reference: string): string =>
  `Transaction Reference ID,Net Amount,Currency,Owner,Team,Note,Mood\n${reference},97.00,USD,Ada,North,,\n`

async function rowsOf(app: App, name: string): Promise<Row[]> {
  const { stream } = await app.query(name)
  const rows: Row[] = []
  for await (const chunk of stream) rows.push(...chunk)
  return rows
}

async function withApp(path: string, work: (app: App) => Promise<void>): Promise<void> {
  const app = await openApp({ book: path })
  try {
    await work(app)
  } finally {
    await app.close()
  }
}

test('a file is what a person says, and the next one with its headings is by itself, until that is undone', async () => {
  const folder = newFolder()
  const [one, two, three] = ['one', 'two', 'three'].map((name) => write(folder, `${name}.csv`, list(name)))
  await withApp(join(folder, 'a.tieout'), async (app) => {
    const again = `To take it for something else, undo import 1 first.`
    const before = await app.import([one ?? ''])
    expect(before.files).toMatchObject([
      { status: 'unrecognised', nearest: 'dis7', reason: expect.stringContaining('Nearest is') },
    ])
    const first = await app.import([one ?? ''], { choices: [{ section: 'dis1' }] })
    expect(first.files).toMatchObject([{ status: 'imported', rows_kept: 1, told: 'chosen' }])
    expect(first.files[0]?.warnings[0]).toMatch(
      /^It is read as Disbursement report, section 1 .*, as was chosen\. Columns that it lacks: Product, /,
    )
    expect((await app.import([one ?? ''], { choices: [{ section: 'dis7' }] })).files).toMatchObject([
      { status: 'already-imported', reason: expect.stringContaining(again) },
    ])
    const second = await app.import([two ?? ''])
    expect(second.files).toMatchObject([{ status: 'imported', rows_kept: 1, told: 'remembered' }])
    expect(second.files[0]?.warnings[0]).toMatch(
      /as you said of a file with the same headings before\. .* --as headings/,
    )
    const lines = await rowsOf(app, 'disbursed_lines')
    expect(lines.map((row) => row['transaction_reference'])).toEqual(['one', 'two'])

    // Taken back for one file, and for those after it.
    const plain = write(folder, 'plain.csv', `${list('plain')}`)
    expect((await app.import([plain], { choices: [{ section: null }] })).files).toMatchObject([
      { status: 'unrecognised', told: 'chosen' },
    ])
    expect((await app.import([three ?? ''])).files[0]?.status).toBe('unrecognised')
  })
})

test('a list of three columns that may be anybody’s is the report that a person chooses, and the next one too', async () => {
  const folder = newFolder()
  const items = (reference: string): string => `Transaction Reference ID,Net Amount,Owner\n${reference},97.00,Ada\n`
  await withApp(join(folder, 'a.tieout'), async (app) => {
    const june = write(folder, 'june.csv', items('J'))
    expect((await app.import([june])).files).toMatchObject([
      { status: 'unrecognised', nearest: 'dis1', reason: expect.stringContaining('--as dis1') },
    ])
    const choices = [{ section: 'dis1', path: june }]
    expect((await app.import([june], { choices })).files).toMatchObject([{ rows_kept: 1, told: 'chosen' }])
    const july = write(folder, 'july.csv', items('L'))
    expect((await app.import([july])).files).toMatchObject([{ rows_kept: 1, told: 'remembered' }])
    expect((await rowsOf(app, 'disbursed_lines')).map((row) => row['net'])).toEqual(['97.00', '97.00'])
  })
})

test('undo forgets a choice with its import, redo brings it back, and an earlier one counts again', async () => {
  const folder = newFolder()
  const file = (name: string): string => write(folder, `${name}.csv`, list(name))
  const section = async (app: App): Promise<string | undefined> => {
    const { files, importId } = await app.import([file(`probe${Math.random()}`)])
    if (importId !== null) await app.undo(importId)
    return files[0]?.sections[0]?.section
  }
  await withApp(join(folder, 'a.tieout'), async (app) => {
    await app.import([file('one')], { choices: [{ section: 'dis1' }] })
    await app.import([file('two')], { choices: [{ section: 'dis7' }] })
    expect(await section(app)).toBe('dis7')
    await app.undo(2)
    expect(await section(app)).toBe('dis1')
    await app.undo(1, { redoable: true })
    await app.redo()
    expect(await section(app)).toBe('dis1')
    await app.undo(1)
    expect(await section(app)).toBeUndefined()
  })
})

test('a choice is for the file, folder or archive that it names', async () => {
  const folder = newFolder()
  const inside = write(folder, 'mine/list.csv', list('mine'))
  const other = write(folder, 'list.csv', list('other').replace('Owner', 'Person'))
  await withApp(join(folder, 'a.tieout'), async (app) => {
    const { files } = await app.import([inside, other], { choices: [{ section: 'dis1', path: join(folder, 'mine') }] })
    expect(files.map(({ status }) => status)).toEqual(['imported', 'unrecognised'])
    await expect(app.import([other], { choices: [{ section: 'dis99' }] })).rejects.toMatchObject({
      code: 'wrong-usage',
      message: expect.stringMatching(/No report section is called dis99\. The sections are dis1, /),
    })
  })
})

test('a rebuilt book takes each file for what it was taken for, and remembers the same', async () => {
  const { client, file, at } = await start()
  const path = at('a.tieout')
  await client.books.open({ path, create: true })
  await finished(client.imports.run({ paths: [file('one.csv', list('one'))], choices: [{ section: 'dis1' }] }))
  await finished(client.imports.run({ paths: [file('two.csv', list('two'))] }))
  // What was remembered counts in the second file although the import that it came with is gone.
  await client.imports.undo({ importId: 1 })
  await finished(client.imports.run({ paths: [file('three.csv', list('three'))], choices: [{ section: 'dis7' }] }))
  const held = async (): Promise<unknown> =>
    (await client.imports.history()).map(({ files }) => files.map(({ sections, rows }) => ({ sections, rows })))
  const before = await held()
  expect(before).toEqual([[{ sections: 'dis7', rows: 1 }], [{ sections: 'dis1', rows: 1 }]])
  await client.books.close()
  writeFileSync(path, 'no book any more')
  await finished(client.books.rebuild({ path }))
  expect(await held()).toEqual(before)
  const next = await finished(client.imports.recognise({ paths: [file('four.csv', list('four'))] }))
  expect(next.result.files).toMatchObject([{ told: 'remembered', sections: [{ section: 'dis7' }] }])
})

test('what the headings say anyway is no choice to remember, and a chosen report wins over another that fits', async () => {
  const folder = newFolder()
  // Fits both of two exports, for it has only columns that they share.
  const heads = 'Transaction reference ID,Seller net revenue,Currency,Disbursement status'
  const shared = write(folder, 'shared.csv', `${heads}\nT1,97.00,USD,Disbursed\n`)
  await withApp(join(folder, 'a.tieout'), async (app) => {
    expect((await app.import([shared])).files).toMatchObject([{ status: 'unrecognised' }])
    const { files } = await app.import([shared], { choices: [{ section: 'billed_revenue' }] })
    expect(files).toMatchObject([{ status: 'imported', sections: [{ section: 'billed_revenue' }] }])
  })
  const report = write(
    folder,
    'report.csv',
    'Product,Product Code,SellerRev,AWSRefFee,SellerRevRefund,AWSRefFeeRefund,Net Amount,Transaction Reference ID\nA,p1,100.00,-3.00,0.00,0.00,97.00,T1\n',
  )
  const path = join(folder, 'b.tieout')
  await withApp(path, async (app) => {
    const { files } = await app.import([report], { choices: [{ section: 'dis1' }] })
    expect(files[0]?.warnings.some((warning) => warning.includes('as was chosen'))).toBe(false)
  })
  const index = JSON.parse(readFileSync(join(`${path}.files`, 'index.json'), 'utf8')) as { files: unknown[] }
  expect(index.files).toMatchObject([{ chosen: 'dis1', remembered: null }])
})
