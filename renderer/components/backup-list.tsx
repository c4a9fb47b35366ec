import { Button, ScrollArea, Table, Text } from '@mantine/core'
import type { Backup } from '../../shared/contract/books.ts'
import { useFormats } from '../formats/use-formats.tsx'
import { booksWording } from '../wording/books.ts'

interface BackupListProps {
  readonly backups: readonly Backup[]
  readonly onRestore: (backup: Backup) => void
  readonly disabled?: boolean
  /** Whether the newest is what a person most likely wants, as where the book does not open. */
  readonly isAdvised?: boolean
}

/** Backups of one book, the newest first, each with a button that asks to restore it. */
export function BackupList({ backups, onRestore, disabled = false, isAdvised = false }: BackupListProps) {
  const formats = useFormats()
  const newest = backups.find(isWhole)
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
                {isWhole(backup) ? (
                  <Button
                    size="compact-xs"
                    variant={isAdvised && backup === newest ? 'filled' : 'default'}
                    disabled={disabled}
                    aria-label={booksWording.restoreOf(formats.dateTime(backup.at))}
                    onClick={() => onRestore(backup)}
                  >
                    {booksWording.restore}
                  </Button>
                ) : (
                  <Text size="xs" c="dimmed">
                    {booksWording.notWhole}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  )
}

/** A damaged book is kept as it lay there before something else took its place; it does not open again. */
function isWhole({ reason }: Backup): boolean {
  return !reason.startsWith('damaged')
}
