import { Button, Group, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { ImportResult } from '../../../shared/contract/imports.ts'
import type { SyncResult } from '../../../shared/contract/sources.ts'
import { FileNameText } from '../../components/file-name-text.tsx'
import { SentenceText } from '../../components/figures.tsx'
import { Panel } from '../../components/panel.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useQueries } from '../../connection/index.ts'
import { fileName } from '../../formats/file-name.ts'
import { withoutFolders } from '../../formats/privacy.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useActions } from '../../session/actions.tsx'
import { useBookQuery } from '../../session/app-state.tsx'
import { useImportSession } from '../../session/import-session.tsx'
import { goTo } from '../../navigation.ts'
import { importWording as words } from '../../wording/import.ts'
import { Fetched } from './fetched.tsx'
import classes from './import.module.css'
import { refusedPlace } from './refused-place.ts'

interface ResultPanelProps {
  readonly result: ImportResult
  /** The sync that brought it, where one did. */
  readonly sync: SyncResult | null
}

/** What an import came to, and where to go from here. */
export function ResultPanel({ result, sync }: ResultPanelProps) {
  const { count } = useFormats()
  const actions = useActions()
  const session = useImportSession()
  const queries = useQueries()
  const { data } = useBookQuery(queries.queries.overview.queryOptions())
  const next = useRef<HTMLButtonElement>(null)
  // Whoever pressed Enter goes on with Enter.
  useEffect(() => next.current?.focus(), [])

  const entered = result.files.filter(({ status }) => status === 'imported')
  const failed = result.files.filter(({ status }) => status === 'failed' || status === 'unrecognised')
  const rows = entered.reduce((sum, file) => sum + file.rows_kept, 0)
  const refused = entered.reduce((sum, file) => sum + file.refused_rows, 0)
  const { importId } = result
  return (
    <Panel title={importId === null ? words.resultNothing : words.resultTitle}>
      <div className={classes.result}>
        <div aria-live="polite">
          <StateMark tone={importId === null ? 'neutral' : 'good'}>
            {importId === null
              ? words.resultNothingText
              : words.resultText(
                  words.files(entered.length, count(entered.length)),
                  words.rowCount(rows, count(rows)),
                  count(refused),
                )}
          </StateMark>
          {sync ? <Fetched sync={sync} /> : null}
          {failed.map((file) => (
            <Text key={file.path} size="sm" mt={4}>
              <StateMark tone="bad">{words.resultFailed(fileName(file.path))}</StateMark>{' '}
              {file.reason === null ? null : <SentenceText>{file.reason}</SentenceText>}
            </Text>
          ))}
          <Replaced files={entered} />
        </div>
        <Group gap="xs">
          <Button variant="filled" ref={next} onClick={() => goTo({ screen: 'overview' })}>
            {words.toOverview}
          </Button>
          {data && data.exceptions > 0 ? (
            <Button onClick={() => goTo({ screen: 'exceptions', filters: [] })}>
              {words.toExceptions(count(data.exceptions))}
            </Button>
          ) : null}
          {refused > 0 ? <Button onClick={() => goTo(refusedPlace(entered))}>{words.toRefused}</Button> : null}
          {importId === null ? null : <Button onClick={() => actions.askUndo(importId)}>{words.undoThis}</Button>}
          <Button onClick={session.clear}>{words.moreImports}</Button>
        </Group>
      </div>
    </Panel>
  )
}

/** More than these are told by their number. */
const mostReplaced = 8

/** Which files took the place of their former version; one that lost rows by it says so among its notes too. */
function Replaced({ files }: { readonly files: ImportResult['files'] }) {
  const { count } = useFormats()
  const newer = files.flatMap(({ path, replaces }) => (replaces === null ? [] : [{ path, replaces }]))
  if (newer.length === 0) return null
  const left = newer.length - mostReplaced
  return (
    <div className={classes.replaced}>
      <StateMark tone="neutral" icon="versions">
        {words.resultReplaced(newer.length, count(newer.length))}
      </StateMark>
      <ul>
        {newer.slice(0, mostReplaced).map(({ path, replaces }) => (
          <li key={path}>
            <FileNameText path={path} />
            <div className={classes.quiet}>
              <SentenceText>{withoutFolders(replaces)}</SentenceText>
            </div>
          </li>
        ))}
        {left > 0 ? <li>{words.moreReplaced(count(left))}</li> : null}
      </ul>
    </div>
  )
}
