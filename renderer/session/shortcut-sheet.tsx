import { Kbd, Modal, SimpleGrid, Table, Title } from '@mantine/core'
import { Fragment } from 'react'
import { isScreen } from '../navigation.ts'
import { actionNames, frameWording, screenNames, shortcutGroups } from '../wording/frame.ts'
import { isMac, keyCaps } from './keys.ts'
import { type Action, type Shortcut, shortcuts } from './shortcuts.ts'

/** Every key, drawn from the table by which they are bound. */
export function ShortcutSheet({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const groups = Object.entries(shortcutGroups) as [Shortcut['group'], string][]
  return (
    <Modal opened={opened} onClose={onClose} title={frameWording.shortcutsTitle} size={760}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        {[groups.slice(0, 2), groups.slice(2)].map((column, index) => (
          <div key={column.map(([group]) => group).join()}>
            {column.map(([group, title]) => (
              <section key={group} aria-label={title}>
                <Title order={2} mb={4}>
                  {title}
                </Title>
                <KeyTable
                  rows={shortcuts
                    .filter((shortcut) => shortcut.group === group)
                    .map(({ action, keys }) => ({
                      label: nameOf(action),
                      keys: keys.map((one) => keyCaps(one, isMac())),
                    }))}
                />
              </section>
            ))}
            {index === 0 ? (
              <section aria-label={frameWording.shortcutsGrid}>
                <Title order={2} mb={4}>
                  {frameWording.shortcutsGrid}
                </Title>
                <KeyTable rows={frameWording.gridKeys.map(({ label, keys }) => ({ label, keys: [keys] }))} />
              </section>
            ) : null}
          </div>
        ))}
      </SimpleGrid>
    </Modal>
  )
}

function KeyTable({ rows }: { readonly rows: readonly { label: string; keys: readonly (readonly string[])[] }[] }) {
  return (
    <Table verticalSpacing={3} horizontalSpacing={0} withRowBorders={false} mb="md">
      <Table.Tbody>
        {rows.map(({ label, keys }) => (
          <Table.Tr key={label}>
            <Table.Td>{label}</Table.Td>
            <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
              {keys.slice(0, 2).map((caps, index) => (
                <Fragment key={caps.join()}>
                  {index > 0 ? ` ${frameWording.shortcutsOr} ` : null}
                  {caps.map((cap) => (
                    <Kbd key={cap} mx={1}>
                      {cap}
                    </Kbd>
                  ))}
                </Fragment>
              ))}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** What an action is called: a screen by its name. */
export function nameOf(action: Action): string {
  const screen = action.startsWith('go-') ? action.slice(3) : ''
  return isScreen(screen) ? screenNames[screen] : actionNames[action as keyof typeof actionNames]
}
