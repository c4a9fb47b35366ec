import { Button, Group, Text, Title } from '@mantine/core'
import { IconBook, IconFileImport, IconFolderOpen, IconPlus, IconTestPipe } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useActions } from '../../session/actions.tsx'
import { useIncoming } from '../../session/incoming.ts'
import { useOpenBook } from '../../session/open-book.tsx'
import { Mark } from '../../components/mark.tsx'
import { booksWording } from '../../wording/books.ts'
import classes from './first-start.module.css'
import { RecentBooks } from './recent-books.tsx'

/** What stands in the window while no book is open. */
export function FirstStart() {
  const actions = useActions()
  const incoming = useIncoming()
  const { isOpening } = useOpenBook()
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <Mark size={40} />
        <div>
          <Title order={1} className={classes.title}>
            {booksWording.title}
          </Title>
          <Text c="dimmed" maw={640}>
            {booksWording.lead}
          </Text>
        </div>
      </header>
      <div className={classes.ways}>
        <Way
          icon={<IconTestPipe size={24} stroke={1.5} />}
          title={booksWording.sampleTitle}
          text={booksWording.sampleText}
        >
          <Button variant="filled" size="sm" loading={isOpening} onClick={() => actions.run('open-sample')}>
            {booksWording.sampleButton}
          </Button>
        </Way>
        <Way
          icon={<IconFileImport size={24} stroke={1.5} />}
          title={booksWording.dropTitle}
          text={booksWording.dropText}
          isDrop
        >
          <Button size="sm" onClick={() => void incoming.pickFiles()}>
            {booksWording.pickFiles}
          </Button>
          <Button size="sm" onClick={() => void incoming.pickFolder()}>
            {booksWording.pickFolder}
          </Button>
        </Way>
      </div>
      <section className={classes.books} aria-label={booksWording.recent}>
        <Group justify="space-between" mb="xs">
          <Group gap={8}>
            <IconBook size={17} stroke={1.6} aria-hidden />
            <Title order={2}>{booksWording.recent}</Title>
          </Group>
          <Group gap="xs">
            <Button leftSection={<IconPlus size={14} />} onClick={() => actions.run('new-book')}>
              {booksWording.newButton}
            </Button>
            <Button leftSection={<IconFolderOpen size={14} />} onClick={() => actions.run('open-book')}>
              {booksWording.openButton}
            </Button>
          </Group>
        </Group>
        <RecentBooks />
      </section>
    </div>
  )
}

interface WayProps {
  readonly icon: ReactNode
  readonly title: string
  readonly text: string
  readonly isDrop?: boolean
  readonly children: ReactNode
}

function Way({ icon, title, text, isDrop = false, children }: WayProps) {
  return (
    <section className={classes.way} data-drop={isDrop}>
      <div className={classes.icon}>{icon}</div>
      <Title order={2}>{title}</Title>
      <Text size="sm" c="dimmed" className={classes.text ?? ''}>
        {text}
      </Text>
      <Group gap="xs">{children}</Group>
    </section>
  )
}
