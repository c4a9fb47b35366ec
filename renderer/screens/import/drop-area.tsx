import { Button, Group, Text, Title } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useActions } from '../../session/actions.tsx'
import { useAppState } from '../../session/app-state.tsx'
import { useIncoming } from '../../session/incoming.ts'
import { importWording as words } from '../../wording/import.ts'
import { overviewWording } from '../../wording/overview.ts'
import classes from './import.module.css'

/** Says that files can be dropped; the whole window takes them. */
export function DropArea() {
  const incoming = useIncoming()
  const actions = useActions()
  const { book } = useAppState()
  return (
    <section className={classes.drop} aria-label={words.dropTitle}>
      <IconFileImport size={34} stroke={1.3} aria-hidden />
      <Title order={2}>{words.dropTitle}</Title>
      <Text size="sm" c="dimmed">
        {words.dropText}
      </Text>
      <Group gap="xs" mt={6}>
        <Button variant="filled" onClick={() => void incoming.pickFiles()}>
          {words.pickFiles}
        </Button>
        {book?.empty ? <Button onClick={() => actions.run('open-sample')}>{overviewWording.emptySample}</Button> : null}
      </Group>
    </section>
  )
}
