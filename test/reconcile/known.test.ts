import { expect, test } from 'vitest'
import type { Row } from '../../main/database/connection.ts'
import { billed, type Cells, disbursed, newBook, settlement, type TestBook, uncollected } from './books.ts'

/** What may be said, and what not, of figures of which the loaded files tell a part. */

/** A line of the billed revenue export: 97.00 USD of T1, invoiced on 2026-04-30. */
const sold = (more: Cells = {}): Cells => ({
  transaction_reference_id: 'T1',
  seller_net_revenue: '97.00',
  currency: 'USD',
  invoice_date: '2026-04-30',
  ...more,
})

/** A line of the collections and disbursements export: 97.00 USD of T1 paid out on 2026-06-10. */
const paid = (more: Cells = {}): Cells => ({
  transaction_reference_id: 'T1',
  seller_net_revenue: '97.00',
  currency: 'USD',
  invoice_date: '2026-04-10',
  disbursement_date: '2026-06-10',
  disbursement_status: 'Disbursed',
  disburse_bank_trace_id: 'TRACE1',
  ...more,
})

async function keyOf(book: TestBook, reference: string): Promise<Row | undefined> {
  return (await book.rows('reconciliation')).find((key) => key['transaction_reference'] === reference)
}

async function controlsOf(book: TestBook, id: string): Promise<Row[]> {
  return (await book.rows('controls')).filter((control) => control['id'] === id)
}

test('two exports in one workbook speak each for its own rows and its own months', async () => {
  const book = await newBook()
  await book.add({
    name: 'both',
    sections: {
      billed_revenue: [sold({ transaction_reference_id: 'T0' })],
      collections_and_disbursements: [
        paid({ invoice_date: '2026-01-10' }),
        paid({ transaction_reference_id: 'T0', invoice_date: '2026-04-30' }),
      ],
    },
  })
  await book.reconcile({ asOf: '2026-07-01' })
  const deliveries = await book.rows('deliveries')
  expect(deliveries.find(({ report }) => report === 'billed_revenue')).toMatchObject({
    rows: 1,
    coverage_start: '2026-04-30',
  })
  expect(deliveries.find(({ report }) => report === 'collections_and_disbursements')).toMatchObject({
    rows: 2,
    coverage_start: '2026-01-10',
  })
  expect(await keyOf(book, 'T1')).toMatchObject({ reason: 'report-not-loaded' })
})

test('a sale of another entity than AWS Inc. is looked for where it can be', async () => {
  const book = await newBook()
  await book.add({ name: 'a', delivered: '2024-04-15', sections: { br1: [billed('T9', '5.00')] } })
  const european = paid({ aws_seller_of_record: 'AWS_EUROPE', invoice_date: '2024-03-10', currency: 'EUR' })
  await book.add({ name: 'b', sections: { collections_and_disbursements: [european] } })
  await book.reconcile({ asOf: '2026-07-01' })
  expect(await keyOf(book, 'T1')).toMatchObject({
    reason: 'report-not-loaded',
    missing_report: 'billed revenue export with the invoices of 2024-03',
  })
})

test('what was collected after the day is not told of the day', async () => {
  const book = await newBook()
  const line = sold({
    invoice_date: '2026-01-31',
    collected_net_revenue: '97.00',
    last_collection_date: '2026-03-05',
    disbursed_net_revenue: '97.00',
    disbursement_date: '2026-03-08',
  })
  await book.add({ name: 'a', sections: { billed_revenue: [line] } })
  await book.reconcile({ asOf: '2026-02-28' })
  expect(await keyOf(book, 'T1')).toMatchObject({ state: 'not-disbursed', collected_net: null })
  await book.reconcile({ asOf: '2026-03-06' })
  expect(await keyOf(book, 'T1')).toMatchObject({ state: 'not-disbursed', collected_net: '97.00' })
})

