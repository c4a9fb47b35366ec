import { expect, test } from 'vitest'
import { gridColumn, isHidden } from '../../renderer/grid/column-kind.ts'
import { partsOf } from '../../renderer/key-drawer/key-text.ts'
import { keyDrawerWording } from '../../renderer/wording/key-drawer.ts'

test('what AWS withheld is a part of its own beside the tax, on both sides', () => {
  const parts = partsOf({
    billed_net: '850.00',
    disbursed_net: '850.00',
    billed_gross: '1000.00',
    disbursed_gross: '1000.00',
    billed_withheld_tax: '-150.00',
    disbursed_withheld_tax: '-150.00',
  })
  expect(parts.map(({ name, billed, disbursed }) => [keyDrawerWording.partNames[name], billed, disbursed])).toEqual([
    ['Gross', '1000.00', '1000.00'],
    ['Withheld tax', '-150.00', '-150.00'],
    ['Net', '850.00', '850.00'],
  ])
})

test('the name of an entity of AWS is no name of a customer, a note to a buyer may hold one', () => {
  expect(isHidden(gridColumn('reconciliation', { name: 'seller_of_record_name', type: 'text' }))).toBe(false)
  expect(isHidden(gridColumn('reconciliation', { name: 'description', type: 'text' }))).toBe(true)
})
