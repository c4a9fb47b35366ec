import { Button, Progress } from '@mantine/core'
import { useFormats } from '../../formats/use-formats.tsx'
import { progressText, shareDone } from '../../session/job-progress.ts'
import { useJobs } from '../../session/jobs.tsx'
import { useSyncSession } from '../../session/sync-session.tsx'
import { common } from '../../wording/common.ts'
import { frameWording } from '../../wording/frame.ts'
import classes from './import.module.css'

/** How far a sync has come: objects while the bucket is listed, bytes and files while it is fetched, then the import. */
export function SyncProgress() {
  const formats = useFormats()
  const { isSyncing } = useSyncSession()
  const { jobs, cancel } = useJobs()
  const job = jobs.at(-1)
  if (!isSyncing || !job) return null
  const { progress, label } = job
  const share = shareDone(progress)
  return (
    <div className={classes.running}>
      <span>{job.isStopping ? frameWording.stopping : label}</span>
      <Progress flex={1} value={(share ?? 1) * 100} animated={share === null} aria-label={label} />
      <span className={classes.small}>{progress ? progressText(progress, formats, label) : frameWording.working}</span>
      <Button size="compact-xs" disabled={job.isStopping} onClick={() => cancel(job.id)}>
        {common.cancel}
      </Button>
    </div>
  )
}
