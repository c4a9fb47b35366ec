import { Menu, Text, UnstyledButton } from '@mantine/core'
import { IconBook, IconChevronDown, IconFolderOpen, IconPlus, IconTestPipe, IconX } from '@tabler/icons-react'
import type { BookInfo } from '../../shared/contract/books.ts'
import { booksWording } from '../wording/books.ts'
import { frameWording } from '../wording/frame.ts'
import { useActions } from '../session/actions.tsx'
import { useAppState } from '../session/app-state.tsx'
import { KeyHint } from '../session/key-hint.tsx'
import { useOpenBook } from '../session/open-book.tsx'
import classes from './top-bar.module.css'

/** The name of the book, with the ways to another one. */
export function BookMenu({ book }: { readonly book: BookInfo }) {
  const { recent } = useAppState()
  const actions = useActions()
  const openBook = useOpenBook()
  const others = recent.filter(({ path }) => path !== book.path).slice(0, 8)
  return (
    <Menu position="bottom-start" width={320}>
      <Menu.Target>
        <UnstyledButton className={classes.book ?? ''} aria-label={frameWording.bookMenu(book.name)}>
          <span className={classes.bookName}>{book.name}</span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconFolderOpen size={15} />}
          rightSection={<KeyHint action="open-book" />}
          onClick={() => actions.run('open-book')}
        >
          {frameWording.openBook}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPlus size={15} />}
          rightSection={<KeyHint action="new-book" />}
          onClick={() => actions.run('new-book')}
        >
          {frameWording.newBook}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTestPipe size={15} />}
          rightSection={<KeyHint action="open-sample" />}
          onClick={() => actions.run('open-sample')}
        >
          {frameWording.openSample}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconX size={15} />}
          rightSection={<KeyHint action="close-book" />}
          onClick={() => actions.run('close-book')}
        >
          {frameWording.closeBook}
        </Menu.Item>
        {others.length > 0 ? (
          <>
            <Menu.Divider />
            <Menu.Label>{frameWording.recentBooks}</Menu.Label>
            {others.map(({ path, name, exists }) => (
              <Menu.Item
                key={path}
                leftSection={<IconBook size={15} />}
                disabled={!exists}
                title={path}
                aria-label={booksWording.open(name)}
                onClick={() => void openBook.open(path)}
              >
                <Text size="sm" truncate>
                  {name}
                </Text>
                {exists ? null : <Text size="xs">{frameWording.missingBook}</Text>}
              </Menu.Item>
            ))}
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}