test('the day on which the buyer of AWS Brazil owes makes no key past due, whichever source names it', async () => {
  const book = await newBook()
  const event = {
    billing_event_id: 'e1',
    action: 'INVOICED',
    transaction_type: 'SELLER_REV_SHARE',
    amount: '100',
    currency: 'USD',
    balance_impacting: 1,
    broker_id: 'AWS_SBL',
    invoice_date: '2026-06-10',
    payment_due_date: '2026-06-25',
    invoice_id: 'I1',
    buyer_invoice_id: 'I1',
    buyer_line_item_id: 'L1',
    transaction_reference_id: 'R1',
    buyer_transaction_reference_id: 'R1',
    valid_from: '2026-06-10',
    update_date: '2026-06-11',
  }
  await book.add({ name: 'events', sections: { billing_event_feed: [event] } })
  await book.reconcile({ asOf: '2026-07-15' })
  const key = await keyOf(book, 'R1')
  expect(key).toMatchObject({ state: 'not-disbursed', reason: 'due-date-unknown', due_date: null })
  expect(key?.['explanation']).toContain('AWS Brazil pays between 2026-07-07 and 2026-08-09')
})

test('a payment without its day counts no sooner than its invoice, in keys, lines and bridge alike', async () => {
  const book = await newBook()
  const undated = { disbursed_net_revenue: '97.00', disburse_bank_trace_id: 'T9' }
  await book.add({
    name: 'a',
    sections: {
      billed_revenue: [
        sold({ ...undated }),
        sold({ ...undated, transaction_reference_id: null, seller_net_revenue: '5.00', disbursed_net_revenue: '5.00' }),
        sold({ transaction_reference_id: 'T0', invoice_date: '2026-03-10' }),
      ],
    },
  })
  await book.reconcile({ asOf: '2026-03-31' })
  expect((await book.rows('reconciliation')).map((key) => key['transaction_reference'])).toEqual(['T0'])
  const lines = await book.rows('disbursed_lines')
  expect(lines.map(({ why_not_counted }) => why_not_counted)).toEqual(['after-as-of', 'after-as-of'])
  const feet = await controlsOf(book, 'bridge-foots')
  expect(feet.filter(({ status }) => status === 'fail')).toEqual([])
})

test('a sale that is listed in the month at whose end it is billed is rolled forward once', async () => {
  const book = await newBook()
  const own = uncollected('T1', '97.00', '2022-08', null)
  // Billed every month under one reference: only what the list holds for its own month was billed before it.
  const [ofJuly, ofAugust] = [uncollected('T5', '3.00', '2022-07', null), uncollected('T5', '4.00', '2022-08', null)]
  await book.add({
    name: 'july',
    delivered: '2022-08-15',
    sections: { br1: [billed('T0', '5.00'), billed('T5', '3.00')] },
  })
  await book.add({
    name: 'august',
    delivered: '2022-09-15',
    sections: { br1: [billed('T1', '97.00'), billed('T5', '4.00')] },
  })
  await book.add({
    name: 'list 0',
    delivered: '2022-07-12',
    sections: { dis7: [uncollected('T9', '1.00', '2022-06', null)] },
  })
  await book.add({
    name: 'list 1',
    delivered: '2022-08-12',
    sections: { dis7: [own, ofJuly], dis1: [disbursed('T0', '5.00'), disbursed('T9', '1.00')] },
  })
  await book.add({ name: 'list 2', delivered: '2022-09-12', sections: { dis7: [own, ofJuly, ofAugust] } })
  await book.reconcile()
  expect(await book.rows('roll_forward')).toMatchObject([
    { opening: '1.00', billed: '105.00', disbursed: '6.00', closing: '100.00', status: 'pass' },
    { opening: '100.00', billed: '4.00', disbursed: '0.00', closing: '104.00', status: 'pass' },
  ])
  // Before the end of its month as well.
  await book.reconcile({ asOf: '2022-08-20' })
  expect(await book.rows('roll_forward')).toMatchObject([{ closing: '100.00', status: 'pass' }])
  const funds = (await book.rows('uncollected_funds')).filter((row) => row['transaction_reference'] === 'T1')
  expect(funds).toMatchObject([{ status: 'found' }])
  expect((await controlsOf(book, 'bridge-foots')).map(({ status }) => status)).toEqual(['pass', 'pass'])
})

