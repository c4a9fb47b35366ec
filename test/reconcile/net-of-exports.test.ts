import { expect, test } from 'vitest'
import { type Cells, newBook } from './books.ts'

const line = (reference: string, cells: Cells): Cells => ({
  transaction_reference_id: reference,
  currency: 'USD',
  disbursement_status: 'Disbursed',
  disbursement_date: '2026-06-10 00:00:00',
  disburse_bank_trace_id: 'TRACE1',
  ...cells,
})

async function netFormula(lines: readonly Cells[]) {
  const book = await newBook()
  await book.add({ name: 'collections.csv', sections: { collections_and_disbursements: lines } })
  await book.reconcile()
  const row = (await book.rows('controls')).find(({ id }) => id === 'net-formula')
  return { expected: row?.['expected'], actual: row?.['actual'], status: row?.['status'], note: row?.['note'] }
}

test('what AWS Brazil bills to its own buyer is no part of the net', async () => {
  const sale = { gross_revenue: '1000', distribution_aws_tax_share: '-250', seller_net_revenue: '750' }
  const found = await netFormula([
    line('T1', { aws_seller_of_record: 'AWS_SBL', ...sale, wholesale_cost: '-1000', wholesale_aws_tax_share: '90' }),
  ])
  expect(found).toMatchObject({ status: 'pass' })
  expect(found.note).toBe("1 of 1 line: net = sum of AWS's ten terms of 2024, less the tax that AWS Brazil withholds.")
})

test('a Brazilian net that is not less than its price fails', async () => {
  const sale = { gross_revenue: '1000', distribution_aws_tax_share: '-150', seller_net_revenue: '1000' }
  expect(await netFormula([line('T1', { aws_seller_of_record: 'AWS_SBL', ...sale })])).toMatchObject({
    actual: '0.00',
    status: 'fail',
  })
})

test('the same column of another seller of record explains nothing', async () => {
  const sale = { gross_revenue: '1000', distribution_aws_tax_share: '-150', seller_net_revenue: '850' }
  expect(await netFormula([line('T1', { aws_seller_of_record: 'AWS_INC', ...sale })])).toMatchObject({ status: 'fail' })
})

test('in rupees a small deduction without a column is not checked, a larger one and one in dollars fail', async () => {
  const withheld = { gross_revenue: '84000', seller_net_revenue: '83496' }
  const other = { gross_revenue: '84000', seller_net_revenue: '80000' }
  const found = await netFormula([
    line('T1', { ...withheld, currency: 'INR' }),
    line('T2', { ...other, currency: 'INR' }),
    line('T3', withheld),
    line('T4', { gross_revenue: '84000', seller_net_revenue: '84000', currency: 'INR' }),
  ])
  expect(found).toEqual({
    expected: '3.00',
    actual: '1.00',
    status: 'fail',
    note: "1 of 3 lines: net = sum of AWS's ten terms of 2024. Not checked: 1 line in INR with 504.00 less than the parts: no column says what AWS withheld.",
  })
})
