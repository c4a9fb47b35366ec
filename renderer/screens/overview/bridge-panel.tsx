import { Popover, UnstyledButton } from '@mantine/core'
import { Fragment } from 'react'
import type { NamedRow } from '../../../shared/contract/rows.ts'
import { bridgeSections, bridgeWords } from '../../../shared/words/bridge.ts'
import { MoneyText } from '../../components/figures.tsx'
import { Panel } from '../../components/panel.tsx'
import { numberOf, textOf } from '../../formats/row-cells.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { goTo } from '../../navigation.ts'
import { common } from '../../wording/common.ts'
import { overviewWording as words } from '../../wording/overview.ts'
import classes from './bridge-panel.module.css'
import { bridgePlace } from './targets.ts'

interface BridgePanelProps {
  readonly bridge: readonly NamedRow[]
}

/** What the others of their section come to: shown also where they are 0, and in bold. */
const results = new Set(['billed', 'disbursed', 'difference', 'open', 'uncollected-list', 'banked'])

/** The one statement from billed to disbursed to open, to AWS's list and to the bank: a line below the other, a column per
 * currency. Each amount leads to exactly its keys. */
export function BridgePanel({ bridge }: BridgePanelProps) {
  const currencies = [...new Set(bridge.map((row) => textOf(row, 'currency') ?? ''))]
  const cells = new Map(bridge.map((row) => [`${textOf(row, 'currency')} ${textOf(row, 'line')}`, row]))
  return (
    <Panel title={words.bridge} help={words.bridgeHelp} flush>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col" aria-label={words.bridgeLine} />
              {currencies.map((currency) => (
                <th key={currency} scope="col">
                  {currency}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Object.entries(bridgeSections).map(([section, title]) => {
              const rows = bridge.filter((row) => row['section'] === section)
              const own = shownLines(rows)
              // What reaches the bank begins with what was disbursed, which stands above too.
              const lines = section === 'disbursed to bank' && rows.some(isKnown) ? withDisbursed(own) : own
              // Of a part of which no currency knows anything one sentence says why.
              const unknown = rows.some(isKnown) ? undefined : rows.find((row) => row['line'] !== 'collected')
              return (
                <Fragment key={section}>
                  <tr className={classes.section}>
                    <th scope="rowgroup" colSpan={currencies.length + 1}>
                      {title}
                    </th>
                  </tr>
                  {unknown ? (
                    <tr>
                      <td colSpan={currencies.length + 1} className={classes.note}>
                        {textOf(unknown, 'note')}
                      </td>
                    </tr>
                  ) : null}
                  {lines.map((line) => (
                    <tr key={line} data-line={line} data-result={results.has(line) || undefined}>
                      <th scope="row" title={bridgeWords[line]?.meaning}>
                        {isTakenOff(bridge, line) && own.includes(line)
                          ? words.lessLine(bridgeWords[line]?.text ?? line)
                          : bridgeWords[line]?.text}
                      </th>
                      {currencies.map((currency) => (
                        <td key={currency}>
                          <BridgeCell line={line} currency={currency} row={cells.get(`${currency} ${line}`)} />
                        </td>
                      ))}
                    </tr>
                  ))}
                </Fragment>
              )
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

function withDisbursed(lines: readonly string[]): readonly string[] {
  return lines[0] === 'collected' ? ['collected', 'disbursed', ...lines.slice(1)] : ['disbursed', ...lines]
}

function isTakenOff(bridge: readonly NamedRow[], line: string): boolean {
  return bridge.some((row) => row['line'] === line && row['adds'] === -1)
}

/** Lines of which some currency has something, and those that say what the others come to. */
function shownLines(rows: readonly NamedRow[]): string[] {
  const isTold = rows.some(isKnown)
  return [...new Set(rows.map((row) => textOf(row, 'line') ?? ''))].filter(
    (line) =>
      (isTold && results.has(line)) ||
      rows.some((row) => row['line'] === line && row['amount'] !== null && numberOf(row, 'keys') > 0),
  )
}

/** What AWS has collected may be known where nothing else of its part is. */
function isKnown(row: NamedRow): boolean {
  return row['amount'] !== null && row['line'] !== 'collected'
}

interface BridgeCellProps {
  readonly line: string
  readonly currency: string
  readonly row: NamedRow | undefined
}

function BridgeCell({ line, currency, row }: BridgeCellProps) {
  const { count } = useFormats()
  const amount = row ? textOf(row, 'amount') : null
  if (!row || amount === null)
    return (
      <Popover width={280} withArrow>
        <Popover.Target>
          <UnstyledButton className={classes.unknown ?? ''}>{common.notKnown}</UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>{row ? textOf(row, 'note') : null}</Popover.Dropdown>
      </Popover>
    )
  const keys = numberOf(row, 'keys')
  return (
    <UnstyledButton
      className={classes.figure ?? ''}
      data-zero={/^-?[0.]+$/.test(amount)}
      title={words.showKeys(bridgeWords[line]?.text ?? line, currency, keys, count(keys))}
      onClick={() => goTo(bridgePlace(line, currency))}
    >
      <MoneyText value={amount} />
    </UnstyledButton>
  )
}
