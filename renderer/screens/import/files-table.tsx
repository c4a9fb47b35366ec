import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconX } from '@tabler/icons-react'
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ListedFile, Recognition } from '../../../shared/contract/imports.ts'
import figureTable from '../../components/figure-table.module.css'
import { FileNameText } from '../../components/file-name-text.tsx'
import { MoneyText, SentenceText } from '../../components/figures.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useLatest } from '../../components/use-latest.ts'
import { fileName } from '../../formats/file-name.ts'
import { shownPath, withoutFolders } from '../../formats/privacy.ts'
import { type ShownFormats, useFormats } from '../../formats/use-formats.tsx'
import type { ImportSession } from '../../frame/import-session.tsx'
import { useJobs } from '../../frame/jobs.tsx'
import { onDisk } from '../../frame/listed-paths.ts'
import { importWording as words } from '../../wording/import.ts'
import { FileDetails } from './file-details.tsx'
import { FileProgress, FileStatus } from './file-status.tsx'
import classes from './import.module.css'
import { ReportChoice, canChoose } from './report-choice.tsx'

/** More rows than this no one reads, and they would take long to draw. */
const mostFiles = 500
const columns = 9

/** The list of files, those that cannot be imported first; each opens to what was found in it. */
export function FilesTable({ session }: { readonly session: ImportSession }) {
  const { count } = useFormats()
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = useCallback(
    (path: string): void =>
      setOpen((known) => {
        const next = new Set(known)
        if (!next.delete(path)) next.add(path)
        return next
      }),
    [],
  )
  const latest = useLatest(session)
  const remove = useCallback((path: string): void => latest.current.remove(path), [latest])
  const choose = useCallback(
    (path: string, section: string | null): void => latest.current.choose(path, section),
    [latest],
  )
  const isImporting = session.phase === 'importing'
  // What needs a look comes first; while they are read, the files stand in the order of the reading.
  const isIdle = session.phase === 'idle'
  const files = useMemo(
    () => (isIdle ? session.files.toSorted((a, b) => urgency(b) - urgency(a)) : session.files),
    [isIdle, session.files],
  )
  const totals = useMemo(() => Map.groupBy(session.totals, ({ path }) => path), [session.totals])
  const left = files.length - mostFiles
  const body = useRef<HTMLTableSectionElement>(null)
  const current = useJobs().jobs.at(-1)?.progress?.file
  useEffect(() => {
    if (!isImporting || current === undefined) return
    const row = [...(body.current?.rows ?? [])].find(({ dataset }) => dataset['path'] === current)
    row?.scrollIntoView({ block: 'nearest' })
  }, [isImporting, current])
  return (
    <>
      {/* A part that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={classes.scroll} tabIndex={0} aria-label={words.listLabel}>
        <table className={`${figureTable.table} ${classes.table}`} aria-label={words.listLabel}>
          <thead>
            <tr>
              <th className={classes.narrow} scope="col">
                <VisuallyHidden>{words.warnings}</VisuallyHidden>
              </th>
              <th scope="col">{words.file}</th>
              <th scope="col">{words.recognisedAs}</th>
              <th scope="col">{words.delivered}</th>
              <th scope="col" className={figureTable.number}>
                {words.rows}
              </th>
              <th scope="col" className={figureTable.number}>
                {words.refused}
              </th>
              <th scope="col" className={figureTable.number}>
                {words.totals}
              </th>
              <th scope="col">{words.status}</th>
              <th className={classes.narrow} aria-hidden />
            </tr>
          </thead>
          <tbody ref={body}>
            {files.slice(0, mostFiles).map((file) => (
              <FileRows
                key={file.path}
                file={file}
                totals={totals.get(file.path) ?? noTotals}
                choice={session.choices.get(file.path)}
                files={isImporting ? session.files : null}
                isOpen={open.has(file.path)}
                onToggle={toggle}
                onRemove={remove}
                onChoose={choose}
              />
            ))}
          </tbody>
        </table>
      </section>
      {left > 0 ? <p className={classes.empty}>{words.moreFiles(count(left))}</p> : null}
    </>
  )
}

const noTotals: Recognition['totals'] = []

interface FileRowsProps {
  readonly file: ListedFile
  readonly totals: Recognition['totals']
  /** What a person said that it is: id of a section, null for what its headings say, undefined for nothing. */
  readonly choice: string | null | undefined
  /** All files, while they are imported. */
  readonly files: readonly ListedFile[] | null
  readonly isOpen: boolean
  readonly onToggle: (path: string) => void
  readonly onRemove: (path: string) => void
  readonly onChoose: (path: string, section: string | null) => void
}

/** A list has hundreds of these, and something happens ten times a second while it is read. */
const FileRows = memo(function FileRows(props: FileRowsProps) {
  const { file, totals, choice, files, isOpen, onToggle, onRemove, onChoose } = props
  const formats = useFormats()
  const name = fileName(file.path)
  const isArchived = onDisk(file.path) !== file.path
  const isReading = file.status === 'reading'
  const removeLabel = isArchived ? words.removeArchive(name) : words.remove(name)
  return (
    <>
      <tr data-path={file.path}>
        <td className={classes.narrow}>
          <ActionIcon
            size={22}
            aria-expanded={isOpen}
            aria-label={isOpen ? words.collapse(name) : words.expand(name)}
            onClick={() => onToggle(file.path)}
          >
            {isOpen ? <IconChevronDown size={15} /> : <IconChevronRight size={15} />}
          </ActionIcon>
        </td>
        <td className={classes.file} title={shownPath(file.path, formats.privacy)}>
          <FileNameText path={file.path} />
        </td>
        <td className={classes.what}>
          <RecognisedAs file={file} />
          {files === null && file.status === 'unrecognised' && canChoose(file) ? (
            <ReportChoice file={file} choice={choice} onChoose={onChoose} />
          ) : null}
        </td>
        <td>{deliveredText(file, formats)}</td>
        <td className={figureTable.number}>{isReading ? null : formats.count(file.rows_kept)}</td>
        <td className={figureTable.number}>
          {isReading ? null : file.refused_rows > 0 ? (
            <StateMark tone="warn">{formats.count(file.refused_rows)}</StateMark>
          ) : (
            '0'
          )}
        </td>
        <td className={figureTable.number}>
          <Totals file={file} totals={totals} />
        </td>
        <td>{files === null ? <FileStatus file={file} /> : <FileProgress file={file} files={files} />}</td>
        <td className={classes.narrow}>
          {files !== null ? null : (
            <Tooltip label={removeLabel}>
              <ActionIcon size={22} aria-label={removeLabel} onClick={() => onRemove(file.path)}>
                <IconX size={14} />
              </ActionIcon>
            </Tooltip>
          )}
        </td>
      </tr>
      {isOpen ? (
        <tr className={classes.details}>
          <td colSpan={columns}>
            <FileDetails file={file}>
              {files === null && file.status !== 'unrecognised' && canChoose(file) ? (
                <ReportChoice file={file} choice={choice} onChoose={onChoose} />
              ) : null}
            </FileDetails>
          </td>
        </tr>
      ) : null}
    </>
  )
})

function Totals({ file, totals }: { readonly file: ListedFile; readonly totals: Recognition['totals'] }) {
  return totals.map(({ section, currency, sum }) => (
    <div key={`${section} ${currency}`} title={file.sections.find((one) => one.section === section)?.title}>
      <MoneyText value={sum} currency={currency} />
    </div>
  ))
}

/** The report, and below it the section or how many there are; of a file that is none, the reason. */
function RecognisedAs({ file }: { readonly file: ListedFile }) {
  const { count } = useFormats()
  const [first, ...others] = file.sections
  if (!first) return file.reason === null ? null : <SentenceText>{file.reason}</SentenceText>
  const said = file.told === null ? null : words.told[file.told]
  const section = others.length > 0 ? words.sectionCount(count(file.sections.length)) : first.title
  return (
    <>
      <div>{first.report}</div>
      {first.report.startsWith(section) ? null : <div className={classes.small}>{section}</div>}
      {said === null ? null : <div className={classes.small}>{said}</div>}
      {file.status === 'listed-twice' && file.reason !== null ? (
        <div className={classes.small}>
          <SentenceText>{withoutFolders(file.reason)}</SentenceText>
        </div>
      ) : null}
    </>
  )
}

function deliveredText(file: ListedFile, { date }: ShownFormats) {
  if (file.sections.length === 0) return null
  if (file.date_source === 'not needed') return <span className={classes.quiet}>–</span>
  if (file.delivery_date === null) return <StateMark tone="warn">{words.dateUnknown}</StateMark>
  return (
    <>
      <div className="figure">{date(file.delivery_date)}</div>
      <div className={classes.small}>{words.dateSources[file.date_source]}</div>
    </>
  )
}

function urgency(file: ListedFile): number {
  // Where the reading was broken off, they stay at the end.
  if (file.status === 'reading') return -1
  if (file.status === 'failed' || file.status === 'unrecognised') return 3
  if (file.status === 'already-imported' || file.status === 'listed-twice') return 0
  return file.refused_rows > 0 || file.warnings.length > 0 ? 2 : 1
}
