import { describe, expect, it } from 'vitest'
import { formatsOf } from '../../renderer/formats/formats.ts'
import { type GridColumn, gridColumn, kindOf } from '../../renderer/grid/column-kind.ts'
import { clipboardText } from '../../renderer/grid/copy/clipboard-text.ts'
import { amountOf, filterOf } from '../../renderer/grid/filters/entry.ts'
import { filterWords } from '../../renderer/grid/filters/filter-words.ts'
import { firstLayout, fittedLayout, fittedNarrowing, withFilter } from '../../renderer/grid/grid-view.ts'
import { pinsWithRoom } from '../../renderer/grid/pinned-columns.ts'
import { pagesOf, rowsIn, withoutRow, withRows } from '../../renderer/grid/row-ranges.ts'
import { cellWriter, valueWriter } from '../../renderer/grid/shown-cell.ts'
import { visibleText } from '../../renderer/grid/visible-text.ts'
import { subtract } from '../../renderer/key-drawer/amounts.ts'
import type { ColumnType } from '../../shared/contract/rows.ts'
import type { GridLayout } from '../../shared/contract/settings.ts'
import { type DerivedName, columnTitle } from '../../shared/queries/queries.ts'

const formats = { ...formatsOf('en-US'), privacy: false }
const hiding = { ...formats, privacy: true }

function column(name: string, type: ColumnType = 'text', query: DerivedName = 'reconciliation'): GridColumn {
  return gridColumn(query, { name, type })
}

describe('texts that cannot be seen', () => {
  it('are written as their numbers', () => {
    expect(visibleText('a\u202Egpj.exe')).toBe('a[U+202E]gpj.exe')
    expect(visibleText('\u0007\u200B\uFEFF')).toBe('[U+0007][U+200B][U+FEFF]')
    expect(visibleText('\u{E0041}\uD800')).toBe('[U+E0041][U+D800]')
    expect(visibleText('one\r\ntwo\tthree')).toBe('one↵two⇥three')
  })

  it('leave other writings and signs as they are', () => {
    expect(visibleText('שלום 日本語 👩‍💻 <b>&amp;</b>')).toBe('שלום 日本語 👩‍💻 <b>&amp;</b>')
  })
})

