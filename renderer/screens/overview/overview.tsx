import { Alert, Button } from '@mantine/core'
import { IconAlertTriangle, IconDatabaseOff } from '@tabler/icons-react'
import { useState } from 'react'
import type { Overview } from '../../../shared/contract/books.ts'
import { HelpHint } from '../../components/help-hint.tsx'
import { ScreenHeader } from '../../components/screen-header.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx'
import { useQueries } from '../../connection/index.ts'
import { useActions } from '../../session/actions.tsx'
import { useAppState, useBookQuery } from '../../session/app-state.tsx'
import { useJobs } from '../../session/jobs.tsx'
import { overviewWording, overviewWording as words } from '../../wording/overview.ts'
import { AgeingPanel } from './ageing-panel.tsx'
import { AttentionLine } from './attention-line.tsx'
import { BridgePanel } from './bridge-panel.tsx'
import { Columns } from './columns.tsx'
import { ControlsPanel } from './controls-panel.tsx'
import { CoveragePanel } from './coverage-panel.tsx'
import { CurrencyPicker } from './currency-picker.tsx'
import { FeedsPanel } from './feeds-panel.tsx'
import { MonthsPanel } from './months-panel.tsx'
import classes from './overview.module.css'
import { SourcesPanel } from './sources-panel.tsx'
import { StatesPanel } from './states-panel.tsx'

/** How the book stands: figures, controls, coverage, ageing, months, states. */
export function OverviewScreen() {
  const { book } = useAppState()
  const queries = useQueries()
  const overview = useBookQuery({ ...queries.queries.overview.queryOptions(), enabled: book?.empty === false })
  return (
    // Until the figures of another as-of date or revision are there, those before are shown as what they are.
    <div className={classes.screen} aria-busy={overview.isPlaceholderData}>
      <ScreenHeader
        title={overviewWording.title}
        help={<HelpHint subject={overviewWording.title}>{overviewWording.help}</HelpHint>}
      >
        {overview.data && !book?.empty ? <AttentionLine overview={overview.data} /> : null}
      </ScreenHeader>
      {book?.empty ? <EmptyBook /> : null}
      {!book?.empty && overview.isPending ? <LoadingState label={overviewWording.loading} /> : null}
      {overview.error ? <ErrorState error={overview.error} onRetry={() => void overview.refetch()} /> : null}
      {overview.data && !book?.empty ? <Panels overview={overview.data} /> : null}
    </div>
  )
}

function EmptyBook() {
  const actions = useActions()
  const job = useJobs().jobs.at(-1)
  if (job) return <LoadingState label={job.label} />
  return (
    <EmptyState
      icon={<IconDatabaseOff size={40} stroke={1.3} />}
      title={overviewWording.emptyTitle}
      text={overviewWording.emptyText}
    >
      <Button variant="filled" size="sm" onClick={() => actions.run('go-import')}>
        {overviewWording.emptyImport}
      </Button>
      <Button size="sm" onClick={() => actions.run('open-sample')}>
        {overviewWording.emptySample}
      </Button>
    </EmptyState>
  )
}

function Panels({ overview }: { readonly overview: Overview }) {
  const currencies = [...new Set(overview.bridge.map((row) => String(row['currency'])))]
  const [chosen, setChosen] = useState<string | null>(null)
  // The currency with the most keys says most about the book.
  const currency = chosen !== null && currencies.includes(chosen) ? chosen : busiest(overview)
  const picker = <CurrencyPicker currencies={currencies} value={currency} onChange={setChosen} />
  const bridge = <BridgePanel key="bridge" bridge={overview.bridge} />
  const controls = <ControlsPanel key="controls" controls={overview.controls} tells={overview.tells} />
  const coverage = (
    <CoveragePanel key="coverage" coverage={overview.coverage} nextFile={overview.nextFile} tells={overview.tells} />
  )
  const feeds = <FeedsPanel key="feeds" feeds={overview.feeds} />
  const ageing = <AgeingPanel key="ageing" ageing={overview.ageing} currency={currency} aside={picker} />
  const months = <MonthsPanel key="months" months={overview.months} currency={currency} aside={picker} />
  const sources = <SourcesPanel key="sources" syncs={overview.sources} />
  const states = <StatesPanel key="states" states={overview.states} />
  return (
    <>
      <SidesNote tells={overview.tells} />
      <Columns
        one={[bridge, controls, coverage, sources, feeds, ageing, months, states]}
        two={[
          [bridge, states, sources, feeds],
          [controls, ageing, coverage, months],
        ]}
        three={[
          [bridge, sources],
          [controls, ageing, feeds],
          [coverage, states, months],
        ]}
      />
    </>
  )
}

/** Where one side of the reconciliation is not loaded, that is the first thing to know. */
function SidesNote({ tells }: Pick<Overview, 'tells'>) {
  const missing = words.sideMissing(tells)
  return missing === null ? null : (
    <Alert icon={<IconAlertTriangle size={16} />} color="yellow" variant="light" className={classes.note ?? ''}>
      {missing}
    </Alert>
  )
}

function busiest({ states, bridge }: Overview): string {
  const keys = new Map<string, number>()
  for (const { currency, keys: count } of states)
    keys.set(String(currency), (keys.get(String(currency)) ?? 0) + Number(count ?? 0))
  const [most] = [...keys].toSorted((a, b) => b[1] - a[1])
  return most?.[0] ?? String(bridge[0]?.['currency'] ?? '')
}
