import { Button, Progress, Tooltip } from '@mantine/core'
import { useQueries } from '../connection/index.ts'
import { useFormats } from '../formats/use-formats.tsx'
import { common } from '../wording/common.ts'
import { frameWording } from '../wording/frame.ts'
import { importWording } from '../wording/import.ts'
import { useAppState, useBookQuery } from '../session/app-state.tsx'
import { progressText, shareDone } from '../session/job-progress.ts'
import { type Job, useJobs } from '../session/jobs.tsx'
import classes from './status-line.module.css'

/** The line at the bottom: running work with Cancel, and of which state everything on the screen is. */
export function StatusLine() {
  const { job: coreJob, book, revision } = useAppState()
  const { jobs, cancel, isOwn } = useJobs()
  const { count } = useFormats()
  const job = jobs.at(-1)
  const other = coreJob && !isOwn(coreJob.startedAt) ? coreJob : null
  const stillness = book === null ? frameWording.noBook : frameWording.ready
  return (
    <footer className={classes.line}>
      <div className={classes.work} aria-live="polite">
        {job ? <span className={classes.label}>{job.isStopping ? frameWording.stopping : job.label}</span> : null}
        {!job && other ? <span className={classes.label}>{frameWording.otherWindow[other.kind]}</span> : null}
        {!job && !other ? stillness : null}
      </div>
      {job ? <RunningJob job={job} onCancel={() => cancel(job.id)} /> : null}
      {book && !book.empty ? (
        <div className={classes.state}>
          <Contents />
          <AsOf />
          <Tooltip label={frameWording.revisionHelp}>
            <span>{frameWording.revision(count(revision))}</span>
          </Tooltip>
        </div>
      ) : null}
    </footer>
  )
}

function RunningJob({ job, onCancel }: { readonly job: Job; readonly onCancel: () => void }) {
  const formats = useFormats()
  const share = shareDone(job.progress)
  return (
    <>
      <Progress
        className={classes.bar ?? ''}
        value={share === null ? 100 : share * 100}
        animated={share === null}
        size={6}
        aria-label={job.label}
      />
      <span className={classes.detail}>
        {job.progress ? progressText(job.progress, formats, job.label) : frameWording.working}
      </span>
      {job.isCancellable ? (
        <Button
          size="compact-xs"
          disabled={job.isStopping}
          aria-label={frameWording.cancelJob(job.label)}
          onClick={onCancel}
        >
          {common.cancel}
        </Button>
      ) : null}
    </>
  )
}

/** How much the book holds, as its imports tell. */
function Contents() {
  const queries = useQueries()
  const { count } = useFormats()
  const { data } = useBookQuery(queries.imports.history.queryOptions(), ['facts'])
  if (!data) return null
  const files = data.flatMap((entry) => entry.files).filter(({ status }) => status === 'imported').length
  const rows = data.reduce((sum, entry) => sum + entry.rows, 0)
  return (
    <span>
      {importWording.files(files, count(files))}, {importWording.rowCount(rows, count(rows))}
    </span>
  )
}

function AsOf() {
  const queries = useQueries()
  const { date } = useFormats()
  const { data } = useBookQuery(queries.queries.overview.queryOptions())
  return data?.asOf ? <span>{frameWording.reconciledAsOf(date(data.asOf))}</span> : null
}
