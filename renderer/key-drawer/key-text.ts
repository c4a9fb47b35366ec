import type { KeyDetails, NamedRow } from '../../shared/contract/rows.ts'
import { sectionName } from '../../shared/words/codes.ts'
import type { ColumnName } from '../../shared/queries/columns.ts'
import { columnTitle } from '../../shared/queries/queries.ts'
import { keyDrawerWording } from '../wording/key-drawer.ts'
import { wordsOf } from '../../shared/words/states.ts'
import { subtract } from './amounts.ts'

/** The parts of a net, in the order in which a report prints them. */
export const partNames = [
  'gross',
  'fee',
  'refund',
  'fee_refund',
  'tax',
  'withheld_tax',
  'wholesale_cost',
  'net',
] as const

/** One part of a key on both sides; decimal strings, null where a side has no such line. */
export interface Part {
  readonly name: (typeof partNames)[number]
  readonly billed: string | null
  readonly disbursed: string | null
  readonly difference: string | null
}

/** The parts of a key from its row of `reconciliation`; a part that is nothing on both sides is left out. */
export function partsOf(reconciliation: NamedRow): Part[] {
  return partNames
    .map((name) => {
      const billed = amount(reconciliation[`billed_${name}`])
      const disbursed = amount(reconciliation[`disbursed_${name}`])
      return { name, billed, disbursed, difference: subtract(billed ?? '0', disbursed ?? '0') }
    })
    .filter(
      ({ name, billed, disbursed }) => name === 'net' || [billed, disbursed].some((one) => one && /[1-9]/.test(one)),
    )
}

/** Everything about a key as plain text, for a mail or a ticket. */
export function keyText(details: KeyDetails): string {
  const { reconciliation } = details
  const lines: string[] = []
  if (reconciliation) {
    lines.push(
      `${reconciliation['transaction_reference'] ?? keyDrawerWording.noReference} ${reconciliation['currency']}`,
      wordsOf(String(reconciliation['state']))?.text ?? '',
      String(reconciliation['explanation'] ?? ''),
      '',
      [keyDrawerWording.part, keyDrawerWording.billed, keyDrawerWording.disbursed, keyDrawerWording.difference].join(
        '\t',
      ),
      ...partsOf(reconciliation).map((part) =>
        [keyDrawerWording.partNames[part.name], part.billed ?? '', part.disbursed ?? '', part.difference ?? ''].join(
          '\t',
        ),
      ),
    )
  }
  const sides = [
    [keyDrawerWording.billedLines, details.billed],
    [keyDrawerWording.disbursedLines, details.disbursed],
    [keyDrawerWording.uncollectedLines, details.uncollected],
  ] as const
  for (const [title, rows] of sides) {
    if (rows.length === 0) continue
    lines.push('', title)
    for (const row of rows) lines.push(placeText(row), ...(row['raw_text'] ? [`  ${String(row['raw_text'])}`] : []))
  }
  for (const row of details.exceptions)
    lines.push('', `${columnTitle('exceptions', 'exception')}: ${String(row['explanation'] ?? '')}`)
  return lines.join('\n')
}

/** Where a line stands: file, section, sheet, line. */
export function placeText(row: NamedRow): string {
  const parts = [
    String(row['path'] ?? row['file'] ?? ''),
    row['section'] ? sectionName(String(row['section'])) : '',
    row['sheet'] ? keyDrawerWording.sheet(String(row['sheet'])) : '',
    row['line'] === null || row['line'] === undefined ? '' : keyDrawerWording.line(String(row['line'])),
  ]
  return parts.filter(Boolean).join(', ')
}

function amount(value: NamedRow[ColumnName]): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
