import { expect, test } from 'vitest'
import { createGrids } from '../../main/queries/grids.ts'
import { settlementCalled } from '../../main/queries/settlement.ts'
import { derivedViews } from '../../main/reconcile/views.ts'
import { newBook } from '../reconcile/books.ts'

test('a settlement is found by its id, else by its bank trace id; one that is not there, or several, is wrong usage', async () => {
  const book = await newBook()
  await book.reconcile()
  await book.connection.script(`
    insert into settlements by name
    select * from (values ('S1', 'T1', 'USD'), ('S1', 'T1', 'EUR'), ('S2', 'T2', 'USD'), ('S3', 'T2', 'USD'), ('T1', 'T9', 'USD'))
      as s(settlement, bank_trace_id, currency)`)
  const grids = createGrids(book.book, derivedViews, async () => undefined)
  expect(await settlementCalled(grids, 'S1')).toBe('S1')
  expect(await settlementCalled(grids, 'T9')).toBe('T1')
  // An id goes before a trace id of the same letters.
  expect(await settlementCalled(grids, 'T1')).toBe('T1')
  await expect(settlementCalled(grids, 'T2')).rejects.toThrow(/Several settlements .* T2: S2, S3\./)
  await expect(settlementCalled(grids, 'none')).rejects.toMatchObject({ code: 'wrong-usage' })
})
