import { ActionIcon, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconX } from '@tabler/icons-react'
import { memo } from 'react'
import type { ListedFile, Recognition } from '../../../shared/contract/imports.ts'
import figureTable from '../../components/figure-table.module.css'
import { FileNameText } from '../../components/file-name-text.tsx'
import { MoneyText, SentenceText } from '../../components/figures.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { fileName } from '../../formats/file-name.ts'
import { shownPath, withoutFolders } from '../../formats/privacy.ts'
import { type ShownFormats, useFormats } from '../../formats/use-formats.tsx'
import { onDisk } from '../../session/listed-paths.ts'
import { importWording as words } from '../../wording/import.ts'
import { FileDetails } from './file-details.tsx'
import { FileProgress, FileStatus } from './file-status.tsx'
import classes from './import.module.css'
import { ReportChoice, canChoose } from './report-choice.tsx'

const columns = 9
/** Those of `FoundCells`, over which the reason goes where nothing was found. */
const foundColumns = 5

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
export const FileRows = memo(function FileRows(props: FileRowsProps) {
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
        {isReading || file.sections.length > 0 || file.reason === null ? (
          <FoundCells file={file} totals={totals} />
        ) : (
          <td className={classes.what} colSpan={foundColumns}>
            <div>
              <SentenceText>{file.reason}</SentenceText>
            </div>
            {files === null && file.status === 'unrecognised' && canChoose(file) ? (
              <ReportChoice file={file} choice={choice} onChoose={onChoose} />
            ) : null}
          </td>
        )}
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

/** What was found in a file: the report, its delivery, how many rows, and their nets. */
function FoundCells({ file, totals }: Pick<FileRowsProps, 'file' | 'totals'>) {
  const formats = useFormats()
  const isReading = file.status === 'reading'
  return (
    <>
      <td className={classes.what}>
        <RecognisedAs file={file} />
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
    </>
  )
}

function Totals({ file, totals }: { readonly file: ListedFile; readonly totals: Recognition['totals'] }) {
  return totals.map(({ section, currency, sum }) => (
    <div key={`${section} ${currency}`} title={file.sections.find((one) => one.section === section)?.title}>
      <MoneyText value={sum} currency={currency} />
    </div>
  ))
}

/** The report, and below it the section or how many there are. */
function RecognisedAs({ file }: { readonly file: ListedFile }) {
  const { count } = useFormats()
  const [first, ...others] = file.sections
  if (!first) return null
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
