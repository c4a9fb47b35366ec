import { Button, Code, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { BackupList } from '../components/backup-list.tsx'
import { ErrorState, LoadingState } from '../components/states.tsx'
import { type Problem, useClient, useQueries } from '../connection/index.ts'
import { booksWording } from '../wording/books.ts'
import { common } from '../wording/common.ts'
import { useJobs } from './jobs.tsx'

interface BookTroubleProps {
  readonly path: string
  readonly problem: Problem
  readonly onClose: () => void
  readonly onRetry: () => Promise<boolean>
  /** Runs work after which the book is open; true when it is. */
  readonly onRepair: (work: () => Promise<unknown>) => Promise<boolean>
}

/** Says why a book does not open, and what can be done: wait for whoever holds it, or repair it. */
export function BookTrouble({ path, problem, onClose, onRetry, onRepair }: BookTroubleProps) {
  const [isBusy, setIsBusy] = useState(false)
  const isLocked = problem.code === 'book-locked'
  const during = async (work: () => Promise<boolean>): Promise<void> => {
    setIsBusy(true)
    await work()
    setIsBusy(false)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size={isLocked ? 'md' : 'lg'}
      title={isLocked ? booksWording.lockedTitle : booksWording.damagedTitle}
    >
      <Stack gap="md">
        <Text size="sm">{problem.message}</Text>
        <Text size="sm" c="dimmed">
          {isLocked ? booksWording.lockedText : booksWording.damagedText}
        </Text>
        {problem.message.includes(path) ? null : <Code className="id">{path}</Code>}
        {isLocked ? null : <Repair path={path} isBusy={isBusy} onRepair={(work) => during(() => onRepair(work))} />}
        <Group justify="space-between">
          <Code>{common.errorCode(problem.code)}</Code>
          <Group gap="sm">
            <Button onClick={onClose}>{common.close}</Button>
            <Button
              variant={isLocked ? 'filled' : 'default'}
              loading={isBusy}
              onClick={() => during(onRetry)}
              data-autofocus
            >
              {common.retry}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  )
}

interface RepairProps {
  readonly path: string
  readonly isBusy: boolean
  readonly onRepair: (work: () => Promise<unknown>) => void
}

function Repair({ path, isBusy, onRepair }: RepairProps) {
  const client = useClient()
  const queries = useQueries()
  const jobs = useJobs()
  const backups = useQuery({ ...queries.books.backups.queryOptions({ input: { path } }), staleTime: 0 })
  return (
    <Stack gap="sm">
      <Title order={3}>{booksWording.backups}</Title>
      {backups.isPending ? <LoadingState /> : null}
      {backups.error ? <ErrorState error={backups.error} onRetry={() => void backups.refetch()} /> : null}
      {backups.data ? (
        <BackupList
          backups={backups.data}
          disabled={isBusy}
          isAdvised
          onRestore={({ id }) =>
            onRepair(() =>
              jobs.run(booksWording.restoring, (signal) => client.books.restore({ path, backup: id }, { signal })),
            )
          }
        />
      ) : null}
      <Group gap="sm" wrap="nowrap" align="center">
        <Button
          flex="none"
          disabled={isBusy}
          onClick={() =>
            onRepair(() => jobs.run(booksWording.rebuilding, (signal) => client.books.rebuild({ path }, { signal })))
          }
        >
          {booksWording.rebuild}
        </Button>
        <Text size="xs" c="dimmed">
          {booksWording.rebuildHelp}
        </Text>
      </Group>
    </Stack>
  )
}
