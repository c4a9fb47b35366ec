import { Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconArrowRight, IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { Fragment, type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react'
import type { Overview } from '../../../shared/contract/books.ts'
import type { NamedRow } from '../../../shared/contract/rows.ts'
import { SentenceText } from '../../components/figures.tsx'
import { Panel } from '../../components/panel.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useFormats } from '../../formats/use-formats.tsx'
import { overviewWording as words } from '../../wording/overview.ts'
import { CoverageButton } from './coverage-button.tsx'
import { coverageGrid, type CoverageGrid, type CoverageStatus, summaryOf } from './coverage-grid.ts'
import classes from './coverage-panel.module.css'

interface CoveragePanelProps {
  readonly coverage: readonly NamedRow[]
  readonly nextFile: string | null
  readonly tells: Overview['tells']
}

/** Which reports are in the book, month by month, and which to get next. */
export function CoveragePanel({ coverage, nextFile, tells }: CoveragePanelProps) {
  const grid = useMemo(() => coverageGrid(coverage), [coverage])
  const { monthName } = useFormats()
  const [isUnfolded, setIsUnfolded] = useState(false)
  const reports = isUnfolded ? [...grid.reports, ...grid.otherFeeds] : grid.reports
  const years = useMemo(() => monthsByYear(grid.months), [grid])
  // One cell of the grid is in the order of Tab; arrows walk from there.
  const [at, setAt] = useState({ row: 0, column: Math.max(grid.months.length - 1, 0) })
  const table = useRef<HTMLTableElement>(null)
  // The latest months are the ones that matter, so a long row begins at its end.
  const scroll = useCallback((element: HTMLDivElement | null) => element?.scrollTo({ left: element.scrollWidth }), [])

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    const row = Math.min(Math.max(at.row + step.row, 0), reports.length - 1)
    const column = Math.min(Math.max(at.column + step.column, 0), grid.months.length - 1)
    setAt({ row, column })
    table.current?.querySelector<HTMLElement>(`[data-cell="${row}-${column}"]`)?.focus()
  }

  const otherFeeds =
    grid.otherFeeds.length === 0 ? null : (
      <OtherFeeds
        grid={grid}
        isUnfolded={isUnfolded}
        onToggle={() => {
          // The reachable cell may be in a row that goes.
          setAt({ ...at, row: Math.min(at.row, grid.reports.length - 1) })
          setIsUnfolded(!isUnfolded)
        }}
      />
    )

  return (
    <Panel title={words.coverage} help={words.coverageHelp} flush>
      <div className={classes.next}>
        {nextFile === null ? (
          <StateMark tone={tells.billed && tells.disbursed ? 'good' : 'neutral'}>
            {tells.billed && tells.disbursed ? words.nothingMissing : words.missingUnknown}
          </StateMark>
        ) : (
          <>
            <IconArrowRight size={15} aria-hidden />
            <Text size="sm">
              <span className={classes.nextLabel}>{words.nextFile}:</span> <SentenceText>{nextFile}</SentenceText>
            </Text>
          </>
        )}
      </div>
      <div className={classes.scroll} ref={scroll}>
        <table ref={table} className={classes.grid} aria-label={words.coverageGrid}>
          <thead>
            <tr>
              <th aria-hidden />
              {years.map(([year, months]) => (
                <th key={year} scope="colgroup" colSpan={months}>
                  {year}
                </th>
              ))}
            </tr>
            <tr>
              <th scope="col">{words.report}</th>
              {grid.months.map((month) => (
                <th key={month} scope="col">
                  {monthName(month)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {reports.map((report, row) => (
              <Fragment key={report}>
                {row === grid.reports.length ? otherFeeds : null}
                <tr>
                  <th scope="row">{words.reports[report] ?? report}</th>
                  {(grid.cells.get(report) ?? []).map((cell, column) => (
                    <td key={cell.month}>
                      <CoverageButton
                        cell={cell}
                        name={`${row}-${column}`}
                        isReachable={at.row === row && at.column === column}
                        onReach={() => setAt({ row, column })}
                        onKeyDown={onKeyDown}
                      />
                    </td>
                  ))}
                </tr>
              </Fragment>
            ))}
            {isUnfolded ? null : otherFeeds}
          </tbody>
        </table>
      </div>
      <Legend />
    </Panel>
  )
}

interface OtherFeedsProps {
  readonly grid: CoverageGrid
  readonly isUnfolded: boolean
  readonly onToggle: () => void
}

/** One row for the many data feeds beside the billing events, which opens to a row for each. */
function OtherFeeds({ grid, isUnfolded, onToggle }: OtherFeedsProps) {
  const { count, month: monthText } = useFormats()
  return (
    <tr>
      <th scope="row">
        <UnstyledButton
          className={classes.fold ?? ''}
          aria-expanded={isUnfolded}
          title={words.otherFeedsHelp(isUnfolded)}
          onClick={onToggle}
        >
          {isUnfolded ? <IconChevronDown size={13} aria-hidden /> : <IconChevronRight size={13} aria-hidden />}
          {words.otherFeeds(count(grid.otherFeeds.length))}
        </UnstyledButton>
      </th>
      {grid.months.map((month) => {
        const { status, loaded, missing } = summaryOf(grid, month)
        const label = words.otherFeedsIn(monthText(month), count(loaded), count(missing))
        return (
          <td key={month}>
            <div className={classes.cell} data-status={status} title={label}>
              <StateMark state={status} iconOnly />
              <VisuallyHidden>{label}</VisuallyHidden>
            </div>
          </td>
        )
      })}
    </tr>
  )
}

/** Each year with the number of its months. */
function monthsByYear(months: readonly string[]): readonly (readonly [string, number])[] {
  const years = new Map<string, number>()
  for (const month of months) years.set(month.slice(0, 4), (years.get(month.slice(0, 4)) ?? 0) + 1)
  return [...years]
}

const steps: Readonly<Record<string, { row: number; column: number }>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
  Home: { row: 0, column: -10_000 },
  End: { row: 0, column: 10_000 },
}

const shown: readonly CoverageStatus[] = ['loaded', 'missing', 'not-due', 'withdrawn']

function Legend() {
  return (
    <div className={classes.legend}>
      {shown.map((status) => (
        <StateMark key={status} state={status} />
      ))}
    </div>
  )
}