describe('cells', () => {
  it('tell ids from texts and figures', () => {
    expect(kindOf(column('transaction_reference'))).toBe('id')
    expect(kindOf(column('payer'))).toBe('id')
    expect(kindOf(column('currency_code'))).toBe('text')
    expect(kindOf(column('state'))).toBe('state')
    expect(kindOf(column('invoice_id', 'money'))).toBe('money')
  })

  it('show the codes of the core in words, which stay the values that filters and files have', () => {
    const shown = (name: string, value: string, row = {}): string => cellWriter(column(name), formats)(value, row)
    expect(shown('why_not_counted', 'other-source')).toBe('another source counts')
    expect(shown('why_not_counted', 'duplicate')).toBe('delivered twice')
    expect(shown('why_not_counted', 'after-as-of')).toBe('after the as-of date')
    expect(shown('section', 'sc1')).toBe('Sales compensation report, section 1: Billed revenue')
    expect(shown('sections', 'dis1, dis2, dis7')).toBe('Disbursement report, sections 1, 2, 7')
    expect(shown('sections', 'cs1, billing_event_feed')).toBe(
      'Daily customer subscriber report, section 1; Billing event feed',
    )
    expect(shown('report', 'monthly_billed_revenue')).toBe('Monthly billed revenue report')
    expect(shown('feed', 'pii_feed')).toBe('PII (until 2023) feed')
    expect(shown('id', 'past-due-total')).toBe('Past due lines agree with section 6')
    expect(shown('notes', 'source-difference, currency-assumed')).toBe('sources differ, currency assumed')
    expect(shown('subject', 'br1')).toBe('Monthly billed revenue report, section 1: Billing and revenue data')
    expect(shown('subject', 'roll-forward: 2026-06-13 to 2026-07-13')).toBe(
      'Opening, billed and disbursed give closing: Jun 13, 2026 to Jul 13, 2026',
    )
    expect(shown('subject', 'dar4w99jgpz3vpay9r5axpnp')).toBe('dar4w99jgpz3vpay9r5axpnp')
    expect(shown('warnings', '["One.","Two of 2026-07-13."]')).toBe('One. Two of Jul 13, 2026.')
    expect(shown('reason', 'control-failed', { exception: 'control-failed' })).toBe('')
    expect(shown('reason', 'past-due', { exception: 'not-disbursed' })).toBe('past due')
  })

  it('count lines in whole numbers where a control counts lines', () => {
    const shown = (value: string, unit: string): string =>
      cellWriter(column('difference', 'money'), formats)(value, { unit })
    expect(shown('-1.00', 'lines')).toBe('(1)')
    expect(shown('1234.00', 'lines')).toBe('1,234')
    expect(shown('1234.00', 'money')).toBe('1,234.00')
  })

  it('show amounts exactly, ids untouched, closed words in words', () => {
    expect(cellWriter(column('net', 'money'), formats)('-12345678901234567890.5')).toBe(
      '(12,345,678,901,234,567,890.50)',
    )
    expect(cellWriter(column('payer'), formats)('001234567890')).toBe('001234567890')
    expect(cellWriter(column('state'), formats)('partially-disbursed')).toBe('Partially disbursed')
    expect(cellWriter(column('state'), formats)('Baja-California')).toBe('Baja-California')
    expect(cellWriter(column('path'), formats)('/reports/may/billed.csv')).toBe('billed.csv')
    expect(cellWriter(column('line', 'integer'), formats)(123456)).toBe('123456')
  })

  it('hide names and amounts in privacy mode, also within sentences', () => {
    expect(cellWriter(column('net', 'money'), hiding)('12.50')).toBe('•••')
    expect(cellWriter(column('payer_name'), hiding)('Acme')).toBe('•••')
    expect(cellWriter(column('explanation'), hiding)('Billed 6496.00 USD in 1 line.')).toBe('Billed ••• USD in 1 line.')
    expect(cellWriter(column('transaction_reference'), hiding)('abc')).toBe('abc')
  })

  it('hide what a refused row says of its cells in privacy mode', () => {
    const reason = column('reason')
    expect(cellWriter(reason, hiding)('Net: "Acme "B" 1,250.00" is not a number.')).toBe('Net: "•••" is not a number.')
    expect(cellWriter(reason, formats)('Net: "Acme" is not a number.')).toBe('Net: "Acme" is not a number.')
    expect(cellWriter(reason, hiding)('past-due')).toBe('past due')
    expect(cellWriter(column('value'), hiding)('Acme')).toBe('•••')
    expect(cellWriter(column('extra'), hiding)('{"Buyer":"Acme"}')).toBe('•••')
  })

  it('leave the names of files in privacy mode, and cut the folders', () => {
    const path = column('path')
    expect(cellWriter(path, hiding)('/clients/acme/billed.csv')).toBe('billed.csv')
    expect(valueWriter(path, formats)('/clients/acme/billed.csv')).toBe('/clients/acme/billed.csv')
    expect(valueWriter(path, hiding)('/clients/acme/billed.csv')).toBe('billed.csv')
    const subject = cellWriter(column('subject'), hiding)
    expect(subject('/clients/acme/may.zip/billed.csv, section 1')).toBe('may.zip/billed.csv, section 1')
    expect(subject('Found in C:\\My clients\\acme\\billed.csv.')).toBe('Found in billed.csv.')
    expect(subject('net and/or gross')).toBe('net and/or gross')
  })

  it('name a month of a data feed by its feed and month', () => {
    const path = cellWriter(column('path'), hiding)
    const month = 'billingeventfeed_v1/year=2026/month=05/data.csv'
    expect(path(`/clients/acme/${month}`)).toBe(month)
    expect(path(`C:\\clients\\acme\\${month.replaceAll('/', '\\')}`)).toBe(month)
    expect(path('/clients/acme/year=2026/month=05/data.csv')).toBe('year=2026/month=05/data.csv')
    expect(path(`/clients/acme/feeds.zip/${month}`)).toBe(`feeds.zip/${month}`)
    const grew = `It grew: 2 rows came to the 3 rows of /clients/acme/${month}.`
    expect(cellWriter(column('replaces'), hiding)(grew)).toBe(`It grew: 2 rows came to the 3 rows of ${month}.`)
  })

  it('hide who a buyer is in the data feeds', () => {
    const hidden = (name: string): boolean => cellWriter(column(name), hiding)('x') !== 'x'
    for (const name of ['tax_registration_number', 'opportunity_description', 'tax_legal_name', 'address_line_1'])
      expect([name, hidden(name)]).toEqual([name, true])
    for (const name of ['bank_trace_id', 'disbursement_reference_number', 'billing_event_id', 'broker_id', 'title'])
      expect([name, hidden(name)]).toEqual([name, false])
    expect(kindOf(column('reversed_by'))).toBe('id')
  })

  it('have titles without underscores', () => {
    expect(columnTitle('reconciliation', 'billed_net')).toBe('Billed net')
    expect(columnTitle('reconciliation', 'aws_seller_of_record')).toBe('AWS seller of record')
    expect(columnTitle('reconciliation', 'isv_account_id')).toBe('ISV account ID')
  })
})

