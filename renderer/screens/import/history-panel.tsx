import { ActionIcon, Button, Group } from '@mantine/core'
import { IconArrowBackUp, IconArrowForwardUp, IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { hasEntered, type ImportEntry } from '../../../shared/contract/imports.ts'
import figureTable from '../../components/figure-table.module.css'
import { FileNameText } from '../../components/file-name-text.tsx'
import { SentenceText } from '../../components/figures.tsx'
import { Panel } from '../../components/panel.tsx'
import { ErrorState, LoadingState } from '../../components/states.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useQueries } from '../../connection/index.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useActions } from '../../session/actions.tsx'
import { useAppState, useBookQuery } from '../../session/app-state.tsx'
import { goTo } from '../../navigation.ts'
import { importWording as words } from '../../wording/import.ts'
import classes from './import.module.css'
import { refusedPlace } from './refused-place.ts'

/** The imports of the book, the newest first, each with its files and its undo. */
export function HistoryPanel() {
  const queries = useQueries()
  const actions = useActions()
  const { redo } = useAppState()
  const history = useBookQuery(queries.imports.history.queryOptions(), ['facts'])
  const redoButton = redo ? (
    <Button size="compact-xs" leftSection={<IconArrowForwardUp size={14} />} onClick={() => actions.run('redo')}>
      {words.redo}
    </Button>
  ) : null
  return (
    <Panel title={words.history} help={words.historyHelp} flush aside={redoButton}>
      {history.isPending ? <LoadingState /> : null}
      {history.error ? <ErrorState error={history.error} onRetry={() => void history.refetch()} /> : null}
      {history.data?.length === 0 ? <p className={classes.empty}>{words.historyEmpty}</p> : null}
      {history.data && history.data.length > 0 ? (
        <table className={figureTable.table}>
          <thead>
            <tr>
              <th className={classes.narrow} aria-hidden />
              <th scope="col">{words.historyWhen}</th>
              <th scope="col" className={figureTable.number}>
                {words.historyFiles}
              </th>
              <th scope="col" className={figureTable.number}>
                {words.rows}
              </th>
              <th scope="col" className={figureTable.number}>
                {words.refused}
              </th>
              <th aria-hidden />
            </tr>
          </thead>
          <tbody>
            {history.data.map((entry) => (
              <EntryRows key={entry.importId} entry={entry} />
            ))}
          </tbody>
        </table>
      ) : null}
    </Panel>
  )
}

function EntryRows({ entry }: { readonly entry: ImportEntry }) {
  const { count, dateTime } = useFormats()
  const actions = useActions()
  const [isOpen, setIsOpen] = useState(false)
  const when = dateTime(entry.importedAt)
  const entered = entry.files.filter(hasEntered).length
  const failed = entry.files.length - entered
  return (
    <>
      <tr>
        <td className={classes.narrow}>
          <ActionIcon
            size={22}
            aria-expanded={isOpen}
            aria-label={words.historyShow(when)}
            onClick={() => setIsOpen(!isOpen)}
          >
            {isOpen ? <IconChevronDown size={15} /> : <IconChevronRight size={15} />}
          </ActionIcon>
        </td>
        <td className="figure">{when}</td>
        <td className={figureTable.number}>
          {count(entered)}
          {failed > 0 ? (
            <div>
              <StateMark tone="bad">{words.historyFailed(failed, count(failed))}</StateMark>
            </div>
          ) : null}
        </td>
        <td className={figureTable.number}>{count(entry.rows)}</td>
        <td className={figureTable.number}>{count(entry.refused_rows)}</td>
        <td className={figureTable.number}>
          <Button
            size="compact-xs"
            leftSection={<IconArrowBackUp size={14} />}
            aria-label={words.undoOf(when)}
            onClick={() => actions.askUndo(entry.importId)}
          >
            {words.undo}
          </Button>
        </td>
      </tr>
      {isOpen ? (
        <tr className={classes.details}>
          <td colSpan={6}>
            <EntryFiles entry={entry} />
          </td>
        </tr>
      ) : null}
    </>
  )
}

function EntryFiles({ entry }: { readonly entry: ImportEntry }) {
  const { count, date } = useFormats()
  return (
    <div className={classes.facts}>
      <table className={figureTable.table}>
        <thead>
          <tr>
            <th scope="col">{words.file}</th>
            <th scope="col">{words.delivered}</th>
            <th scope="col" className={figureTable.number}>
              {words.rows}
            </th>
            <th scope="col" className={figureTable.number}>
              {words.refused}
            </th>
            <th scope="col">{words.notes}</th>
          </tr>
        </thead>
        <tbody>
          {entry.files.map((file) => (
            <tr key={`${file.sha256}${file.path}`}>
              <td className={classes.file}>
                <FileNameText path={file.path} />
              </td>
              <td className="figure">{file.delivery_date === null ? '–' : date(file.delivery_date)}</td>
              <td className={figureTable.number}>{count(file.rows)}</td>
              <td className={figureTable.number}>
                {file.refused_rows > 0 ? <StateMark tone="warn">{count(file.refused_rows)}</StateMark> : '0'}
              </td>
              <td>
                <FileNote file={file} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {entry.refused_rows > 0 ? (
        <Group>
          <Button size="compact-xs" onClick={() => goTo(refusedPlace(entry.files))}>
            {words.showRefused}
          </Button>
        </Group>
      ) : null}
    </div>
  )
}

/** What a file is by now, where that is not simply imported, and why. */
function FileNote({ file: { status, reason } }: { readonly file: ImportEntry['files'][number] }) {
  const text = reason === null ? null : <SentenceText>{reason}</SentenceText>
  if (status === 'imported') return text
  return (
    <>
      <StateMark state={status} /> {text}
    </>
  )
}