test('a sale that is paid in the month at whose end it is billed is rolled forward in one interval', async () => {
  const book = await newBook()
  for (const [delivered, reference] of [
    ['2021-07-15', 'T9'],
    ['2021-08-15', 'T8'],
    ['2021-09-15', 'T1'],
  ] as const)
    await book.add({ name: delivered, delivered, sections: { br1: [billed(reference, '97.00')] } })
  const open = [uncollected('T9', '97.00', '2021-06', null)]
  await book.add({ name: 'list 0', delivered: '2021-07-12', sections: { dis1: [disbursed('T7', '1.00')], dis7: open } })
  const both = [...open, uncollected('T8', '97.00', '2021-07', null)]
  await book.add({
    name: 'list 1',
    delivered: '2021-08-12',
    sections: { dis1: [disbursed('T1', '97.00')], dis7: both },
  })
  await book.add({ name: 'list 2', delivered: '2021-09-12', sections: { dis1: [disbursed('T6', '0.00')], dis7: both } })
  await book.reconcile()
  expect((await book.rows('roll_forward')).map(({ status }) => status)).toEqual(['pass', 'pass'])
})

test('a list is not rolled forward without what it is made from', async () => {
  const rolled = async (more: (book: TestBook) => Promise<unknown>): Promise<TestBook> => {
    const book = await newBook()
    await book.add({ name: 'july', delivered: '2022-08-15', sections: { br1: [billed('T1', '97.00')] } })
    for (const [delivered, reference, net, month] of [
      ['2022-08-12', 'T1', '97.00', '2022-07'],
      ['2022-09-12', 'T2', '3.00', '2022-08'],
    ] as const)
      await book.add({ name: delivered, delivered, sections: { dis7: [uncollected(reference, net, month, null)] } })
    await more(book)
    await book.reconcile()
    return book
  }
  const unbilled = await rolled(async () => undefined)
  expect(await unbilled.rows('roll_forward')).toMatchObject([
    { status: 'not-applicable', note: 'Not loaded: monthly billed revenue report delivered 2022-09-15.' },
  ])
  const unpaid = await rolled((book) =>
    book.add({ name: 'august', delivered: '2022-09-15', sections: { br1: [billed('T2', '3.00')] } }),
  )
  expect(await unpaid.rows('roll_forward')).toMatchObject([
    { status: 'not-applicable', note: 'No loaded file tells what was disbursed.' },
  ])
  expect(await controlsOf(unpaid, 'roll-forward')).toMatchObject([{ status: 'not-applicable' }])
  // Who paid between the lists stands in the report of the later one.
  const inPart = await rolled(async (book) => {
    await book.add({ name: 'august', delivered: '2022-09-15', sections: { br1: [billed('T2', '3.00')] } })
    await book.add({ name: 'july paid', delivered: '2022-08-12', sections: { dis1: [disbursed('T0', '1.00')] } })
  })
  expect(await inPart.rows('roll_forward')).toMatchObject([
    { status: 'not-applicable', note: 'Not loaded: section 1 of the disbursement report of 2022-09-12.' },
  ])
})

test('a line of AWS’s list that names no month is not said to be in no report', async () => {
  const book = await newBook()
  await book.add({ name: 'july', delivered: '2022-08-15', sections: { br1: [billed('T1', '97.00')] } })
  await book.add({
    name: 'list',
    delivered: '2022-08-20',
    sections: { dis7: [{ ...uncollected('T9', '97.00', '', null), ar_period: null }] },
  })
  await book.reconcile()
  const funds = await book.rows('uncollected_funds')
  const line = funds.find((row) => row['transaction_reference'] === 'T9')
  expect(line).toMatchObject({ status: 'report-not-loaded', missing_report: null })
  expect(line?.['explanation']).toContain('billed in no loaded report; the list does not say in which month it was.')
})

