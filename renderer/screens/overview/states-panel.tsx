import { UnstyledButton } from '@mantine/core'
import type { NamedRow } from '../../../shared/contract/rows.ts'
import { MoneyText } from '../../components/figures.tsx'
import figureTable from '../../components/figure-table.module.css'
import { Panel } from '../../components/panel.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { numberOf, textOf } from '../../formats/row-cells.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { goTo } from '../../navigation.ts'
import { overviewWording as words } from '../../wording/overview.ts'
import { wordsOf } from '../../../shared/words/states.ts'
import classes from './states-panel.module.css'
import { statePlace } from './targets.ts'

/** From what is settled to what needs most thought. */
const order = [
  'disbursed',
  'nothing-due',
  'not-disbursed',
  'partially-disbursed',
  'over-disbursed',
  'reversed',
  'sign-mismatch',
  'not-billed',
]

/** How many keys are in each state, with their sums: a block per currency. */
export function StatesPanel({ states }: { readonly states: readonly NamedRow[] }) {
  const currencies = [...new Set(states.map((row) => textOf(row, 'currency') ?? ''))]
  return (
    <Panel title={words.states} help={words.statesHelp} flush>
      <div className={classes.scroll}>
        <table className={figureTable.table}>
          <thead>
            <tr>
              <th scope="col">{words.currency}</th>
              <th scope="col">{words.state}</th>
              <th scope="col" className={figureTable.number}>
                {words.keys}
              </th>
              <th scope="col" className={figureTable.number}>
                {words.billed}
              </th>
              <th scope="col" className={figureTable.number}>
                {words.disbursed}
              </th>
              <th scope="col" className={figureTable.number}>
                {words.open}
              </th>
            </tr>
          </thead>
          {currencies.map((currency) => (
            <CurrencyBlock
              key={currency}
              currency={currency}
              rows={states.filter((row) => row['currency'] === currency).toSorted((a, b) => place(a) - place(b))}
            />
          ))}
        </table>
      </div>
    </Panel>
  )
}

function CurrencyBlock({ currency, rows }: { readonly currency: string; readonly rows: readonly NamedRow[] }) {
  const { count } = useFormats()
  return (
    <tbody className={classes.block}>
      {rows.map((row, index) => {
        const state = textOf(row, 'state') ?? ''
        const name = wordsOf(state)?.text ?? state
        const open = (): void => goTo(statePlace(state, currency))
        return (
          <tr key={state} className={figureTable.row} onClick={open}>
            {index === 0 ? (
              <th scope="rowgroup" rowSpan={rows.length} className={classes.currency}>
                {currency}
              </th>
            ) : null}
            <td>
              <div className={classes.state}>
                <StateMark state={state} iconOnly />
                <UnstyledButton
                  className={figureTable.link ?? ''}
                  title={words.showRows(name, currency)}
                  onClick={open}
                >
                  {name}
                </UnstyledButton>
              </div>
            </td>
            <td className={figureTable.number}>{count(numberOf(row, 'keys'))}</td>
            {(['billed_net', 'disbursed_net', 'open_net'] as const).map((column) => (
              <td key={column} className={figureTable.number}>
                <MoneyText value={textOf(row, column)} />
              </td>
            ))}
          </tr>
        )
      })}
    </tbody>
  )
}

function place(row: NamedRow): number {
  const index = order.indexOf(textOf(row, 'state') ?? '')
  return index < 0 ? order.length : index
}
