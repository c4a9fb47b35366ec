import { Alert, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconAlertTriangle, IconFileSpreadsheet } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import type { BookInfo } from '../../../shared/contract/books.ts'
import { Panel } from '../../components/panel.tsx'
import { ErrorState } from '../../components/states.tsx'
import { problemOf, useHost, useQueries } from '../../connection/index.ts'
import { DayInput } from '../../formats/calendar.tsx'
import { useFormats } from '../../formats/use-formats.tsx'
import { useBookQuery } from '../../session/app-state.tsx'
import { useExports } from '../../session/exports.tsx'
import { common } from '../../wording/common.ts'
import { exportWording as words } from '../../wording/export.ts'
import { SettlementPicker } from '../settlement-picker.tsx'
import { useSettlements } from '../use-settlements.ts'
import classes from './export.module.css'
import { nextName, workbookName } from './workbook-name.ts'

const notInNames = /[/\\:*?"<>|]/

/** What the workbook holds, and the few things that can be chosen about it. */
export function ExportForm({ book }: { readonly book: BookInfo }) {
  const queries = useQueries()
  const host = useHost()
  const formats = useFormats()
  const exports = useExports()
  const { data: overview } = useBookQuery(queries.queries.overview.queryOptions())
  const settlements = useSettlements()
  // Null is the day of the book, whatever that becomes: what the core takes when it is given none.
  const [asOf, setAsOf] = useState<string | null>(null)
  const bookDay = book.asOf ?? overview?.asOf ?? null
  const bookDayWords = book.asOf === null ? words.asOfLatest : words.asOfBook
  const [settlement, setSettlement] = useState<string | null>(null)
  const [typedName, setTypedName] = useState<string | null>(null)
  const name = typedName ?? workbookName(book.name, asOf ?? bookDay)
  const isWrong = name.trim() === '' || notInNames.test(name)

  const start = (fileName: string): void => void exports.start({ fileName, asOf, settlement })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isWrong && !exports.isRunning) start(name.trim())
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <Panel title={words.workbook}>
        <Text size="sm" c="dimmed" mb={6}>
          {words.workbookText}
        </Text>
        <dl className={classes.sheets}>
          {words.sheets.map((sheet) => (
            <div key={sheet.name} className={classes.sheet}>
              <dt>{sheet.name}</dt>
              <dd>{sheet.text}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Panel title={words.options}>
        <Stack gap="md">
          <DayInput
            label={words.asOf}
            description={words.asOfHelp}
            placeholder={bookDay === null ? bookDayWords : `${bookDayWords}: ${formats.date(bookDay)}`}
            value={asOf}
            onChange={setAsOf}
            clearable
          />
          <SettlementPicker
            label={words.settlement}
            description={words.settlementHelp}
            settlements={settlements.data ?? []}
            value={settlement}
            onChange={setSettlement}
          />
          {settlements.error && !settlements.data ? (
            <ErrorState error={settlements.error} onRetry={() => void settlements.refetch()} />
          ) : null}
          <TextInput
            label={words.fileName}
            value={name}
            error={isWrong ? words.fileNameWrong : undefined}
            onChange={(event) => setTypedName(event.currentTarget.value)}
            maxLength={150}
          />
          <Problem
            error={exports.error}
            name={name}
            onRetry={() => start(name)}
            onOther={(other) => {
              setTypedName(other)
              start(other)
            }}
          />
          <Group>
            <Button
              type="submit"
              variant="filled"
              size="sm"
              leftSection={<IconFileSpreadsheet size={16} />}
              disabled={isWrong}
              loading={exports.isRunning}
            >
              {host.shell === 'web' ? words.exportWeb : words.export}
            </Button>
            <Text size="sm" c="dimmed" component="output">
              {exports.isRunning ? words.running : null}
            </Text>
          </Group>
        </Stack>
      </Panel>
    </form>
  )
}

interface ProblemProps {
  readonly error: unknown
  readonly name: string
  readonly onRetry: () => void
  readonly onOther: (name: string) => void
}

/** A workbook that is open in Excel cannot be replaced: another name is the quick way out. */
function Problem({ error, name, onRetry, onOther }: ProblemProps) {
  if (error === null) return null
  if (problemOf(error).code !== 'target-busy') return <ErrorState error={error} onRetry={onRetry} />
  const other = nextName(name)
  return (
    <Alert
      variant="default"
      icon={<IconAlertTriangle color="var(--warn)" />}
      title={<Title order={3}>{words.busyTitle}</Title>}
      role="alert"
    >
      <Stack gap="xs">
        <Text size="sm">
          {problemOf(error).message} {words.busyText}
        </Text>
        <Group gap="xs">
          <Button variant="filled" onClick={() => onOther(other)}>
            {words.otherName(other)}
          </Button>
          <Button onClick={onRetry}>{common.retry}</Button>
        </Group>
      </Stack>
    </Alert>
  )
}
