import { UnstyledButton } from '@mantine/core'
import type { Overview } from '../../../shared/contract/books.ts'
import type { NamedRow } from '../../../shared/contract/rows.ts'
import { MoneyText, SentenceText } from '../../components/figures.tsx'
import figureTable from '../../components/figure-table.module.css'
import { Panel } from '../../components/panel.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { textOf } from '../../formats/row-cells.ts'
import { sentenceText } from '../../formats/sentence.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { goTo } from '../../navigation.ts'
import { controlName } from '../../../shared/words/codes.ts'
import { equals } from '../../../shared/queries/filters.ts'
import { overviewWording as words } from '../../wording/overview.ts'
import classes from './controls-panel.module.css'
import { controlPlace } from './targets.ts'

const mostFailures = 8

interface ControlsPanelProps {
  readonly controls: readonly NamedRow[]
  readonly tells: Overview['tells']
}

/** The failed controls, once, with their totals and what makes the difference; then how the others stand. */
export function ControlsPanel({ controls, tells }: ControlsPanelProps) {
  const { count } = useFormats()
  const failures = controls.filter(({ status }) => status === 'fail')
  const more = failures.length - mostFailures
  return (
    <Panel title={words.controls} help={words.controlsHelp} flush aside={<Counts rows={controls} />}>
      {failures.length === 0 ? (
        <p className={classes.none}>
          <StateMark tone={tells.billed && tells.disbursed ? 'good' : 'neutral'}>
            {tells.billed && tells.disbursed ? words.noFailures : words.noFailuresYet}
          </StateMark>
        </p>
      ) : (
        <Failures failures={failures.slice(0, mostFailures)} />
      )}
      {more > 0 ? (
        <UnstyledButton className={classes.others ?? ''} onClick={() => goTo(allFailures)}>
          {words.moreRows(count(more))}
        </UnstyledButton>
      ) : null}
      <Summary controls={controls} />
    </Panel>
  )
}

const allFailures = {
  screen: 'data',
  query: 'controls',
  filters: [equals('status', 'fail')],
} satisfies Parameters<typeof goTo>[0]

function Failures({ failures }: { readonly failures: readonly NamedRow[] }) {
  return (
    <div className={classes.scroll}>
      <table className={figureTable.table}>
        <thead>
          <tr>
            <th scope="col">{words.control}</th>
            <th scope="col" className={figureTable.number}>
              {words.expectedTotal}
            </th>
            <th scope="col" className={figureTable.number}>
              {words.actualTotal}
            </th>
            <th scope="col" className={figureTable.number}>
              {words.difference}
            </th>
          </tr>
        </thead>
        <tbody>
          {failures.map((control) => (
            <Failure key={`${control['id']} ${control['subject']} ${control['currency']}`} control={control} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Failure({ control }: { readonly control: NamedRow }) {
  const formats = useFormats()
  const id = textOf(control, 'id') ?? ''
  const subject = textOf(control, 'subject') ?? ''
  const name = controlName(id)
  const note = textOf(control, 'note') ?? ''
  const cause = textOf(control, 'cause')
  const open = (): void => goTo(controlPlace(control))
  return (
    <>
      <tr className={`${figureTable.row} ${classes.failure}`} onClick={open} title={sentenceText(note, formats)}>
        <td className={classes.what}>
          <div className={classes.failed}>
            <StateMark state="fail" iconOnly />
            <UnstyledButton
              className={figureTable.link ?? ''}
              aria-label={words.showControl(name, subject)}
              onClick={(event) => {
                event.stopPropagation()
                open()
              }}
            >
              {name}
            </UnstyledButton>
          </div>
        </td>
        {(['expected', 'actual', 'difference'] as const).map((column) => (
          <td key={column} className={figureTable.number}>
            <Total control={control} column={column} />
          </td>
        ))}
      </tr>
      <tr className={classes.more} onClick={open}>
        <td colSpan={4}>
          <span className={classes.subject}>
            {words.unitOf(textOf(control, 'currency'))} · <SentenceText>{subject}</SentenceText>
          </span>
          {cause === null ? null : (
            <span className={classes.cause}>
              <SentenceText>{cause}</SentenceText>
            </span>
          )}
        </td>
      </tr>
    </>
  )
}

/** An amount of money, or a count of lines where the control counts lines. */
function Total({
  control,
  column,
}: {
  readonly control: NamedRow
  readonly column: 'expected' | 'actual' | 'difference'
}) {
  const { count } = useFormats()
  const value = textOf(control, column)
  if (value === null) return null
  if (textOf(control, 'currency') !== null) return <MoneyText value={value} />
  const lines = Number(value)
  return lines < 0 ? `(${count(-lines)})` : count(lines)
}

function Summary({ controls }: { readonly controls: readonly NamedRow[] }) {
  // The failed ones stand above.
  const others = controls.filter(({ status }) => status !== 'fail')
  const ids = [...new Set(others.map((control) => textOf(control, 'id') ?? ''))]
  return (
    <ul className={classes.summary}>
      {ids.map((id) => {
        const rows = others.filter((control) => textOf(control, 'id') === id)
        return (
          <li key={id}>
            <UnstyledButton
              className={classes.line ?? ''}
              onClick={() => goTo({ screen: 'data', query: 'controls', filters: [equals('id', id)] })}
            >
              <span className={classes.name}>{controlName(id)}</span>
              <Counts rows={rows} />
            </UnstyledButton>
          </li>
        )
      })}
    </ul>
  )
}

function Counts({ rows }: { readonly rows: readonly NamedRow[] }) {
  const { count } = useFormats()
  const of = (status: string): number => rows.filter((row) => row['status'] === status).length
  const failed = of('fail')
  const passed = of('pass')
  const rest = of('not-applicable')
  return (
    <span className={classes.counts}>
      {failed > 0 ? <StateMark state="fail">{words.failed(count(failed))}</StateMark> : null}
      {passed > 0 ? <StateMark state="pass">{words.passed(count(passed))}</StateMark> : null}
      {rest > 0 ? <StateMark state="not-applicable">{words.notApplicable(count(rest))}</StateMark> : null}
    </span>
  )
}