test('of a single line it is not said that lines cancel each other', async () => {
  const book = await newBook()
  await book.add({
    name: 'a',
    delivered: '2022-08-15',
    sections: { br1: [billed('T1', '0.00'), billed('T2', '97.00'), billed('T3', '5.00'), billed('T3', '-5.00')] },
  })
  await book.add({ name: 'b', delivered: '2022-09-12', sections: { dis1: [disbursed('T2', '0.00')] } })
  await book.reconcile()
  const said = async (reference: string): Promise<unknown> => (await keyOf(book, reference))?.['explanation']
  expect(await said('T1')).toContain(': within the tolerance of 0.01, nothing is due.')
  expect(await said('T3')).toContain(': the lines cancel each other within the tolerance of 0.01, nothing is due.')
  expect(await said('T2')).toContain(': that pays nothing, 97.00 is open.')
})

test('a correction without a reference that two reports tell of counts once; where two could be meant, both count', async () => {
  const book = await newBook()
  await book.add({
    name: 'month',
    delivered: '2026-05-15',
    sections: {
      br1: [
        billed(null, '-5.00'),
        billed(null, '-7.00'),
        billed(null, '-7.00'),
        billed(null, '-9.00'),
        billed(null, '-11.00'),
      ],
    },
  })
  const invoiced = (net: string, on: string): Cells =>
    sold({ transaction_reference_id: null, seller_net_revenue: net, invoice_date: on })
  await book.add({
    name: 'export',
    sections: {
      billed_revenue: [
        invoiced('-5.00', '2026-04-17'),
        invoiced('-7.00', '2026-04-18'),
        invoiced('-9.00', '2026-05-15'),
        invoiced('-11.00', '2026-05-14'),
      ],
    },
  })
  await book.add({
    name: 'payments',
    delivered: '2026-06-13',
    sections: { dis1: [disbursed(null, '3.00'), disbursed(null, '4.00')] },
  })
  const payment = (net: string): Cells => paid({ transaction_reference_id: null, seller_net_revenue: net })
  await book.add({ name: 'collections', sections: { collections_and_disbursements: [payment('3.00')] } })
  await book.reconcile({ asOf: '2026-07-01' })
  const counted = async (side: 'billed' | 'disbursed'): Promise<unknown[]> =>
    (await book.rows(`${side}_lines`))
      .filter((line) => line['counted'] === true)
      .map((line) => `${String(line['source'])} ${Number(line['net'])}`)
      .toSorted()
  expect(await counted('billed')).toEqual([
    'billed_revenue -11',
    'billed_revenue -5',
    'billed_revenue -7',
    'billed_revenue -9',
    'monthly_billed_revenue -7',
    'monthly_billed_revenue -7',
    'monthly_billed_revenue -9',
  ])
  expect(await counted('disbursed')).toEqual(['collections_and_disbursements 3', 'disbursement 4'])
  const keys = await book.rows('reconciliation')
  const total = (column: string): number => keys.reduce((sum, key) => sum + Number(key[column]), 0)
  expect([total('billed_net'), total('disbursed_net')]).toEqual([-55, 7])
})

test('a correction counts from the source that tells of it at the date, and once all the same', async () => {
  const book = await newBook()
  await book.add({
    name: 'report',
    delivered: '2026-06-12',
    sections: { dis1: [disbursed(null, '-50.00')], dis2: [settlement('S1', '2026-06-08', '-50.00')] },
  })
  await book.add({
    name: 'collections',
    sections: {
      collections_and_disbursements: [paid({ transaction_reference_id: null, seller_net_revenue: '-50.00' })],
    },
  })
  const sources = async (asOf: string): Promise<unknown[]> => {
    await book.reconcile({ asOf })
    const lines = await book.rows('disbursed_lines')
    return lines.filter((line) => line['counted'] === true).map((line) => line['source'])
  }
  expect(await sources('2026-06-09')).toEqual(['disbursement'])
  expect(await sources('2026-06-10')).toEqual(['collections_and_disbursements'])
})

