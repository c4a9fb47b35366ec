import { BarChart } from '@mantine/charts'
import { Group, SegmentedControl, UnstyledButton } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import type { Overview } from '../../../shared/contract/books.ts'
import { MoneyText } from '../../components/figures.tsx'
import figureTable from '../../components/figure-table.module.css'
import { Panel } from '../../components/panel.tsx'
import { lengthOf } from '../../formats/row-cells.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { goTo } from '../../navigation.ts'
import { overviewWording as words } from '../../wording/overview.ts'
import classes from './months-panel.module.css'
import { monthPlace } from './targets.ts'

type Month = Overview['months'][number]

interface MonthsPanelProps {
  readonly months: Overview['months']
  readonly currency: string
  readonly aside: ReactNode
}

const series = [
  { name: 'billed', label: words.billed, color: 'var(--chart-billed)' },
  { name: 'disbursed', label: words.disbursed, color: 'var(--chart-disbursed)' },
]
/** A chart of more months than this says nothing; the table has them all. */
const mostMonths = 24

/** Billed and disbursed by month, as a chart or as a table. */
export function MonthsPanel({ months, currency, aside }: MonthsPanelProps) {
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const { privacy } = useFormats()
  const rows = useMemo(() => months.filter((row) => row.currency === currency), [months, currency])
  const shown = privacy ? 'table' : view
  const head = (
    <Group gap="xs" wrap="nowrap">
      <SegmentedControl
        data={[
          { value: 'chart', label: words.asChart },
          { value: 'table', label: words.asTable },
        ]}
        value={shown}
        disabled={privacy}
        onChange={(value) => setView(value === 'table' ? 'table' : 'chart')}
        aria-label={words.chartOrTable}
      />
      {aside}
    </Group>
  )
  return (
    <Panel title={words.months} help={words.monthsHelp} aside={head} flush>
      {rows.length === 0 ? <p className={classes.empty}>{words.monthsEmpty(currency)}</p> : null}
      {rows.length > 0 && shown === 'chart' ? <MonthsChart rows={rows.slice(-mostMonths)} /> : null}
      {rows.length > 0 && shown === 'table' ? <MonthsTable rows={rows} /> : null}
    </Panel>
  )
}

function MonthsChart({ rows }: { readonly rows: readonly Month[] }) {
  const { locale, monthName } = useFormats()
  const short = useMemo(() => new Intl.NumberFormat(locale, { notation: 'compact' }), [locale])
  const data = rows.map((row) => ({
    exact: row,
    month: row.month,
    billed: lengthOf(row.billed),
    disbursed: lengthOf(row.disbursed),
  }))
  return (
    <div className={classes.chart}>
      <BarChart
        h="100%"
        data={data}
        dataKey="month"
        series={series}
        withLegend
        legendProps={{ verticalAlign: 'top', align: 'right', height: 26 }}
        valueFormatter={(value) => short.format(value)}
        gridAxis="x"
        tickLine="none"
        maxBarWidth={34}
        barChartProps={{ accessibilityLayer: true, barGap: 2 }}
        xAxisProps={{ height: 36, tick: monthTick, tickFormatter: monthName }}
        yAxisProps={{ width: 52 }}
        tooltipProps={{ content: monthTooltip }}
        barProps={{ radius: 2, isAnimationActive: false }}
      />
    </div>
  )
}

interface Tick {
  readonly x: number | string
  readonly y: number | string
  readonly index: number
  readonly payload: { readonly value: string }
}

function monthTick(tick: Tick) {
  return <MonthTick {...tick} />
}

/** The month, and its year below where one begins: "Jan 26" alone would read as a day. */
function MonthTick({ x, y, index, payload }: Tick) {
  const { monthName } = useFormats()
  const isFirst = index === 0 || payload.value.endsWith('-01')
  return (
    <text x={x} y={y} textAnchor="middle" fontSize={12} fill="var(--quiet)">
      <tspan x={x} dy="0.7em">
        {monthName(payload.value)}
      </tspan>
      {isFirst ? (
        <tspan x={x} dy="1.25em">
          {payload.value.slice(0, 4)}
        </tspan>
      ) : null}
    </text>
  )
}

function monthTooltip({
  payload,
}: {
  readonly payload?: readonly { readonly payload?: { readonly exact?: Month } }[]
}) {
  const exact = payload?.[0]?.payload?.exact
  return exact ? <MonthTooltip row={exact} /> : null
}

/** The exact figures; the chart itself only knows lengths. */
function MonthTooltip({ row }: { readonly row: Month }) {
  const { month } = useFormats()
  return (
    <div className={classes.tooltip}>
      <strong>{month(row.month)}</strong>
      {series.map(({ name, label, color }) => (
        <div key={name} className={classes.tooltipLine}>
          <span className={classes.dot} style={{ background: color }} />
          <span>{label}</span>
          <MoneyText value={name === 'billed' ? row.billed : row.disbursed} currency={row.currency} />
        </div>
      ))}
    </div>
  )
}

function MonthsTable({ rows }: { readonly rows: readonly Month[] }) {
  const { month } = useFormats()
  return (
    <div className={classes.table}>
      <table className={figureTable.table}>
        <thead>
          <tr>
            <th scope="col">{words.month}</th>
            <th scope="col" className={figureTable.number}>
              {words.billed}
            </th>
            <th scope="col" className={figureTable.number}>
              {words.disbursed}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map((row) => (
            <tr key={row.month}>
              <th scope="row">{month(row.month)}</th>
              {(['billed', 'disbursed'] as const).map((side) => (
                <td key={side} className={figureTable.number}>
                  <UnstyledButton
                    className={figureTable.link ?? ''}
                    title={words.showRows(`${words[side]}, ${month(row.month)}`, row.currency)}
                    onClick={() => goTo(monthPlace(side, row.month, row.currency))}
                  >
                    <MoneyText value={row[side]} />
                  </UnstyledButton>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
