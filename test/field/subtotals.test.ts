import { expect, test } from 'vitest'
import { isTotalLabel } from '../../main/import/structure/noise.ts'
import {
  type Imported,
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

test('what a spreadsheet put between the data is no line', async () => {
  const imported = await importAll([caseFolder('03-subtotals')])
  expect(imported).toMatchObject({ billed: '87.30', disbursed: '339.50' })
  const kept = (name: string): unknown[] => {
    const file = fileCalled(imported, name)
    const totals = file.other_lines.filter(({ kind }) => kind === 'total').map(({ line }) => line)
    return [file.rows_kept, totals, file.refusals.map(({ reason }) => reason)]
  }
  expect(kept('disbursed_amount_by_product_2022-08-13.csv')).toEqual([3, [4, 6, 7], []])
  expect(kept('subtotal-usd.csv')).toEqual([2, [4], []])
  expect(kept('summe.csv')).toEqual([2, [4], []])
  expect(kept('total-usd.csv')).toEqual([
    2,
    [],
    ['Transaction reference ID: the cell is empty like all but the amounts: it may be a total.'],
  ])
})

/** A row of the billed export with these cells by place, and the sums. */
function row(cells: Readonly<Record<number, string>>): string {
  return Array.from({ length: 17 }, (_, index) => cells[index] ?? (index === 8 || index === 10 ? '29.10' : '')).join(
    ',',
  )
}

const totals: readonly (readonly [string, string])[] = [
  ['a label in any column', row({ 6: 'Anchor Ergebnis', 11: 'USD' })],
  ['a label behind what the rows have in common', row({ 4: 'Heron Example Ltd', 5: 'GB', 6: 'Total', 11: 'USD' })],
  ['a label in the column of days', row({ 0: '2026-05-31 Total' })],
  ['a label in the column of accounts', row({ 14: '410077223344 Total' })],
  ['a label in the column of the currency', row({ 11: 'USD Total' })],
  ['a label in the column of references', row({ 12: 'T1 Total', 11: 'USD' })],
  ['a bare label in the column of references', row({ 12: 'Grand Total' })],
  ['the column of references names the group', row({ 12: 'Suma końcowa', 0: '2026-05-31' })],
  ['references that were counted', row({ 6: 'Anchor Total', 12: '2' })],
  ['a word of no list in the column of references', row({ 12: 'Ukupno', 6: 'Anchor', 4: 'Heron', 11: 'USD' })],
  ['how many there are, in words', row({ 12: '2 items', 6: 'Anchor', 11: 'USD' })],
  ['a count beside the group', row({ 12: '2', 6: 'Anchor', 11: 'USD' })],
  ['a label for a reference in a row that was filled down', billedLine('T2 Total', '29.10')],
  ['a label for a reference, and all else filled', billedLine('Total', '29.10')],
  ['the group and no label', row({ 6: 'Anchor', 11: 'USD' })],
  ['the group, its day and no label', row({ 0: '2026-05-31', 1: '2026-06-30', 6: 'Anchor', 4: 'Heron', 11: 'USD' })],
]

let imported: Promise<Imported> | undefined

/** Each of these totals below the same two lines, in a file and in a workbook of its own, imported together. */
async function importTotals(): Promise<Imported> {
  const texts: Record<string, string | Buffer> = {}
  for (const [at, [, total]] of totals.entries()) {
    const lines = [billedHeader, billedLine('T1', '9.70'), billedLine('T2', '19.40'), total]
    texts[`${at}.csv`] = lines.join('\n')
    texts[`${at}.xlsx`] = await workbookOf({ One: lines })
  }
  return importTexts(texts)
}

test.each(totals.map(([name], at) => [name, at] as const))('%s', async (_name, at) => {
  imported ??= importTotals()
  const all = await imported
  for (const file of [fileCalled(all, `${at}.csv`), fileCalled(all, `${at}.xlsx`)]) {
    expect(file.rows_kept).toBe(2)
    const said = [...file.other_lines.map(({ kind }) => kind), ...file.refusals.map(({ reason }) => reason)].join(' ')
    expect(said).toContain('total')
  }
  // Every file holds the same lines, which count once.
  expect(all.billed).toBe('29.10')
})

test('a row without a reference is a total, whatever stands in it, when it is the sum of others', async () => {
  const filled = (net: string, product = 'Anchor'): string => billedLine('', net, product)
  const below = [
    billedHeader,
    billedLine('T1', '9.70', 'Buoy'),
    billedLine('T2', '19.40', 'Buoy'),
    filled('29.10', 'Buoy'),
    billedLine('T3', '1.00'),
    billedLine('T4', '2.00'),
    filled('3.00'),
    filled('32.10'),
    // Neither a sum of all nor of a group; AWS's own word; and the sum of one line, which may be its copy or another.
    filled('-2.50'),
    filled('32.10', 'Balance adjustment'),
    billedLine('T5', '4.00'),
    filled('4.00'),
  ]
  const above = [billedHeader, billedLine('Ukupno', '29.10'), billedLine('U1', '9.70'), billedLine('U2', '19.40')]
  const imported = await importTexts({ 'below.csv': below.join('\n'), 'above.csv': above.join('\n') })
  expect(fileCalled(imported, 'above.csv').refusals).toMatchObject([{ line: 2 }])
  const { refusals } = fileCalled(imported, 'below.csv')
  expect(refusals.map(({ line }) => line)).toEqual([4, 7, 8])
  expect(refusals[0]?.reason).toBe(
    'Transaction reference ID: the cell is not a reference, and the amounts of its row are the sums of other rows: it may be a total.',
  )
  expect(imported.billed).toBe('98.80')
  // A label for a reference is refused with its row: nobody is told that it counts.
  const labelled = [...above, row({ 12: 'Grand Total', 11: 'USD' })].toSpliced(1, 1)
  const { files } = await importTexts({ 'labelled.csv': labelled.join('\n') })
  expect(files[0]).toMatchObject({ rows_kept: 2, warnings: [] })
})

test('customers and products called so, and lines without a reference, stay', async () => {
  const adjustment = ',,,,,,,,-2.50,,0.00,0.00,410077223344,US'.replace(/^,/, 'Anchor,p1').replace('p1,,', 'p1,')
  const lines = [
    billedHeader,
    billedLine('T1', '9.70', 'Total Protection'),
    billedLine('T2', '19.40', 'Data Total'),
    billedLine('T3', '1.00', '合計'),
    // An adjustment: no reference, and its other cells filled.
    billedLine('', '-2.50', 'Grand Total'),
  ]
  const { files, billed } = await importTexts({ 'billed.csv': lines.join('\n') })
  expect(files[0]).toMatchObject({ rows_kept: 4, refused_rows: 0, title_lines: 0 })
  expect(billed).toBe('27.60')
  const dis1 = [dis1Header, dis1Line('T1', '97.00'), dis1Line('', '-2.50')].join('\n')
  const other = await importTexts({ 'disbursed_amount_by_product_2026-06-27.csv': dis1 })
  expect(other.disbursed).toBe('94.50')
  expect(adjustment).toContain('p1')
})

test('sections without references: a label alone is a total, a product with a code is none', async () => {
  const header =
    'Product Title,Product Code,New Free Trials,Total Current Free Trials,Converted Free Trials,Non-Converted Free Trials'
  const text = [header, 'Total Protection,p1,1,2,3,4', 'Anchor,p2,1,2,3,4', ',Gesamtergebnis,2,4,6,8', '総計,,2,4,6,8']
  const { files } = await importTexts({ 'trials.csv': text.join('\n') })
  expect(files[0]).toMatchObject({ rows_kept: 2, title_lines: 2 })
})

test('the word in the languages of spreadsheets', () => {
  const labels =
    'Grand Total|Total général|Gesamtergebnis|Anchor Ergebnis|Summe|SUMME:|Totale complessivo|Anchor Totale|Subtotale|合計|東京 集計|小計|総計|Totaal|Eindtotaal|Suma|Suma częściowa|Anchor Suma|Общий итог|Итого|총합계|Anchor 요약|總計|总计|Anchor 汇总|Total Geral|Genel Toplam|Celkový součet|Σύνολο|Yhteensä|Totalt|Összesen|Ukupno|Endsumme|Samtals|Промежуточные итоги|סכום ביניים|उप-योग|إجمالي|الاجمالي|المجموع الكلي'
  for (const label of labels.split('|')) expect([label, isTotalLabel(label)]).toEqual([label, true])
  for (const word of [
    'Totality',
    'Summerhouse',
    'Ergebnisdienst',
    '設計',
    'Sumatra',
    'Subtotality',
    'Itogo Ltd',
    'Razemus',
  ])
    expect([word, isTotalLabel(word)]).toEqual([word, false])
})
