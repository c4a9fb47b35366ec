import { Button, Progress } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useFormats } from '../../formats/use-formats.tsx'
import type { ImportSession } from '../../session/import-session.tsx'
import { useJobs } from '../../session/jobs.tsx'
import { bytesRead } from '../../session/list-news.ts'
import { common } from '../../wording/common.ts'
import { frameWording } from '../../wording/frame.ts'
import { importWording as words } from '../../wording/import.ts'
import classes from './import.module.css'

/** Seconds after which the time that is left can be told. */
const firstEstimate = 3

/** How far the list has come: files, bytes, and about how long it will take. */
export function ListProgress({ session }: { readonly session: ImportSession }) {
  const { jobs, cancel } = useJobs()
  const job = jobs.at(-1)
  if (session.phase !== 'recognising') return null
  const progress = job?.progress ?? null
  const current = progress?.step === 'Reading' && progress.file ? { path: progress.file, bytes: progress.done } : null
  const read = bytesRead(session, current)
  const total = session.files.reduce((sum, { bytes }) => sum + bytes, 0)
  return (
    <div className={classes.running}>
      <Reading session={session} read={read} total={total} />
      {job ? (
        <Button size="compact-xs" disabled={job.isStopping} onClick={() => cancel(job.id)}>
          {job.isStopping ? frameWording.stopping : common.cancel}
        </Button>
      ) : null}
    </div>
  )
}

interface ReadingProps {
  readonly session: ImportSession
  readonly read: number
  readonly total: number
}

function Reading({ session, read, total }: ReadingProps) {
  const { count, bytes } = useFormats()
  const done = session.files.filter(({ status }) => status !== 'reading').length
  const left = useSecondsLeft(read, total)
  return (
    <>
      <span className="figure">{words.filesDone(count(done), count(session.files.length))}</span>
      <Progress
        flex={1}
        value={total === 0 ? 0 : (read / total) * 100}
        animated={total === 0}
        aria-label={words.recognising}
      />
      <span className={classes.small}>
        {words.readOf(bytes(read), bytes(total))}
        {left === null ? null : ` · ${words.left(left)}`}
      </span>
    </>
  )
}

/** About how many seconds are left, by what was read since the reading began; null while that cannot be told. */
function useSecondsLeft(read: number, total: number): number | null {
  const [begin] = useState(() => ({ at: performance.now(), read }))
  const [left, setLeft] = useState<number | null>(null)
  useEffect(() => {
    const seconds = (performance.now() - begin.at) / 1000
    const done = read - begin.read
    // oxlint-disable-next-line react/set-state-in-effect -- the clock is read when the progress comes, not when it is drawn
    setLeft(seconds < firstEstimate || done <= 0 ? null : (seconds * (total - read)) / done)
  }, [begin, read, total])
  return left
}