test('of adjustments that no reference tells apart, a newer export takes the place of none but the same', async () => {
  const book = await newBook()
  const adjusted = (on: string | null, net: string): Cells =>
    sold({ transaction_reference_id: null, invoice_date: on, seller_net_revenue: net })
  const ends = (from: string, to: string): Cells[] => [
    sold({ transaction_reference_id: `from ${from}`, invoice_date: from }),
    sold({ transaction_reference_id: `to ${to}`, invoice_date: to }),
  ]
  const files = [
    [...ends('2025-01-05', '2025-06-28'), adjusted('2025-02-11', '-7.50'), adjusted('2025-05-12', '12.34')],
    [...ends('2025-02-03', '2025-07-30'), adjusted('2025-02-11', '-7.50'), adjusted('2025-05-12', '12.34')],
    [...ends('2025-03-02', '2025-08-30'), adjusted('2025-05-12', '12.34'), adjusted(null, '-1.00')],
    [...ends('2025-09-01', '2025-09-30'), adjusted(null, '-2.00')],
  ]
  for (const [index, lines] of files.entries())
    await book.add({ name: `export ${index}`, sections: { billed_revenue: lines } })
  await book.reconcile({ asOf: '2026-01-31' })
  const lines = (await book.rows('billed_lines')).filter((line) => line['transaction_reference'] === null)
  const counted = lines.filter((line) => line['counted'] === true).map((line) => Number(line['net']))
  expect(counted.toSorted((a, b) => a - b)).toEqual([-7.5, -2, -1, 12.34])
})

/** What reached the bank, and what of it no line explains, in all. */
async function bankedOf(book: TestBook): Promise<unknown[]> {
  const bridge = await book.rows('bridge')
  const amount = (line: string): number =>
    bridge.filter((row) => row['line'] === line).reduce((sum, row) => sum + Number(row['amount']), 0)
  return [amount('banked'), amount('bank-difference')]
}

/** A report of 2024-07-12 with two lines, and the two deposits that paid them. */
const twoDeposits = {
  dis1: [disbursed('T1', '97.00'), disbursed('T2', '3.00')],
  dis2: [settlement('S1', '2024-07-08', '97.00'), settlement('S2', '2024-07-09', '3.00')],
}
const exported = (reference: string, net: string, trace: string): Cells =>
  paid({
    transaction_reference_id: reference,
    seller_net_revenue: net,
    invoice_date: '2024-06-10',
    disbursement_date: '2024-07-08',
    disburse_bank_trace_id: trace,
  })

test('a deposit of several of a report is banked once where an export tells of its lines too', async () => {
  const book = await newBook()
  await book.add({ name: 'report', delivered: '2024-07-12', sections: twoDeposits })
  await book.reconcile({ asOf: '2024-07-31' })
  expect(await bankedOf(book)).toEqual([100, 0])
  // Of two deposits one had come by then; which lines it paid the report does not say.
  await book.reconcile({ asOf: '2024-07-08' })
  expect((await book.rows('settlements')).filter((row) => row['settlement'] === 'S1')).toMatchObject([
    { disbursed_amount: '97.00', difference: null },
  ])
  await book.add({
    name: 'export',
    sections: { collections_and_disbursements: [exported('T1', '97.00', 'TR1'), exported('T2', '3.00', 'TR2')] },
  })
  await book.reconcile({ asOf: '2024-07-31' })
  expect(await bankedOf(book)).toEqual([100, 0])
})

test('a deposit whose lines are not loaded is banked once, and is not said to differ from them', async () => {
  const book = await newBook()
  const deposit = { dis2: [settlement('S1', '2024-07-08', '97.00')] }
  await book.add({ name: 'deposit', delivered: '2024-07-12', sections: deposit })
  await book.reconcile({ asOf: '2024-07-31' })
  expect(await book.rows('settlements')).toMatchObject([
    { settlement: 'S1', disbursed_amount: '97.00', banked_net: '97.00', reported_net: null, difference: null },
  ])
  await book.add({ name: 'export', sections: { collections_and_disbursements: [exported('T1', '97.00', 'TR1')] } })
  await book.reconcile({ asOf: '2024-07-31' })
  expect(await bankedOf(book)).toEqual([97, 0])
})

