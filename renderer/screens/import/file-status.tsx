import { Progress } from '@mantine/core'
import type { ListedFile } from '../../../shared/contract/imports.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { fileName } from '../../formats/file-name.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { amountText, shareDone } from '../../session/job-progress.ts'
import { useJobs } from '../../session/jobs.tsx'
import { importWording as words } from '../../wording/import.ts'
import classes from './import.module.css'

/** Whether a file can be imported, and what there is to look at before. */
export function FileStatus({ file }: { readonly file: ListedFile }) {
  const { bytes } = useFormats()
  const notes = file.warnings.length
  if (file.status === 'reading')
    return (
      <StateMark tone="neutral" icon="clock">
        {words.stillReading(bytes(file.bytes))}
      </StateMark>
    )
  if (file.status === 'failed') return <StateMark state={file.status}>{words.notReadable}</StateMark>
  // A file that was recognised has the status of what Import will do with it, which it has not done yet.
  if (file.status !== 'imported') return <StateMark state={file.status} />
  if (notes > 0 || file.refused_rows > 0)
    return <StateMark tone="warn">{words.withNotes(notes + (file.refused_rows > 0 ? 1 : 0))}</StateMark>
  if (file.replaces !== null)
    return (
      <StateMark tone="good" icon="versions">
        {words.recognisedNewer}
      </StateMark>
    )
  return <StateMark tone="good">{words.recognised}</StateMark>
}

/** How far the import has come with one file: the files are read in the order of the list as it was recognised. */
export function FileProgress({ file, files }: { readonly file: ListedFile; readonly files: readonly ListedFile[] }) {
  const formats = useFormats()
  const progress = useJobs().jobs.at(-1)?.progress ?? null
  if (file.status !== 'imported') return <FileStatus file={file} />
  if (progress?.file !== file.path) {
    const at = files.findIndex(({ path }) => path === progress?.file)
    const isDone = at >= 0 && files.indexOf(file) < at
    return isDone ? (
      <StateMark tone="good">{words.done}</StateMark>
    ) : (
      <StateMark tone="neutral" icon="clock">
        {words.waiting}
      </StateMark>
    )
  }
  const share = shareDone(progress)
  return (
    <div className={classes.progress}>
      <Progress value={(share ?? 1) * 100} animated={share === null} size={5} aria-label={fileName(file.path)} />
      <span className={classes.small}>{amountText(progress, formats)}</span>
    </div>
  )
}
