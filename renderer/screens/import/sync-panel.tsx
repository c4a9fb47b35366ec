import { Anchor, Text } from '@mantine/core'
import figureTable from '../../components/figure-table.module.css'
import { Panel } from '../../components/panel.tsx'
import { ErrorState } from '../../components/states.tsx'
import { useQueries } from '../../connection/index.ts'
import { useBookQuery } from '../../session/app-state.tsx'
import { useSources } from '../../session/sources.ts'
import { useSyncSession } from '../../session/sync-session.tsx'
import { addressOf } from '../../navigation.ts'
import { syncWording as words } from '../../wording/sources.ts'
import { lastSyncOf } from '../last-sync.ts'
import classes from './import.module.css'
import { SyncPlanDialog } from './sync-plan-dialog.tsx'
import { SyncProgress } from './sync-progress.tsx'
import { SyncRow } from './sync-row.tsx'

/** The S3 sources with what this book has of each, and the way to fetch what is new. */
export function SyncPanel() {
  const sources = useSources()
  const { stage, start } = useSyncSession()
  const queries = useQueries()
  const { data } = useBookQuery(queries.queries.overview.queryOptions())
  if (sources.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.noSources}{' '}
        <Anchor underline="always" href={addressOf({ screen: 'settings' })}>
          {words.toSettings}
        </Anchor>
        .
      </Text>
    )
  return (
    <Panel title={words.title} help={words.help} flush>
      {stage.type === 'failed' ? (
        <div className={classes.problem}>
          <ErrorState error={stage.error} onRetry={() => void start(stage.source)} />
        </div>
      ) : null}
      <SyncProgress />
      <table className={figureTable.table} aria-label={words.title}>
        <thead>
          <tr>
            <th scope="col">{words.source}</th>
            <th scope="col">{words.lastSynced}</th>
            <th scope="col">{words.reachesTo}</th>
            <th scope="col">{words.contents}</th>
            <th aria-hidden />
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <SyncRow key={source.name} source={source} last={lastSyncOf(data?.sources ?? [], source)} />
          ))}
        </tbody>
      </table>
      <SyncPlanDialog />
    </Panel>
  )
}
