import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { booksWording } from '../wording/books.ts'
import { common } from '../wording/common.ts'
import { useAppState } from './app-state.tsx'

interface BookFormProps {
  readonly opened: boolean
  readonly onClose: () => void
  readonly onSubmit: (path: string) => Promise<unknown>
}

const notInNames = /[/\\:*?"<>|]/

/** Asks for the name of a new book, where the shell has no dialog for it. */
export function NewBookForm({ opened, onClose, onSubmit }: BookFormProps) {
  const { booksFolder } = useAppState()
  const [name, setName] = useState<string>(booksWording.newDefault)
  const isWrong = name.trim() === '' || notInNames.test(name)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const separator = booksFolder.includes('\\') ? '\\' : '/'
    if (!isWrong) void onSubmit(`${booksFolder}${separator}${name.trim().replace(/\.tieout$/i, '')}.tieout`)
  }
  return (
    <Modal opened={opened} onClose={onClose} title={booksWording.newTitle}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={booksWording.newName}
            description={booksWording.newNameHelp(booksFolder)}
            error={isWrong ? booksWording.newNameWrong : undefined}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
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
export function OpenBookForm({ opened, onClose, onSubmit }: BookFormProps) {
  const { booksFolder } = useAppState()
  const [path, setPath] = useState(`${booksFolder}/`)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (path.trim() !== '') void onSubmit(path.trim())
  }
  return (
    <Modal opened={opened} onClose={onClose} title={booksWording.openTitle}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={booksWording.openPath}
            description={booksWording.openPathHelp}
            value={path}
            onChange={(event) => setPath(event.currentTarget.value)}
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
