import { expect, test } from 'vitest'
import { importText, unaccounted } from './books.ts'

const header = 'Product,SellerRev,AWSRefFee,Net Amount,Transaction Reference ID,Customer AWS Account Number'

async function amounts(cells: string[], delimiter = ';'): Promise<{ kept: unknown[]; refused: unknown[] }> {
  const lines = cells.map((cell, index) => ['p', '0', '0', cell, `T${index}`, '123456789012'].join(delimiter))
  const { file, rows } = await importText([header.replaceAll(',', delimiter), ...lines].join('\n'))
  expect(unaccounted(file)).toBe(0)
  return {
    kept: (await rows('select net_amount from dis1 order by line')).map((row) => row['net_amount']),
    refused: (await rows('select value from refused_rows order by line')).map((row) => row['value']),
  }
}

test('money with signs, separators, brackets and trailing minus', async () => {
  const cells = [
    '1234.50',
    '$1,234.50',
    '(5.00)',
    '5.00-',
    '-$5.00',
    '($1,234.50)',
    'USD 7.00',
    '1 234.50',
    '.5',
    '−3.00',
  ]
  const { kept, refused } = await amounts(cells)
  expect(refused).toEqual([])
  expect(kept.map(Number)).toEqual([1234.5, 1234.5, -5, -5, -5, -1234.5, 7, 1234.5, 0.5, -3])
})

test('a decimal comma is taken when the file proves it', async () => {
  const { kept, refused } = await amounts(['1.234,50', '1.234', '-7,5', '1 000,00'])
  expect(refused).toEqual([])
  expect(kept).toEqual(['1234.500000', '1234.000000', '-7.500000', '1000.000000'])
})

test('a lone group of three is refused when nothing decides what it is', async () => {
  const { kept, refused } = await amounts(['1,234', '5', '12'])
  expect(kept).toEqual(['5.000000', '12.000000'])
  expect(refused).toEqual(['1,234'])
})

test('what is no exact amount is refused', async () => {
  const cells = [
    '1.00',
    'abc',
    '1.23E+3',
    '1.1234567',
    '12,34',
    '(-5.00)',
    '(5.00',
    '1_000',
    '9999999999999.00',
    '5%',
    'Infinity',
  ]
  const { kept, refused } = await amounts(cells)
  expect(kept).toEqual(['1.000000'])
  expect(refused).toEqual(cells.slice(1))
})

test('amounts that break floating point stay exact', async () => {
  const { kept } = await amounts(['0.1', '0.2', '-0.3', '123456789012.123456', '0.000001'])
  expect(kept).toEqual(['0.100000', '0.200000', '-0.300000', '123456789012.123456', '0.000001'])
})

test('account numbers get their zeros back and are marked; lost digits are refused', async () => {
  const accounts = [
    '123456789012',
    '12345678901',
    '1234-5678-9012',
    '1.23457E+11',
    '12345.0',
    '1234567890123',
    'Not available',
  ]
  const lines = accounts.map((account, index) => `p,1.00,0,1.00,T${index},${account}`)
  const { file, rows } = await importText([header, ...lines].join('\n'))
  expect(await rows('select customer_aws_account_number as account, repaired from dis1 order by line')).toEqual([
    { account: '123456789012', repaired: null },
    { account: '012345678901', repaired: 'customer_aws_account_number' },
    { account: '123456789012', repaired: null },
    { account: '000000012345', repaired: 'customer_aws_account_number' },
    { account: null, repaired: null },
  ])
  expect(file.refusals.map(({ line, column }) => [line, column])).toEqual([
    [5, 'Customer AWS Account Number'],
    [7, 'Customer AWS Account Number'],
  ])
  expect(file.warnings.join(' ')).toContain('2 rows have an account number that had lost its leading zeros')
})

test('placeholders are no value, and keys lose the white space around them', async () => {
  const lines = ['p,1.00,0,1.00, T1\u00a0,-', 'Not applicable,1.00,0,1.00,Not provided,N/A', 'NA,1.00,0,1.00,"",']
  const { rows } = await importText([header, ...lines].join('\n'))
  expect(
    await rows(
      'select product, transaction_reference_id as key, customer_aws_account_number as account from dis1 order by line',
    ),
  ).toEqual([
    { product: 'p', key: 'T1', account: null },
    { product: null, key: null, account: null },
    { product: 'NA', key: null, account: null },
  ])
})

test.each(['', ' '])('what a text says does not depend on a blank (%j) that ends some other cell', async (blank) => {
  const cells = ['NULL', 'Null', 'NOT AVAILABLE', 'not applicable', 'Not Provided', '-', 'Nan', 'NA', 'none']
  const lines = [...cells, `Anchor${blank}`].map((cell, index) => `${cell},1.00,0,1.00,T${index},,${cell}`)
  const { rows } = await importText([`${header},Our own`, ...lines].join('\n'))
  const kept = await rows(`select product, extra ->> 'Our own' as own from dis1 order by line`)
  expect(kept.map(({ product }) => product)).toEqual([...Array(6).fill(null), 'Nan', 'NA', 'none', 'Anchor'])
  // Nobody knows what a column means that no report has.
  expect(kept.map(({ own }) => own)).toEqual([...cells.slice(0, 4), null, null, ...cells.slice(6), 'Anchor'])
})

