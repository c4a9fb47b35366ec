import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Problem } from '../connection/index.ts'
import { booksWording } from '../wording/books.ts'
import { common } from '../wording/common.ts'
import { useAppState } from './app-state.tsx'

interface BookFormProps {
  readonly onClose: () => void
  /** What keeps the book from opening is told, and shown beside the entry; troubles with dialogs of their own are not. */
  readonly onSubmit: (path: string, options: { tell: (problem: Problem) => void }) => Promise<unknown>
}

const notInNames = /[/\\:*?"<>|]/

/** Asks for the name of a new book, where the shell has no dialog for it. */
export function NewBookForm({ onClose, onSubmit }: BookFormProps) {
  const { booksFolder } = useAppState()
  const [name, setName] = useState<string>(booksWording.newDefault)
  const [refusal, setRefusal] = useState<string | null>(null)
  const isWrong = name.trim() === '' || notInNames.test(name)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isWrong) return
    const separator = booksFolder.includes('\\') ? '\\' : '/'
    const path = `${booksFolder}${separator}${name.trim().replace(/\.tieout$/i, '')}.tieout`
    // A name that is free may always be taken here.
    const tell = ({ code, message }: Problem): void =>
      setRefusal(code === 'not-allowed' ? booksWording.newTaken(name.trim()) : message)
    void onSubmit(path, { tell })
  }
  return (
    <Modal opened onClose={onClose} title={booksWording.newTitle}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={booksWording.newName}
            description={booksWording.newNameHelp(booksFolder)}
            error={isWrong ? booksWording.newNameWrong : refusal}
            value={name}
            onChange={(event) => {
              setName(event.currentTarget.value)
              setRefusal(null)
            }}
            maxLength={120}
            data-autofocus
          />
          <FormButtons label={booksWording.create} disabled={isWrong} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  )
}

/** Asks for the path of a book, where the shell has no dialog for it. */
export function OpenBookForm({ onClose, onSubmit }: BookFormProps) {
  const { booksFolder } = useAppState()
  const [path, setPath] = useState(`${booksFolder}/`)
  const [refusal, setRefusal] = useState<string | null>(null)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const tell = ({ code, message }: Problem): void =>
      setRefusal(code === 'not-allowed' ? booksWording.openNotAllowed(booksFolder) : message)
    if (path.trim() !== '') void onSubmit(path.trim(), { tell })
  }
  return (
    <Modal opened onClose={onClose} title={booksWording.openTitle}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={booksWording.openPath}
            description={booksWording.openPathHelp}
            error={refusal}
            value={path}
            onChange={(event) => {
              setPath(event.currentTarget.value)
              setRefusal(null)
            }}
            data-autofocus
          />
          <FormButtons label={booksWording.openSubmit} disabled={path.trim() === ''} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  )
}

function FormButtons(props: { readonly label: string; readonly disabled: boolean; readonly onClose: () => void }) {
  return (
    <Group justify="flex-end">
      <Button onClick={props.onClose}>{common.cancel}</Button>
      <Button type="submit" variant="filled" disabled={props.disabled}>
        {props.label}
      </Button>
    </Group>
  )
}
