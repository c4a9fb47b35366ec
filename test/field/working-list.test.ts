import { expect, test } from 'vitest'
import { headingsSignature, matchHeader } from '../../main/import/structure/headers.ts'
import {
  billedHeader,
  billedLine,
  caseFolder,
  dis1Header,
  dis1Line,
  fileCalled,
  importAll,
  importTexts,
  workbookOf,
} from './tables.ts'

test('a person’s own lists do not count, and are named with how little of a report they have', async () => {
  const imported = await importAll([caseFolder('02-working-list')])
  expect(imported).toMatchObject({ billed: '582.00', disbursed: '291.00' })
  const list = fileCalled(imported, 'my open items.csv')
  expect(list.status).toBe('unrecognised')
  expect(list.reason).toContain('It has 3 columns, 2 of the 22 of Disbursement report, section 1')
  expect(list.reason).toContain('beside Owner')
  expect(list.reason).toContain('--as dis1')
  for (const [name, sheet] of [
    ['billed.xlsx', 'My list'],
    ['billed2.xlsx', 'Expected cash'],
    ['disbursed_amount_by_product_2026-06-27.xlsx', 'Recon'],
  ] as const)
    expect(fileCalled(imported, name).warnings.join()).toContain(`the sheet "${sheet}"`)
})

test.each([
  ['reference, amount and currency', 'Transaction reference ID,Seller net revenue,Currency', 'T1,97.00,USD'],
  [
    'due date and a note',
    'Transaction Reference ID,Net Revenue,Currency,Payment Due date,Note',
    'T1,97.00,USD,2026-06-30,x',
  ],
  [
    'columns of an export beside a person’s own',
    'Invoice date,Subscriber company name,Transaction reference ID,Seller net revenue,Currency,AWS tax share,Owner,Comment,Chased on',
    '2026-05-31,Heron Example Ltd,T1,97.00,USD,0,Ann,ok,2026-06-01',
  ],
])('%s', async (_name, header, line) => {
  const { files, billed, disbursed, book } = await importTexts({ 'list.csv': `${header}\n${line}\n` })
  expect(files[0]?.status).toBe('unrecognised')
  expect(files[0]?.reason).toContain('it may be a list of your own')
  expect([billed, disbursed, await book.rows('select * from dis7')]).toEqual(['0.00', '0.00', []])
})

test('a report with a person’s own columns beside it is the report', async () => {
  const text = `${billedHeader},Owner,Comment\n${billedLine('T1', '97.00')},Ann,ok\n`
  const { files, billed } = await importTexts({ 'billed.csv': text })
  expect(billed).toBe('97.00')
  expect(files[0]?.warnings.join(' ')).toContain('Owner, Comment')
  expect(files[0]?.warnings.join(' ')).toContain('17 of the 80')
})

test('a list above or below a report in one sheet does not count with it, and its lines are kept', async () => {
  const list = ['Transaction Reference ID,Net Amount,Owner', 'T1,97.00,Ann', 'T2,1.00,Bo']
  const report = [dis1Header, dis1Line('T1', '97.00')]
  const { files, disbursed } = await importTexts({
    'disbursed_amount_by_product_2026-06-27.csv': [...list, '', ...report].join('\n'),
    'disbursed_amount_by_product_2026-06-28.xlsx': await workbookOf({ One: [...report, '', ...list] }),
  })
  expect(disbursed).toBe('194.00')
  expect(files.map(({ rows_kept, refused_rows }) => [rows_kept, refused_rows])).toEqual([
    [1, 3],
    [1, 3],
  ])
  expect(files.map(({ warnings }) => warnings.filter((one) => one.startsWith('Left aside')).length)).toEqual([1, 1])
})

test('a bank statement is told what can be read', async () => {
  const { files } = await importTexts({ 'bank.csv': 'Date,Description,Amount,Balance\n2026-06-01,AWS,97.00,97.00\n' })
  expect(files[0]?.status).toBe('unrecognised')
  expect(files[0]?.reason).toContain('It reads the reports of AWS Marketplace')
})

test('a header that lacks much names what it lacks, the first of it, and what can be done', () => {
  const thin = ['invoice_id', 'subscriber_aws_account_id', 'payer_aws_account_id', 'gross_revenue', 'gross_refund']
  expect(matchHeader(thin).kind).toBe('none')
})

test('what a person chose counts where the columns are that it cannot do without', () => {
  const list = ['Transaction Reference ID', 'Net Amount', 'Owner']
  const chosen = matchHeader(list, 'dis1')
  expect(chosen).toMatchObject({ kind: 'match', match: { section: { id: 'dis1' }, doubt: null } })
  expect(chosen.kind === 'match' && chosen.match.warning).toContain('Columns that it lacks: Product')
  const ambiguous = ['Transaction reference ID', 'Seller net revenue', 'Currency', 'Disbursement status']
  expect(matchHeader(ambiguous, 'billed_revenue')).toMatchObject({ match: { section: { id: 'billed_revenue' } } })
  const without = matchHeader(['Transaction Reference ID', 'Product', 'SellerRev'], 'dis1')
  expect(without).toMatchObject({ kind: 'none', nearest: { lacking: ['Net Amount'], chosen: true } })
  const other = matchHeader(['Net Revenue', 'Currency', 'Transaction Reference ID'], 'dis7')
  expect(other).toMatchObject({ kind: 'match', match: { section: { id: 'dis7' } } })
  const whole = matchHeader(dis1Header.split(','), 'billed_revenue')
  expect(whole).toMatchObject({ kind: 'match', match: { section: { id: 'dis1' } } })
})

test('the signature of headings is the same for every spelling and order, and for no other columns', () => {
  const signature = headingsSignature(['Net Amount', 'Transaction Reference ID', 'Owner', ''])
  expect(headingsSignature(['OWNER', ' transaction_reference_id', '"Net  amount"'])).toBe(signature)
  expect(headingsSignature(['Owner', 'Net Amount'])).not.toBe(signature)
})

test('a list with few columns of an export is named, alone and with its sheet beside a report', async () => {
  const list = ['Invoice date,Transaction reference ID,Product title,Seller net revenue,Currency']
  const folded = [...list, '2026-05-31,Q1,Anchor,97.00,USD']
  const name = 'disbursed_amount_by_product_2026-06-27.xlsx'
  const uncollected = 'Payer AWS Account Number,Transaction Reference ID,Currency,Net Revenue,Payment Due date'
  const { files } = await importTexts({
    [name]: await workbookOf({
      Report: [dis1Header, dis1Line('T1', '97.00')],
      Mine: folded,
      Late: [uncollected, '410077223344,Q1,USD,97.00,2026-06-30'],
    }),
    'mine.csv': folded.join('\n'),
  })
  expect(files[1]?.warnings).toEqual([
    'It has 5 columns, 5 of the 80 of the Billed revenue export: look whether it is the report itself, for it counts as one.',
  ])
  const told = files[0]?.warnings.join(' ')
  expect(told).toContain(
    'The table on line 1 of the sheet "Mine" has 5 columns, 5 of the 80 of the Billed revenue export',
  )
  expect(told).toContain('The table on line 1 of the sheet "Late" has 5 columns, 5 of the 17 of Disbursement report')
})
