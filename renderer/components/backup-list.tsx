import { Button, ScrollArea, Table, Text } from '@mantine/core'
import type { Backup } from '../../shared/contract/books.ts'
import { useFormats } from '../formats/use-formats.tsx'
import { booksWording } from '../wording/books.ts'

interface BackupListProps {
  readonly backups: readonly Backup[]
  readonly onRestore: (backup: Backup) => void
  readonly disabled?: boolean
}

/** Backups of one book, the newest first, each with a button that asks to restore it. */
export function BackupList({ backups, onRestore, disabled = false }: BackupListProps) {
  const formats = useFormats()
  if (backups.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {booksWording.noBackups}
      </Text>
    )
  return (
    <ScrollArea.Autosize mah={280} type="auto" viewportProps={{ tabIndex: 0 }}>
      <Table aria-label={booksWording.backups} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{booksWording.when}</Table.Th>
            <Table.Th>{booksWording.reason}</Table.Th>
            <Table.Th ta="right">{booksWording.size}</Table.Th>
            <Table.Th aria-label={booksWording.restore} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {backups.map((backup) => (
            <Table.Tr key={backup.id}>
              <Table.Td className="figure">{formats.dateTime(backup.at)}</Table.Td>
              <Table.Td>{backup.reason}</Table.Td>
              <Table.Td ta="right" className="figure">
                {formats.bytes(backup.bytes)}
              </Table.Td>
              <Table.Td ta="right">
                <Button
                  size="compact-xs"
                  disabled={disabled}
                  aria-label={booksWording.restoreOf(formats.dateTime(backup.at))}
                  onClick={() => onRestore(backup)}
                >
                  {booksWording.restore}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  )
}
