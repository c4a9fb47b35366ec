import { Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect, useEffectEvent } from 'react'
import { Panel } from '../../components/panel.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { DayInput } from '../../formats/calendar.tsx'
import { useFormats } from '../../formats/use-formats.tsx'
import { useAppState } from '../../session/app-state.tsx'
import { type ImportSession, useImportSession } from '../../session/import-session.tsx'
import { useJobs } from '../../session/jobs.tsx'
import { isTypingIn } from '../../session/keys.ts'
import { frameWording } from '../../wording/frame.ts'
import { importWording as words } from '../../wording/import.ts'
import { FilesTable } from './files-table.tsx'
import { ImportProgress } from './import-progress.tsx'
import { ListProgress } from './list-progress.tsx'
import classes from './import.module.css'

/** What the chosen files were recognised as, before anything enters the book. */
export function ListPanel() {
  const session = useImportSession()
  const { count } = useFormats()
  const fresh = session.files.filter(({ status }) => status === 'imported')
  const otherWork = useOtherWork()
  const { jobs, cancel } = useJobs()
  const job = jobs.at(-1)
  const isWhole = session.files.every(({ status }) => status !== 'reading')
  const canImport = session.phase === 'idle' && isWhole && fresh.length > 0 && !otherWork.isInTheWay
  useEnter(() => canImport && void session.start())
  return (
    <Panel title={words.listTitle} help={words.listHelp} flush aside={<Summary session={session} />}>
      <ImportProgress session={session} />
      <ListProgress session={session} />
      {session.phase === 'recognising' ? null : <UnknownDates session={session} />}
      {session.files.length > 0 ? <FilesTable session={session} /> : null}
      <div className={classes.foot}>
        {session.phase === 'importing' && job ? (
          <Button disabled={job.isStopping} onClick={() => cancel(job.id)}>
            {job.isStopping ? frameWording.stopping : words.cancel}
          </Button>
        ) : (
          <Button onClick={session.clear}>{words.clear}</Button>
        )}
        <Group gap="sm">
          <Text size="sm" c="dimmed" aria-live="polite">
            {otherWork.text ?? footText(session, fresh.length)}
          </Text>
          {session.phase === 'recognising' ? (
            <Button
              variant={session.isQueued ? 'light' : 'filled'}
              size="sm"
              aria-pressed={session.isQueued}
              disabled={otherWork.isInTheWay}
              onClick={() => session.setQueued(!session.isQueued)}
            >
              {session.isQueued ? words.queued : words.importWhenRead}
            </Button>
          ) : (
            <Button
              variant="filled"
              size="sm"
              disabled={!canImport}
              loading={session.phase === 'importing'}
              onClick={() => void session.start()}
            >
              {words.import(fresh.length, count(fresh.length))}
            </Button>
          )}
        </Group>
      </div>
    </Panel>
  )
}

function footText({ phase, isQueued }: ImportSession, fresh: number): string | null {
  if (phase === 'recognising') return isQueued ? words.queuedText : null
  return phase === 'idle' && fresh === 0 ? words.nothingToImport : null
}

/** Whether the book is being worked on: by another window, which is told in words, or by what this one just cancelled. */
function useOtherWork(): { readonly isInTheWay: boolean; readonly text: string | null } {
  const { job } = useAppState()
  const { isOwn } = useJobs()
  const isInTheWay = job !== null && job.kind !== 'recognise' && job.kind !== 'export'
  return { isInTheWay, text: isInTheWay && !isOwn(job.startedAt) ? frameWording.otherWindow[job.kind] : null }
}

/** Enter imports, unless the focus is on something that Enter belongs to. */
function useEnter(onEnter: () => void): void {
  const run = useEffectEvent(onEnter)
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const focused = document.activeElement
      const isTaken = focused?.closest('button, a, [role="dialog"], summary') || isTypingIn(focused)
      if (event.key === 'Enter' && !event.defaultPrevented && !isTaken) run()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}

function Summary({ session }: { readonly session: ImportSession }) {
  const { count } = useFormats()
  if (session.phase === 'recognising' || session.files.length === 0) return null
  const of = (...wanted: string[]) => session.files.filter(({ status }) => wanted.includes(status))
  const fresh = of('imported')
  const sum = (name: 'rows_kept' | 'refused_rows'): number => fresh.reduce((total, file) => total + file[name], 0)
  const bad = of('unrecognised', 'failed').length
  const known = of('already-imported').length
  const twice = of('listed-twice').length
  const rows = sum('rows_kept')
  return (
    <Group gap="md" aria-live="polite">
      <Text size="sm">
        {words.summary(
          words.files(fresh.length, count(fresh.length)),
          words.rowCount(rows, count(rows)),
          count(sum('refused_rows')),
        )}
      </Text>
      {known > 0 ? <StateMark state="already-imported">{words.already(count(known))}</StateMark> : null}
      {twice > 0 ? <StateMark state="listed-twice">{words.twice(count(twice))}</StateMark> : null}
      {bad > 0 ? <StateMark tone="bad">{words.problems(bad, count(bad))}</StateMark> : null}
    </Group>
  )
}

/** Asks for the delivery date of the files that do not tell it. */
function UnknownDates({ session }: { readonly session: ImportSession }) {
  const { count } = useFormats()
  const asking = session.files.filter(
    ({ date_source, status }) => status === 'imported' && (date_source === 'unknown' || date_source === 'given'),
  ).length
  if (asking === 0 || session.phase === 'importing') return null
  return (
    <div className={classes.asking}>
      <IconAlertTriangle size={16} aria-hidden />
      <span>{words.unknownDates(asking, count(asking))}</span>
      <Group gap="xs">
        <Text size="sm" component="label" htmlFor="delivered-on">
          {words.deliveredLabel}
        </Text>
        <DayInput id="delivered-on" w={150} clearable value={session.delivered} onChange={session.setDelivered} />
      </Group>
    </div>
  )
}
