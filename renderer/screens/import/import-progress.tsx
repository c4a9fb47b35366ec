import { Progress } from '@mantine/core'
import { useFormats } from '../../formats/use-formats.tsx'
import type { ImportSession } from '../../session/import-session.tsx'
import { progressText } from '../../session/job-progress.ts'
import { useJobs } from '../../session/jobs.tsx'
import { useRate } from '../../session/use-rate.ts'
import { importWording as words } from '../../wording/import.ts'
import { jobWording } from '../../wording/jobs.ts'
import classes from './import.module.css'

/** How far the import has come as a whole: files that are read, and the one that is being read. */
export function ImportProgress({ session }: { readonly session: ImportSession }) {
  const formats = useFormats()
  const progress = useJobs().jobs.at(-1)?.progress ?? null
  const rate = useRate(progress)
  if (session.phase !== 'importing') return null
  const files = session.files.filter(({ status }) => status === 'imported')
  const at = files.findIndex(({ path }) => path === progress?.file)
  // After the last file the whole is reconciled, which names no file.
  const isReconciling = progress !== null && progress.file === undefined
  const done = isReconciling ? files.length : Math.max(at, 0)
  const amount = progress?.unit === 'bytes' ? formats.bytes : formats.count
  return (
    <div className={classes.running}>
      <span className="figure">{words.filesDone(formats.count(done), formats.count(files.length))}</span>
      <Progress flex={1} value={(done / Math.max(files.length, 1)) * 100} aria-label={words.importing(files.length)} />
      {progress ? (
        <span className={classes.small}>
          {progressText(progress, formats)}
          {rate === null ? null : ` · ${jobWording.rate[progress.unit](amount(Math.round(rate)))}`}
        </span>
      ) : null}
    </div>
  )
}
