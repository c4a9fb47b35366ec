import { expect, test } from 'vitest'
import { matchHeader } from '../../main/import/structure/headers.ts'
import { sectionById } from '../../shared/reports/catalogue.ts'
import { caseFolder, importAll, importTexts } from './tables.ts'

test('the agreement details report is a data set of its own, and no export of the agreements dashboard', async () => {
  const { files, book } = await importAll([caseFolder('16-supplementary')])
  expect(files[0]).toMatchObject({ status: 'imported', rows_kept: 1, date_source: 'not needed', warnings: [] })
  expect(await book.rows('select count(*)::integer as rows from agreements')).toEqual([{ rows: 0 }])
  expect(
    await book.rows(
      `select agreement_id, vendor_aws_account_id as vendor, agreement_end_date::varchar as ends, is_free_trial_offer as trial,
         total_contract_value::varchar as value from agreement_details`,
    ),
  ).toEqual([
    { agreement_id: 'agmt-ft1', vendor: '009900112233', ends: '2026-06-13', trial: 'true', value: '0.000000' },
  ])
})

test('pay-as-you-go has no end, and the column of today is read', async () => {
  const header = sectionById('agreement_details').layouts[0]?.join(',')
  const text = `${header}\nAcme,009900112233,410077223344,c1,Anchor,offer-1,Public,,,agmt-1,2026-05-14,2026-05-14,1-JAN-9999,false,false,12.50\n`
  const { files, book } = await importTexts({ 'report.csv': text })
  expect(files[0]).toMatchObject({ rows_kept: 1, refused_rows: 0 })
  expect(
    await book.rows(
      `select agreement_end_date::varchar as ends, is_upgraded_after_free_trial as upgraded from agreement_details`,
    ),
  ).toEqual([{ ends: '9999-01-01', upgraded: 'false' }])
})

test('columns of it in another order, or some of them, are not the agreements export', () => {
  const layout = sectionById('agreement_details').layouts[1] ?? []
  for (const header of [layout.toReversed(), layout.slice(0, 13), layout.slice(1)])
    expect(matchHeader(header)).toMatchObject({ kind: 'match', match: { section: { id: 'agreement_details' } } })
})
