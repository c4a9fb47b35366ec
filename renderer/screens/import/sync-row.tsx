import { Button } from '@mantine/core'
import type { NamedRow } from '../../../shared/contract/rows.ts'
import type { Source } from '../../../shared/contract/sources.ts'
import figureTable from '../../components/figure-table.module.css'
import { SourcePlaceText } from '../../components/source-place-text.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { numberOf, textOf } from '../../formats/row-cells.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useAppState } from '../../session/app-state.tsx'
import { useJobs } from '../../session/jobs.tsx'
import { useSyncSession } from '../../session/sync-session.tsx'
import { syncWording as words } from '../../wording/sources.ts'
import classes from './import.module.css'

/** One source: when this book was last synced with it, how far that reaches, and Sync. */
export function SyncRow({ source, last }: { readonly source: Source; readonly last: NamedRow | null }) {
  const formats = useFormats()
  const { stage, start, isSyncing } = useSyncSession()
  const { jobs } = useJobs()
  const { job } = useAppState()
  const isOwn = isSyncing && 'source' in stage && stage.source === source.name
  return (
    <tr>
      <th scope="row">
        <div>{source.name}</div>
        <div className={classes.folder}>
          <SourcePlaceText source={source} />
        </div>
      </th>
      <SyncedCells last={last} />
      <td className="figure">
        {last === null ? '–' : contentsOf(last, formats)}
        {last !== null && numberOf(last, 'failed_objects') > 0 ? (
          <div>
            <StateMark tone="warn">{words.notFetched(formats.count(numberOf(last, 'failed_objects')))}</StateMark>
          </div>
        ) : null}
      </td>
      <td className={figureTable.number}>
        <Button
          size="compact-xs"
          loading={isOwn}
          disabled={!isOwn && (jobs.length > 0 || job !== null)}
          aria-label={words.syncOf(source.name)}
          onClick={() => void start(source.name)}
        >
          {words.sync}
        </Button>
      </td>
    </tr>
  )
}

function SyncedCells({ last }: { readonly last: NamedRow | null }) {
  const { date, dateTime } = useFormats()
  const at = last === null ? null : textOf(last, 'synced_at')
  const day = last === null ? null : textOf(last, 'reaches_to')
  return (
    <>
      <td className="figure">{at === null ? words.never : dateTime(at)}</td>
      <td className="figure">{day === null ? '–' : date(day)}</td>
    </>
  )
}

function contentsOf(last: NamedRow, { count, bytes }: ReturnType<typeof useFormats>): string {
  const objects = numberOf(last, 'objects')
  return words.objectsAndBytes(words.objects(objects, count(objects)), bytes(numberOf(last, 'bytes')))
}