const subscriptions = 'Line Item ID,Tax Amount,Transaction Date,Transaction Reference ID,Product Name,Product Code'

async function dates(cells: string[]): Promise<{ kept: unknown[]; refused: string[]; warnings: readonly string[] }> {
  const lines = cells.map((cell, index) => `${index},1.00,"${cell}",T${index},x,y`)
  const { file, rows } = await importText([subscriptions, ...lines].join('\n'))
  return {
    kept: (await rows('select transaction_date from tx1 order by line')).map((row) => row['transaction_date']),
    refused: file.refusals.map(({ reason }) => reason),
    warnings: file.warnings,
  }
}

test('dates in every spelling that says which number is what', async () => {
  const cells = [
    '2024-08-15',
    '2024-08-15T10:11:12Z',
    '2024-08-15 10:11:12.5 UTC',
    'Aug 15, 2024',
    '15-Aug-2024',
    '2024/08/15',
    '2024-08-15T01:00:00+02:00',
  ]
  const { kept, refused } = await dates(cells)
  expect(refused).toEqual([])
  expect(kept).toEqual([...Array(6).fill('2024-08-15'), '2024-08-14'])
})

test('the order of day and month is decided by the whole column', async () => {
  expect(await dates(['03/04/2024', '25/12/2024'])).toMatchObject({ kept: ['2024-04-03', '2024-12-25'], refused: [] })
  expect(await dates(['03/04/2024', '12/25/2024 0:00'])).toMatchObject({
    kept: ['2024-03-04', '2024-12-25'],
    refused: [],
  })
})

test('an order that nothing decides, or that two cells contradict, is refused', async () => {
  const undecided = await dates(['03/04/2024', '2024-01-31'])
  expect(undecided.kept).toEqual(['2024-01-31'])
  expect(undecided.refused[0]).toContain('may be day before month or month before day')
  const contradictory = await dates(['25/12/2024', '12/25/2024', '2024-01-31'])
  expect(contradictory.kept).toEqual(['2024-01-31'])
  expect(contradictory.refused).toHaveLength(2)
})

test('days that no calendar has are refused', async () => {
  const { kept, refused } = await dates(['2023-02-29', '2024-02-29', '2024-13-01', 'soon'])
  expect(kept).toEqual(['2024-02-29'])
  expect(refused).toHaveLength(3)
})

test('dates of agreements that are written with dots are not taken for the order that AWS documents', async () => {
  const heads =
    'Transaction reference ID,Seller net revenue,Currency,Accepted term types,AWS tax share,Agreement start date'
  const imported = (dates: readonly string[]): ReturnType<typeof importText> =>
    importText([heads, ...dates.map((date, index) => `T${index},1.00,USD,Usage,0.00,${date}`), ''].join('\n'))
  const begins = 'select agreement_start_date::date as begins from billed_revenue order by line'
  const open = await imported(['01.04.2024', '01.07.2024'])
  expect(open.file).toMatchObject({ rows_kept: 0, refused_rows: 2 })
  const told = await imported(['01.04.2024', '15.07.2024'])
  expect(await told.rows(begins)).toEqual([{ begins: '2024-04-01' }, { begins: '2024-07-15' }])
  const documented = await imported(['01-04-2024', '01-07-2024'])
  expect(await documented.rows(begins)).toEqual([{ begins: '2024-01-04' }, { begins: '2024-01-07' }])
})

test('the documented month-day order of agreement dates needs no proof, and the year 9999 stays', async () => {
  const text = [
    'Transaction reference ID,Seller net revenue,Currency,Accepted term types,AWS tax share,Agreement start date,Agreement end date',
    'T1,1.00,usd,x,0,03-04-2024,JAN-1-9999',
  ].join('\n')
  const { rows, file } = await importText(text)
  expect(file.reason).toBeNull()
  expect(
    await rows(
      'select agreement_start_date::date as begins, agreement_end_date::date as ends, currency from billed_revenue',
    ),
  ).toEqual([{ begins: '2024-03-04', ends: '9999-01-01', currency: 'USD' }])
})

test('a day that the reconciliation reads is none in the year 9999', async () => {
  const text = [
    'Transaction reference ID,Seller net revenue,Currency,Accepted term types,AWS tax share,Payment due date',
    'T1,1.00,usd,x,0,9999-01-01T00:00:00Z',
  ].join('\n')
  const { rows } = await importText(text)
  expect(await rows('select payment_due_date as due from billed_revenue')).toEqual([{ due: null }])
})

test('a line without currency or amount is refused where the section has them', async () => {
  const text =
    'Net Revenue,Currency,AR Period,Transaction Reference ID,Gross Revenue\n1.00,,2022-07,T1,1.00\n,USD,2022-07,T2,1.00\n1.00,USD,Jul-22,T3,1.00\n'
  const { file, rows } = await importText(
    `Payment Due date,${text.split('\n')[0]}\n${text
      .split('\n')
      .slice(1, 4)
      .map((line) => `2022-08-15,${line}`)
      .join('\n')}`,
  )
  expect(file.refusals.map(({ column }) => column)).toEqual(['Currency', 'Net Revenue'])
  expect(await rows('select ar_period from dis7')).toEqual([{ ar_period: '2022-07' }])
})
