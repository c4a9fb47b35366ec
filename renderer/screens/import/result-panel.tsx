import { Button, Group, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { ImportResult } from '../../../shared/contract/imports.ts'
import { SentenceText } from '../../components/figures.tsx'
import { Panel } from '../../components/panel.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useQueries } from '../../connection/index.ts'
import { fileName } from '../../formats/file-name.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useActions } from '../../frame/actions.tsx'
import { useBookQuery } from '../../frame/app-state.tsx'
import { useImportSession } from '../../frame/import-session.tsx'
import { goTo } from '../../navigation.ts'
import { importWording as words } from '../../wording/import.ts'
import classes from './import.module.css'
import { refusedPlace } from './refused-place.ts'

/** What an import came to, and where to go from here. */
export function ResultPanel({ result }: { readonly result: ImportResult }) {
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
          {failed.map((file) => (
            <Text key={file.path} size="sm" mt={4}>
              <StateMark tone="bad">{words.resultFailed(fileName(file.path))}</StateMark>{' '}
              {file.reason === null ? null : <SentenceText>{file.reason}</SentenceText>}
            </Text>
          ))}
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
