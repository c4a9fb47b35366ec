import { Popover, UnstyledButton } from '@mantine/core'
import type { Figures, Overview } from '../../../shared/contract/books.ts'
import { MoneyText } from '../../components/figures.tsx'
import { Panel } from '../../components/panel.tsx'
import { goTo } from '../../navigation.ts'
import { common } from '../../wording/common.ts'
import { overviewWording as words } from '../../wording/overview.ts'
import classes from './figures-panel.module.css'
import { figurePlace, type FigureName, figureNames, isNearest } from './targets.ts'

interface FiguresPanelProps {
  readonly figures: Overview['figures']
}

/** What was billed, collected, disbursed, banked, is open and past due: a row per currency. */
export function FiguresPanel({ figures }: FiguresPanelProps) {
  return (
    <Panel title={words.figures} help={words.figuresHelp} flush>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.currency}</th>
              {figureNames.map((name) => (
                <th key={name} scope="col" title={words.figureMeaning[name]}>
                  {words.figure[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {figures.map((row) => (
              <tr key={row.currency}>
                <th scope="row">{row.currency}</th>
                {figureNames.map((name) => (
                  <td key={name}>
                    <FigureCell name={name} figures={row} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

function FigureCell({ name, figures }: { readonly name: FigureName; readonly figures: Figures }) {
  const value = figures[name]
  if (value === null) {
    const reason = name === 'collected' || name === 'banked' ? words.unknownReason[name] : common.notKnown
    return (
      <Popover width={280} withArrow>
        <Popover.Target>
          <UnstyledButton className={classes.unknown ?? ''}>{common.notKnown}</UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>{reason}</Popover.Dropdown>
      </Popover>
    )
  }
  return (
    <UnstyledButton
      className={classes.figure ?? ''}
      data-name={name}
      data-zero={/^-?[0.]+$/.test(value)}
      title={
        isNearest(name)
          ? words.showNearest[name](figures.currency)
          : words.showRows(words.figure[name], figures.currency)
      }
      onClick={() => goTo(figurePlace(name, figures.currency))}
    >
      <MoneyText value={value} />
    </UnstyledButton>
  )
}
