import { expect, test } from 'vitest'
import { createGrids } from '../../main/queries/grids.ts'
import { derivedViews } from '../../main/reconcile/views.ts'
import { billed, disbursed, newBook, type TestBook } from '../reconcile/books.ts'

async function filledBook(net: string): Promise<TestBook> {
  const book = await newBook()
  await book.add({
    name: 'billed',
    delivered: '2022-08-15',
    sections: { br1: [billed('T1', net), billed('T1', net), billed('T2', '1.00')] },
  })
  await book.add({ name: 'disbursed', delivered: '2022-09-12', sections: { dis1: [disbursed('T1', net)] } })
  await book.reconcile()
  return book
}

test('sums that do not fit the narrow type of a prepared table are whole all the same', async () => {
  const book = await filledBook('999999999999.999999')
  const grids = createGrids(book.book, derivedViews, async () => undefined)
  const { rows } = await grids.page({ name: 'reconciliation', offset: 0, limit: 10 })
  expect(rows).toEqual(await book.rows('reconciliation'))
  expect(rows[0]).toMatchObject({ billed_net: '1999999999999.999998', disbursed_net: '999999999999.999999' })
  const totals = await grids.totals({ name: 'reconciliation' })
  expect(totals.sums[0]?.sums['billed_net']).toBe('2000000000000.999998')
})

test('a page is of the state that it names, and the next state has tables of its own', async () => {
  const book = await filledBook('5.00')
  const grids = createGrids(book.book, derivedViews, async () => undefined)
  const pages = []
  for (let state = 0; state < 5; state++) {
    const page = await grids.page({ name: 'reconciliation', offset: 0, limit: 10, orderBy: [{ column: 'state' }] })
    const deep = await grids.page({ name: 'br1', offset: 1, limit: 10, orderBy: [{ column: 'line' }] })
    pages.push([page.revision, page.rows.length, deep.rows.length])
    await book.book.write((connection) =>
      connection.script(`
        delete from br1 where line = (select max(line) from br1);
        update blocks set rows = (select count(*) from br1) where section = 'br1'
      `),
    )
    await book.reconcile()
  }
  expect(pages.map(([, keys, lines]) => [keys, lines])).toEqual([
    [2, 2],
    [1, 1],
    [1, 0],
    [1, 0],
    [1, 0],
  ])
  const revisions = pages.map(([revision]) => revision)
  expect(new Set(revisions).size).toBe(5)
  const tables = await book.connection.rows(
    `select distinct regexp_replace(table_name, '_\\d+$', '') as name, count(*)::integer as tables
     from duckdb_tables() where database_name = 'scratch' group by 1`,
  )
  // Of this state and the one before it.
  expect(tables.every((row) => Number(row['tables']) <= 2)).toBe(true)
})

test('many readers ask for one table, and it is made once', async () => {
  const book = await filledBook('5.00')
  const grids = createGrids(book.book, derivedViews, async () => undefined)
  const pages = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      grids.page({ name: index % 2 ? 'exceptions' : 'cash_application', offset: 0, limit: 10 }),
    ),
  )
  expect(new Set(pages.map((page) => JSON.stringify(page.rows))).size).toBe(2)
  const [row] = await book.connection.rows(
    `select count(*)::integer as tables, count(distinct regexp_replace(table_name, '_\\d+$', ''))::integer as names
     from duckdb_tables() where database_name = 'scratch'`,
  )
  expect(row?.['tables']).toBe(row?.['names'])
})

test('a book is made ready once it holds something; an empty one is not reconciled for nobody', async () => {
  const book = await newBook()
  let asked = 0
  const grids = createGrids(book.book, derivedViews, async () => {
    asked += 1
    await book.reconcile()
  })
  await grids.prepare()
  expect(asked).toBe(0)
  await book.add({ name: 'billed', delivered: '2022-08-15', sections: { br1: [billed('T1', '5.00')] } })
  await grids.prepare()
  expect(asked).toBeGreaterThan(0)
})

test('a table whose rows are the same stays through changes of other things, and equals one made anew', async () => {
  const book = await filledBook('5.00')
  const grids = createGrids(book.book, derivedViews, async () => undefined)
  const tablesNow = async (): Promise<unknown[]> =>
    (
      await book.connection.rows(`select table_name from duckdb_tables() where database_name = 'scratch' order by 1`)
    ).map(({ table_name: name }) => name)
  const names = ['reconciliation', 'cash_application', 'exceptions', 'billed_lines'] as const
  const pages = async (): Promise<unknown[]> =>
    Promise.all(names.map(async (name) => (await grids.page({ name, offset: 0, limit: 100 })).rows))
  const anew = async (): Promise<unknown[]> => Promise.all(names.map((name) => book.rows(name)))
  const first = await pages()
  const made = await tablesNow()
  for (let write = 0; write < 3; write++) {
    await book.book.write((connection) => connection.run('update book set created_at = created_at'))
    expect(await pages()).toEqual(first)
  }
  expect(await tablesNow()).toEqual(made)
  // What a person asks of another day is another content, and the way back a third: nothing of the first is mistaken for it.
  for (const asOf of ['2022-08-20', '2022-09-12']) {
    await book.reconcile({ asOf })
    expect(await pages()).toEqual(await anew())
  }
  expect(await pages()).toEqual(first)
})

test('a table goes when something changes that only its query reads, and not the view of its name', async () => {
  const book = await filledBook('5.00')
  const grids = createGrids(book.book, derivedViews, async () => undefined)
  const names = ['reconciliation', 'exceptions', 'billed_lines'] as const
  const payers = async (): Promise<unknown[]> =>
    Promise.all(
      names.map(async (name) => (await grids.page({ name, offset: 0, limit: 1 })).rows.map((row) => row['payer_name'])),
    )
  await book.book.write((connection) => connection.run(`update br1 set customer_aws_account_number = '000000000001'`))
  expect(await payers()).toEqual([[null], [null], [null]])
  // As a reconciliation leaves it that had nothing to do but to learn the name of a customer.
  await book.book.write((connection) =>
    connection.script(`
      insert into customers (payer, payer_name) values ('000000000001', 'Acme');
      update built set fingerprint = 'another' where name = 'customers'
    `),
  )
  expect(await payers()).toEqual([['Acme'], ['Acme'], ['Acme']])
})