describe('filters', () => {
  const net = column('net', 'money')

  it('take amounts as people write them and keep every digit', () => {
    expect(amountOf('1,250.00')).toBe('1250.00')
    expect(amountOf('(12.50)')).toBe('-12.50')
    expect(amountOf('1.250,75')).toBe('1250.75')
    expect(amountOf('0,5')).toBe('0.5')
    expect(amountOf('12345678901234567890.123456')).toBe('12345678901234567890.123456')
    expect(amountOf('1e5')).toBeNull()
  })

  it('say what is wrong with an entry', () => {
    expect(filterOf({ operator: 'less', value: 'abc', to: '' }, net)).toHaveProperty('problem')
    expect(filterOf({ operator: 'equals', value: '2026-02-30', to: '' }, column('due_date', 'date'))).toHaveProperty(
      'problem',
    )
    expect(filterOf({ operator: 'between', value: '1', to: '' }, net)).toHaveProperty('problem')
    expect(filterOf({ operator: 'blank', value: '', to: '' }, net)).toEqual({
      filter: { operator: 'blank', column: 'net' },
    })
  })

  it('read as sentences', () => {
    expect(filterWords({ operator: 'between', column: 'net', from: '-5', to: '1000' }, net, formats)).toBe(
      'Net is between (5.00) and 1,000.00',
    )
    expect(filterWords({ operator: 'in', column: 'state', values: ['reversed', null] }, column('state'), formats)).toBe(
      'State is Reversed or (empty)',
    )
  })

  it('stand once per column', () => {
    const one = { operator: 'blank', column: 'net' } as const
    const other = { operator: 'not-blank', column: 'net' } as const
    expect(withFilter([one], 'net', other)).toEqual([other])
    expect(withFilter([one], 'net', null)).toEqual([])
  })
})