test('a deposit of another year than the payments that an export tells of is banked', async () => {
  const book = await newBook()
  await book.add({
    name: 'deposit',
    delivered: '2022-07-12',
    sections: { dis2: [settlement('S1', '2022-07-08', '5000.00')] },
  })
  const paidLater = paid({ disbursement_date: '2025-03-10', invoice_date: '2025-02-10', disburse_bank_trace_id: null })
  await book.add({ name: 'export', sections: { collections_and_disbursements: [paidLater] } })
  await book.reconcile({ asOf: '2025-07-31' })
  // No loaded line says what it was for.
  expect(await bankedOf(book)).toEqual([5000, 5000])
})

test('an export without invoice dates tells of the same adjustment as one that has them', async () => {
  const book = await newBook()
  const lines = (date: string | null): Cells[] => [
    sold({ invoice_date: date }),
    sold({ transaction_reference_id: null, invoice_date: date, seller_net_revenue: '-50.00' }),
  ]
  await book.add({ name: 'undated', sections: { billed_revenue: lines(null) } })
  await book.add({ name: 'dated', sections: { billed_revenue: lines('2025-02-11') } })
  await book.reconcile({ asOf: '2025-07-31' })
  const counted = (await book.rows('billed_lines')).filter((line) => line['counted'] === true)
  expect(counted.map((line) => Number(line['net'])).toSorted((a, b) => a - b)).toEqual([-50, 97])
})

test('a refund of a later month is rolled forward in that month, whatever was paid in it', async () => {
  const book = await newBook()
  for (const [delivered, line] of [
    ['2022-05-15', billed('T9', '97.00')],
    ['2022-06-15', billed('R', '1000.00')],
    ['2022-07-15', billed('R', '-200.00')],
  ] as const)
    await book.add({ name: `billed ${delivered}`, delivered, sections: { br1: [line] } })
  for (const [month, lines] of [
    ['05', [disbursed('T0', '1.00')]],
    ['06', [disbursed('R', '1000.00')]],
    ['07', [disbursed('R', '-200.00')]],
  ] as const)
    await book.add({
      name: `paid ${month}`,
      delivered: `2022-${month}-10`,
      sections: {
        dis1: lines,
        dis2: [settlement(`S${month}`, `2022-${month}-08`, String(lines[0]?.['net_amount']))],
        dis7: [uncollected('T9', '97.00', '2022-04', null)],
      },
    })
  await book.reconcile()
  expect((await book.rows('roll_forward')).map(({ status }) => status)).toEqual(['pass', 'pass'])
})

test('what is listed before the end of its month is billed once, and foots with the bridge', async () => {
  const book = await newBook()
  await book.add({ name: 'may', delivered: '2022-06-15', sections: { br1: [billed('T0', '5.00')] } })
  await book.add({ name: 'june', delivered: '2022-07-15', sections: { br1: [billed('R', '100.00')] } })
  const compensated = { transaction_reference_id: 'R', net_revenue: '100.00', currency: 'USD', ar_period: '2022-06' }
  await book.add({ name: 'compensation', delivered: '2022-07-15', sections: { sc1: [compensated] } })
  await book.add({
    name: 'list',
    delivered: '2022-06-10',
    sections: { dis1: [disbursed('T0', '5.00')], dis7: [uncollected('R', '100.00', '2022-06', null)] },
  })
  await book.reconcile({ asOf: '2022-06-20' })
  const funds = await book.rows('uncollected_funds')
  expect(funds).toMatchObject([
    {
      transaction_reference: 'R',
      status: 'found',
      on_list: 'agrees',
      difference: '0.00',
      since_list: '100.00',
      list_line: null,
    },
  ])
  expect(await book.rows('bridge')).toContainEqual(expect.objectContaining({ line: 'other-day', amount: '100.00' }))
  expect((await controlsOf(book, 'bridge-foots')).map(({ status }) => status)).toEqual(['pass', 'pass'])
})
