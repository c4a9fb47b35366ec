import type { Row } from '../../../shared/contract/rows.ts'
import { bridgeSections, bridgeWords } from '../../../shared/words/bridge.ts'
import { knownFigure, textTable } from './text-table.ts'

/** Lines that say what the others come to are printed even where they are 0. */
const always = new Set(['billed', 'disbursed', 'difference', 'open', 'uncollected-list', 'collected', 'banked'])

/** The bridge: a line below the other, a column for each currency; lines of which no currency has anything are left out. */
export function bridgeReport(rows: readonly Row[]): string {
  if (rows.length === 0) return '  Nothing is billed or disbursed up to this date.\n'
  const currencies = [...new Set(rows.map((row) => String(row['currency'])))]
  const amountOf = new Map(
    rows.map((row) => [`${String(row['currency'])} ${String(row['line'])}`, row['amount'] ?? null]),
  )
  const isTakenOff = (line: string): boolean => rows.some((row) => row['line'] === line && row['adds'] === -1)
  const parts = Object.entries(bridgeSections).map(([section, title]) => {
    const lines = [...new Set(rows.filter((row) => row['section'] === section).map((row) => String(row['line'])))]
    const shown = lines.filter(
      (line) =>
        always.has(line) ||
        currencies.some((currency) => !/^-?[0.]+$/.test(String(amountOf.get(`${currency} ${line}`) ?? '0'))),
    )
    // What reaches the bank begins with what was disbursed, which stands above too.
    const parts =
      section === 'disbursed to bank' ? shown.toSpliced(shown.indexOf('collected') + 1, 0, 'disbursed') : shown
    return [
      [title, ...currencies.map(() => '')],
      ...parts.map((line) => [
        `  ${isTakenOff(line) && lines.includes(line) ? 'less ' : ''}${bridgeWords[line]?.text ?? line}`,
        ...currencies.map((currency) => knownFigure(amountOf.get(`${currency} ${line}`))),
      ]),
    ]
  })
  return textTable(
    [{ header: '' }, ...currencies.map((currency) => ({ header: currency, align: 'right' as const }))],
    parts.flat(),
  )
}
