import { describe, expect, test } from 'vitest'
import { matchHeader, normaliseHeader } from '../../main/import/structure/headers.ts'
import { type Section, sectionById, sections } from '../../shared/reports/catalogue.ts'

const label = (section: Section, name: string): string =>
  section.columns.find((column) => column.name === name)?.label ?? name

describe('every layout that AWS has used', () => {
  for (const section of sections)
    for (const [index, layout] of section.layouts.entries())
      test(`${section.id}, layout ${index + 1} (${layout.length} columns)`, () => {
        const labels = layout.map((name) => label(section, name))
        for (const header of [labels, labels.toReversed(), layout, labels.map((text) => ` "${text.toUpperCase()}" `)]) {
          const finding = matchHeader(header)
          expect(finding.kind).toBe('match')
          if (finding.kind !== 'match') continue
          expect(finding.match.section.id).toBe(section.id)
          expect(finding.match.unknown).toEqual([])
        }
      })
})

test('old and curly spellings are the same column', () => {
  expect(normaliseHeader('\uFEFFUser’s  State ')).toBe('users state')
  expect(normaliseHeader("*User's State")).toBe('users state')
  expect(normaliseHeader('\u202aUser\u200b\u00ads\u200f State\ufe0f\u2060\u202c')).toBe('users state')
  expect(normaliseHeader('Uncollected (31–60 days pending)')).toBe('uncollected (31-60 days pending)')
  expect(normaliseHeader('seller_net_revenue')).toBe(normaliseHeader('Seller net revenue'))
})

test('the fee column of 2018 is bound to the listing fee', () => {
  const header = sectionById('br1').layouts[1]?.map((name) =>
    name === 'aws_listing_fee' ? 'AWS Fee' : label(sectionById('br1'), name),
  )
  const finding = matchHeader(header ?? [])
  expect(finding.kind === 'match' && finding.match.columns.map((column) => column?.name)).toContain('aws_listing_fee')
})

test('columns that the catalogue does not have are kept and named, and missing ones tolerated', () => {
  const finding = matchHeader(['Net Amount', 'Colour', 'Transaction Reference ID', 'SellerRev', 'AWSRefFee'])
  expect(finding.kind === 'match' && finding.match.section.id).toBe('dis1')
  expect(finding.kind === 'match' && finding.match.unknown).toEqual(['Colour'])
  expect(finding.kind === 'match' && finding.match.missing).toContain('Product')
})

test('a heading printed twice binds once', () => {
  const section = sectionById('collections_and_disbursements')
  const header = [...(section.layouts[2] ?? []).map((name) => label(section, name)), 'Disbursement status']
  const finding = matchHeader(header)
  expect(finding.kind === 'match' && finding.match.section.id).toBe('collections_and_disbursements')
  expect(finding.kind === 'match' && finding.match.unknown).toEqual(['Disbursement status'])
})

test('a header that fits two reports equally is ambiguous', () => {
  const finding = matchHeader(['Transaction reference ID', 'Seller net revenue', 'Currency', 'Disbursement status'])
  expect(finding.kind === 'ambiguous' && finding.sections.map(({ id }) => id).toSorted()).toEqual([
    'billed_revenue',
    'collections_and_disbursements',
  ])
})

test('the six columns of the published query are near, and lack the key', () => {
  const finding = matchHeader([
    'invoice_id',
    'subscriber_aws_account_id',
    'payer_aws_account_id',
    'gross_revenue',
    'gross_refund',
    'last_collection_date',
  ])
  expect(finding.kind === 'none' && finding.nearest?.section.id).toBe('billed_revenue')
  expect(finding.kind === 'none' && finding.nearest?.lacking).toEqual([
    'Transaction reference ID',
    'Seller net revenue',
    'Currency',
  ])
})

test('a line of data is no header', () => {
  expect(matchHeader(['Anchor', 'p1', '100.00', '-3.00', '97.00', 'T1']).kind).toBe('none')
})

test('a person’s choice gives way to a layout of another report, and not to as many of its columns', () => {
  const billed = sectionById('billed_revenue')
  const [layout = []] = billed.layouts
  const sectionOf = (names: readonly string[]): string | null => {
    const finding = matchHeader(
      names.map((name) => label(billed, name)),
      'collections_and_disbursements',
    )
    return finding.kind === 'match' ? finding.match.section.id : null
  }
  expect(sectionOf(layout)).toBe('billed_revenue')
  const mixed = layout.map((name) => (name === 'payer_company_name' ? 'distribution_cost' : name))
  expect(sectionOf(mixed)).toBe('collections_and_disbursements')
})
