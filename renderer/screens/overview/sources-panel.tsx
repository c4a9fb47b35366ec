import { Button } from '@mantine/core'
import type { NamedRow } from '../../../shared/contract/rows.ts'
import figureTable from '../../components/figure-table.module.css'
import { Panel } from '../../components/panel.tsx'
import { textOf } from '../../formats/row-cells.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useSources } from '../../session/sources.ts'
import { goTo } from '../../navigation.ts'
import { syncWording as words } from '../../wording/sources.ts'
import { lastSyncOf, syncsOfFormer } from '../last-sync.ts'
import classes from './sources-panel.module.css'

/** When the book was last synced with each S3 source, and how far that reaches; nothing where there is none. */
export function SourcesPanel({ syncs }: { readonly syncs: readonly NamedRow[] }) {
  const sources = useSources()
  const former = syncsOfFormer(syncs, sources)
  if (sources.length === 0 && former.length === 0) return null
  return (
    <Panel title={words.overview} help={words.overviewHelp} flush>
      <table className={figureTable.table} aria-label={words.overview}>
        <thead>
          <tr>
            <th scope="col">{words.source}</th>
            <th scope="col">{words.lastSynced}</th>
            <th scope="col">{words.reachesTo}</th>
            <th aria-hidden />
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <SourceRow key={source.name} name={source.name} last={lastSyncOf(syncs, source)} isGone={false} />
          ))}
          {former.map((row) => (
            <SourceRow key={formerKey(row)} name={textOf(row, 'source') ?? ''} last={row} isGone />
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function formerKey(row: NamedRow): string {
  return `${textOf(row, 'location')} ${textOf(row, 'prefix')}`
}

interface SourceRowProps {
  readonly name: string
  readonly last: NamedRow | null
  /** Whether it was taken off the sources since. */
  readonly isGone: boolean
}

function SourceRow({ name, last, isGone }: SourceRowProps) {
  const { date, dateTime } = useFormats()
  const at = last === null ? null : textOf(last, 'synced_at')
  const day = last === null ? null : textOf(last, 'reaches_to')
  return (
    <tr>
      <th scope="row">
        <div className="id">{name}</div>
        {isGone ? <div className={classes.gone}>{words.noLonger}</div> : null}
      </th>
      <td className={at === null ? classes.gone : 'figure'}>{at === null ? words.never : dateTime(at)}</td>
      <td className="figure">{day === null ? '–' : date(day)}</td>
      <td className={figureTable.number}>
        {isGone ? null : (
          <Button size="compact-xs" aria-label={words.toImport(name)} onClick={() => goTo({ screen: 'import' })}>
            {words.sync}
          </Button>
        )}
      </td>
    </tr>
  )
}