describe('views', () => {
  const columns = [
    column('currency'),
    column('transaction_reference'),
    column('sha256'),
    column('net', 'money'),
  ] as const

  it('start with the key at the left and hashes hidden', () => {
    const view = firstLayout(columns, 'billed_lines')
    expect(view.columns.map(({ name }) => name)).toEqual(['transaction_reference', 'currency', 'sha256', 'net'])
    expect(view.columns.filter(({ pinned }) => pinned)).toHaveLength(2)
    expect(view.columns.find(({ name }) => name === 'sha256')?.hidden).toBe(true)
  })

  it('fit themselves to the columns that are there', () => {
    const kept = {
      columns: [{ name: 'gone' }, { name: 'net', width: 90 }],
      orderBy: [{ column: 'gone' }, { column: 'net', descending: true }],
    }
    const fitted = fittedLayout(kept, columns, 'billed_lines')
    expect(fitted.columns[0]).toEqual({ name: 'net', width: 90, pinned: false })
    expect(fitted.columns).toHaveLength(4)
    expect(fitted.orderBy).toEqual([{ column: 'net', descending: true }])
    const filters = [{ operator: 'blank', column: 'gone' } as const]
    expect(fittedNarrowing({ filters, search: 'x' }, columns)).toEqual({ filters: [], search: 'x' })
  })

  it('show a column that is new where it stands at first, beside the one before it', () => {
    const kept = { columns: [{ name: 'net' }, { name: 'transaction_reference' }], orderBy: [] }
    const names = fittedLayout(kept, columns, 'billed_lines').columns.map(({ name }) => name)
    expect(names).toEqual(['net', 'transaction_reference', 'currency', 'sha256'])
  })

  it('keep at the left what a narrow window once took from there, and let scroll what a person lets scroll', () => {
    const pinned = (columns: GridLayout['columns']) =>
      fittedLayout(
        { columns, orderBy: [] },
        columns.map(({ name }) => column(name)),
        'billed_lines',
      )
        .columns.filter((column) => column.pinned)
        .map(({ name }) => name)
    expect(
      pinned([
        { name: 'transaction_reference', width: 214 },
        { name: 'currency', pinned: true },
      ]),
    ).toEqual(['transaction_reference', 'currency'])
    expect(
      pinned([
        { name: 'transaction_reference', pinned: false },
        { name: 'currency', pinned: true },
      ]),
    ).toEqual(['currency'])
  })

  it('let the last of the kept columns scroll while there is no room for them', () => {
    const kept = [{ name: 'transaction_reference', pinned: true }, { name: 'currency', pinned: true }, { name: 'net' }]
    const width = (name: string): number => ({ transaction_reference: 214, currency: 96 })[name] ?? 120
    expect([...pinsWithRoom(kept, 700, width)]).toEqual(['transaction_reference', 'currency'])
    expect([...pinsWithRoom(kept, 400, width)]).toEqual(['transaction_reference'])
    expect([...pinsWithRoom(kept, 270, width)]).toEqual([])
  })
})

describe('selected rows', () => {
  it('join, split and are counted', () => {
    expect(withRows([[2, 4]], 6, 5)).toEqual([[2, 6]])
    expect(withoutRow([[0, 499_999]], 10)).toEqual([
      [0, 9],
      [11, 499_999],
    ])
    expect(
      rowsIn([
        [0, 9],
        [11, 499_999],
      ]),
    ).toBe(499_999)
    expect(pagesOf([[5, 2004]], 1000)).toEqual([
      { offset: 5, limit: 1000 },
      { offset: 1005, limit: 1000 },
    ])
  })
})

describe('the clipboard', () => {
  const columns = [column('payer'), column('product'), column('net', 'money')] as const
  const { plain, html } = clipboardText(
    [
      { payer: '001234567890', product: '=1+1', net: '-12.50' },
      { payer: '-', product: '<b>"tab\there"</b>', net: null },
    ],
    columns,
  )

  it('holds plain amounts, marks what would run as a formula, quotes what would break the table', () => {
    expect(plain.split('\r\n')).toEqual([
      'Payer account\tProduct\tNet',
      "001234567890\t'=1+1\t-12.50",
      '\'-\t"<b>""tab\there""</b>"\t',
    ])
  })

  it('says of ids and texts that they are text, and of amounts which number they are', () => {
    expect(html).toContain(`<td style="mso-number-format:'\\@'">001234567890</td>`)
    expect(html).toContain('<td x:num="-12.50">-12.50</td>')
    expect(html).toContain('&lt;b&gt;&quot;tab')
    expect(html).not.toContain('<b>')
  })
})

describe('differences', () => {
  it('are exact', () => {
    expect(subtract('0.3', '0.1')).toBe('0.20')
    expect(subtract('12345678901234567890.000001', '1')).toBe('12345678901234567889.000001')
    expect(subtract('-5.00', '-5')).toBe('0.00')
    expect(subtract('1', 'x')).toBeNull()
  })
})
