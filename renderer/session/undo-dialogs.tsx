import { Button, Group, Modal, ScrollArea, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Undoing } from '../../shared/contract/books.ts'
import { hasEntered, type UndoPreview } from '../../shared/contract/imports.ts'
import { ErrorState, LoadingState } from '../components/states.tsx'
import { FileNameText } from '../components/file-name-text.tsx'
import { useClient, useQueries } from '../connection/index.ts'
import { useFormats } from '../formats/use-formats.tsx'
import { common } from '../wording/common.ts'
import { importWording } from '../wording/import.ts'
import { undoWording } from '../wording/undo.ts'
import { useAppState } from './app-state.tsx'
import { useImportSession } from './import-session.tsx'
import { useJobs } from './jobs.tsx'
import { notify, notifyProblem } from './notify.tsx'

const undoNotice = 'undo'

/** What is to be taken back or brought back, and by which procedure. */
export interface Undo {
  readonly by: Undoing
  readonly importId?: number
}

/** How a person is asked, by the procedure that does it. */
const questions: Readonly<Record<Undoing, (props: { asked: Undo; onClose: () => void }) => ReactNode>> = {
  'imports.undo': ({ asked: { importId }, onClose }) =>
    importId === undefined ? null : <UndoDialog importId={importId} onClose={onClose} />,
  'imports.redo': ({ onClose }) => <RedoDialog onClose={onClose} />,
}

/** Asks whether it is to be taken back, or brought back, and does it when that is confirmed. */
export function UndoQuestion({ asked, onClose }: { readonly asked: Undo; readonly onClose: () => void }) {
  const Question = questions[asked.by]
  return <Question asked={asked} onClose={onClose} />
}

/** Shows what leaves the book with an import, and takes it out when that is confirmed. */
function UndoDialog({ importId, onClose }: { readonly importId: number; readonly onClose: () => void }) {
  const client = useClient()
  const queries = useQueries()
  const formats = useFormats()
  const redo = useRedo()
  const session = useImportSession()
  const jobs = useJobs()
  const [isBusy, setIsBusy] = useState(false)
  const preview = useQuery({
    ...queries.imports.undoPreview.queryOptions({ input: { importId } }),
    gcTime: 0,
    staleTime: 0,
  })

  const confirm = async (): Promise<void> => {
    setIsBusy(true)
    try {
      const left = await jobs.during(undoWording.job, () => client.imports.undo({ importId }))
      session.forgetResult(importId)
      onClose()
      notify({
        title: undoWording.done,
        text: undoWording.doneText(formats.count(left.rows)),
        tone: 'good',
        replaces: undoNotice,
        action: { label: undoWording.redo, run: () => void redo() },
      })
    } catch (error) {
      notifyProblem(error)
      setIsBusy(false)
    }
  }

  return (
    <Modal opened onClose={onClose} title={undoWording.title} size="lg">
      <Stack gap="md">
        {preview.isPending ? <LoadingState /> : null}
        {preview.error ? <ErrorState error={preview.error} onRetry={() => void preview.refetch()} /> : null}
        {preview.data ? (
          <>
            <Leaving preview={preview.data} />
            <LeavingFiles preview={preview.data} />
            <ReturningFiles files={preview.data.returning} />
            <Text size="sm" c="dimmed">
              {undoWording.kept}
            </Text>
          </>
        ) : null}
        <Group justify="flex-end">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button variant="filled" loading={isBusy} disabled={!preview.data} onClick={confirm} data-autofocus>
            {undoWording.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Leaving({ preview }: { readonly preview: UndoPreview }) {
  const { count, dateTime } = useFormats()
  const entered = preview.files.filter(hasEntered).length
  const files = importWording.files(entered, count(entered))
  const rows = importWording.rowCount(preview.rows, count(preview.rows))
  return (
    <Text size="sm">{undoWording.text(dateTime(preview.importedAt), files, rows, count(preview.refused_rows))}</Text>
  )
}

function LeavingFiles({ preview }: { readonly preview: UndoPreview }) {
  const { count } = useFormats()
  return (
    <ScrollArea.Autosize mah={320} type="auto" viewportProps={{ tabIndex: 0 }} offsetScrollbars>
      <Table stickyHeader aria-label={undoWording.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{undoWording.file}</Table.Th>
            <Table.Th ta="right">{undoWording.rows}</Table.Th>
            <Table.Th ta="right">{undoWording.refused}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {preview.files.filter(hasEntered).map((file) => (
            <Table.Tr key={`${file.sha256}${file.path}`}>
              <Table.Td>
                <FileNameText path={file.path} />
              </Table.Td>
              <Table.Td ta="right">{count(file.rows)}</Table.Td>
              <Table.Td ta="right">{count(file.refused_rows)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  )
}

/** Former versions of month files whose newer version leaves. */
function ReturningFiles({ files }: { readonly files: UndoPreview['returning'] }) {
  const { count } = useFormats()
  if (files.length === 0) return null
  return (
    <div>
      <Text size="sm">{undoWording.returning(files.length, count(files.length))}</Text>
      <ScrollArea.Autosize mah={200} type="auto" viewportProps={{ tabIndex: 0 }} offsetScrollbars>
        <Table stickyHeader aria-label={undoWording.returningFiles}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{undoWording.file}</Table.Th>
              <Table.Th ta="right">{undoWording.rows}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {files.map((file) => (
              <Table.Tr key={`${file.path} ${file.rows}`}>
                <Table.Td>
                  <FileNameText path={file.path} />
                </Table.Td>
                <Table.Td ta="right">{count(file.rows)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </div>
  )
}

/** Says what comes back, and imports it when that is confirmed. */
function RedoDialog({ onClose }: { readonly onClose: () => void }) {
  const { redo: next } = useAppState()
  const redo = useRedo()
  return (
    <Modal opened onClose={onClose} title={undoWording.redoTitle}>
      <Stack gap="md">
        <Text size="sm">{next?.label ?? undoWording.nothing}</Text>
        <Text size="sm" c="dimmed">
          {undoWording.redoText}
        </Text>
        <Group justify="flex-end">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button
            variant="filled"
            disabled={!next}
            data-autofocus
            onClick={() => {
              onClose()
              void redo()
            }}
          >
            {undoWording.redoConfirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function useRedo(): () => Promise<void> {
  const client = useClient()
  const jobs = useJobs()
  return async () => {
    try {
      await jobs.run(undoWording.redoJob, (signal) => client.imports.redo(undefined, { signal }))
      notify({ title: undoWording.redone, tone: 'good', replaces: undoNotice })
    } catch (error) {
      notifyProblem(error)
    }
  }
}
