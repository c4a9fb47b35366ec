import { ActionIcon, Text, Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconFileOff, IconX } from '@tabler/icons-react'
import type { AppState } from '../../../shared/contract/books.ts'
import { useClient } from '../../connection/index.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useAppState } from '../../session/app-state.tsx'
import { notifyProblem } from '../../session/notify.tsx'
import { useOpenBook } from '../../session/open-book.tsx'
import { booksWording } from '../../wording/books.ts'
import classes from './first-start.module.css'

/** The books that were opened, the latest first; those that are gone say so and can be taken off the list. */
export function RecentBooks() {
  const { recent } = useAppState()
  if (recent.length === 0)
    return (
      <Text size="sm" c="dimmed" p="sm">
        {booksWording.noRecent}
      </Text>
    )
  return (
    <ul className={classes.recent}>
      {recent.map((book) => (
        <RecentBook key={book.path} book={book} />
      ))}
    </ul>
  )
}

function RecentBook({ book }: { readonly book: AppState['recent'][number] }) {
  const client = useClient()
  const { dateTime } = useFormats()
  const openBook = useOpenBook()
  return (
    <li className={classes.book}>
      <UnstyledButton
        className={classes.open ?? ''}
        disabled={!book.exists || openBook.isOpening}
        onClick={() => void openBook.open(book.path)}
      >
        <span className={classes.name}>
          <VisuallyHidden>{booksWording.openSubmit} </VisuallyHidden>
          {book.name}
        </span>
        <span className={classes.path}>
          {/* Cut at the front, where paths are alike; isolated, so that its signs keep their order. */}
          <bdi dir="ltr">{book.path}</bdi>
        </span>
        {book.exists ? (
          <span className={classes.when}>{booksWording.openedAt(dateTime(book.openedAt))}</span>
        ) : (
          <Tooltip label={booksWording.missingHelp}>
            <span className={classes.missing}>
              <IconFileOff size={14} aria-hidden /> {booksWording.missing}
            </span>
          </Tooltip>
        )}
      </UnstyledButton>
      <Tooltip label={booksWording.forget(book.name)}>
        <ActionIcon
          aria-label={booksWording.forget(book.name)}
          onClick={() => void client.books.forget({ path: book.path }).catch(notifyProblem)}
        >
          <IconX size={15} />
        </ActionIcon>
      </Tooltip>
    </li>
  )
}
