import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { FileResult, Recognition } from '../../../shared/contract/imports.ts'
import figureTable from '../../components/figure-table.module.css'
import { FileNameText } from '../../components/file-name-text.tsx'
import { MoneyText, SentenceText } from '../../components/figures.tsx'
import { StateMark } from '../../components/state-mark.tsx'
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

/** More rows than this no one reads, and they would take long to draw. */
const mostFiles = 500
const columns = 9

/** The list of files, those that cannot be imported first; each opens to what was found in it. */
export function FilesTable({ session }: { readonly session: ImportSession }) {
  const { count } = useFormats()
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = (path: string): void => {
    const next = new Set(open)
    if (!next.delete(path)) next.add(path)
    setOpen(next)
  }
  const isImporting = session.phase === 'importing'
  // What needs a look comes first; while they are read, the files stand in the order of the reading.
  const files = isImporting ? session.files : session.files.toSorted((a, b) => urgency(b) - urgency(a))
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
                session={session}
                isOpen={open.has(file.path)}
                onToggle={() => toggle(file.path)}
              />
            ))}
          </tbody>
        </table>
      </section>
      {left > 0 ? <p className={classes.empty}>{words.moreFiles(count(left))}</p> : null}
    </>
  )
}

interface FileRowsProps {
  readonly file: FileResult
  readonly session: ImportSession
  readonly isOpen: boolean
  readonly onToggle: () => void
}

function FileRows({ file, session, isOpen, onToggle }: FileRowsProps) {
  const formats = useFormats()
  const name = fileName(file.path)
  const isArchived = onDisk(file.path) !== file.path
  const removeLabel = isArchived ? words.removeArchive(name) : words.remove(name)
  return (
    <>
      <tr data-path={file.path}>
        <td className={classes.narrow}>
          <ActionIcon
            size={22}
            aria-expanded={isOpen}
            aria-label={isOpen ? words.collapse(name) : words.expand(name)}
            onClick={onToggle}
          >
            {isOpen ? <IconChevronDown size={15} /> : <IconChevronRight size={15} />}
          </ActionIcon>
        </td>
        <td className={classes.file} title={shownPath(file.path, formats.privacy)}>
          <FileNameText path={file.path} />
        </td>
        <td className={classes.what}>
          <RecognisedAs file={file} />
        </td>
        <td>{deliveredText(file, formats)}</td>
        <td className={figureTable.number}>{formats.count(file.rows_kept)}</td>
        <td className={figureTable.number}>
          {file.refused_rows > 0 ? <StateMark tone="warn">{formats.count(file.refused_rows)}</StateMark> : '0'}
        </td>
        <td className={figureTable.number}>
          <Totals file={file} totals={session.totals.filter(({ path }) => path === file.path)} />
        </td>
        <td>
          {session.phase === 'importing' ? (
            <FileProgress file={file} files={session.files} />
          ) : (
            <FileStatus file={file} />
          )}
        </td>
        <td className={classes.narrow}>
          {session.phase === 'importing' ? null : (
            <Tooltip label={removeLabel}>
              <ActionIcon size={22} aria-label={removeLabel} onClick={() => session.remove(file)}>
                <IconX size={14} />
              </ActionIcon>
            </Tooltip>
          )}
        </td>
      </tr>
      {isOpen ? (
        <tr className={classes.details}>
          <td colSpan={columns}>
            <FileDetails file={file} />
          </td>
        </tr>
      ) : null}
    </>
  )
}

function Totals({ file, totals }: { readonly file: FileResult; readonly totals: Recognition['totals'] }) {
  return totals.map(({ section, currency, sum }) => (
    <div key={`${section} ${currency}`} title={file.sections.find((one) => one.section === section)?.title}>
      <MoneyText value={sum} currency={currency} />
    </div>
  ))
}

/** The report, and below it the section or how many there are; of a file that is none, the reason. */
function RecognisedAs({ file }: { readonly file: FileResult }) {
  const { count } = useFormats()
  const [first, ...others] = file.sections
  if (!first) return file.reason === null ? null : <SentenceText>{file.reason}</SentenceText>
  const section = others.length > 0 ? words.sectionCount(count(file.sections.length)) : first.title
  return (
    <>
      <div>{first.report}</div>
      {first.report.startsWith(section) ? null : <div className={classes.small}>{section}</div>}
      {file.status === 'listed-twice' && file.reason !== null ? (
        <div className={classes.small}>
          <SentenceText>{withoutFolders(file.reason)}</SentenceText>
        </div>
      ) : null}
    </>
  )
}

function deliveredText(file: FileResult, { date }: ShownFormats) {
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

function urgency(file: FileResult): number {
  if (file.status === 'failed' || file.status === 'unrecognised') return 3
  if (file.status === 'already-imported' || file.status === 'listed-twice') return 0
  return file.refused_rows > 0 || file.warnings.length > 0 ? 2 : 1
}
