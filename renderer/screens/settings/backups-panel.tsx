import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Backup } from '../../../shared/contract/books.ts'
import { BackupList } from '../../components/backup-list.tsx'
import { Panel } from '../../components/panel.tsx'
import { ErrorState, LoadingState } from '../../components/states.tsx'
import { useClient, useQueries } from '../../connection/index.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useBookQuery } from '../../session/app-state.tsx'
import { useJobs } from '../../session/jobs.tsx'
import { notify, notifyProblem } from '../../session/notify.tsx'
import { booksWording } from '../../wording/books.ts'
import { common } from '../../wording/common.ts'
import { frameWording } from '../../wording/frame.ts'
import { settingsWording as words } from '../../wording/settings.ts'

/** The backups of the open book: made by hand here, restored after a confirmation. */
export function BackupsPanel({ path }: { readonly path: string }) {
  const client = useClient()
  const queries = useQueries()
  const jobs = useJobs()
  const [asked, setAsked] = useState<Backup | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const backups = useBookQuery({ ...queries.books.backups.queryOptions({ input: { path } }), staleTime: 0 })

  const during = async (work: () => Promise<unknown>, title: string, text?: string): Promise<void> => {
    setIsBusy(true)
    try {
      await work()
      notify({ title, tone: 'good', ...(text === undefined ? {} : { text }) })
    } catch (error) {
      notifyProblem(error)
    } finally {
      setIsBusy(false)
      void backups.refetch()
    }
  }
  const restore = ({ id }: Backup): Promise<void> => {
    setAsked(null)
    return during(
      () => jobs.run(booksWording.restoring, (signal) => client.books.restore({ path, backup: id }, { signal })),
      booksWording.restored,
      booksWording.restoredText,
    )
  }
  return (
    <Panel
      title={words.backups}
      help={words.backupsHelp}
      aside={
        <Button loading={isBusy} onClick={() => void during(() => client.books.backUp(), frameWording.backedUp)}>
          {words.backUp}
        </Button>
      }
    >
      {backups.isPending ? <LoadingState /> : null}
      {backups.error ? <ErrorState error={backups.error} onRetry={() => void backups.refetch()} /> : null}
      {backups.data ? <BackupList backups={backups.data} disabled={isBusy} onRestore={setAsked} /> : null}
      {asked ? (
        <Confirmation backup={asked} onClose={() => setAsked(null)} onConfirm={() => void restore(asked)} />
      ) : null}
    </Panel>
  )
}

interface ConfirmationProps {
  readonly backup: Backup
  readonly onClose: () => void
  readonly onConfirm: () => void
}

function Confirmation({ backup, onClose, onConfirm }: ConfirmationProps) {
  const { dateTime } = useFormats()
  return (
    <Modal opened onClose={onClose} title={words.restoreTitle}>
      <Stack gap="md">
        <Text size="sm">{words.restoreText(dateTime(backup.at), backup.reason)}</Text>
        <Group justify="flex-end">
          <Button onClick={onClose} data-autofocus>
            {common.cancel}
          </Button>
          <Button variant="filled" onClick={onConfirm}>
            {booksWording.restore}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
