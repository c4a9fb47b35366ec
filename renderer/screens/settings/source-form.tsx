import { Button, Group, Modal, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Source } from '../../../shared/contract/sources.ts'
import { problemOf, useClient, useQueries } from '../../connection/index.ts'
import { parsePlace } from '../../../shared/source-place.ts'
import { common } from '../../wording/common.ts'
import { sourcesWording as words } from '../../wording/sources.ts'
import { OtherStores } from './other-stores.tsx'
import { PolicyHelp } from './policy-help.tsx'
import { Refusal } from './refusal.tsx'
import { SignInFields } from './sign-in-fields.tsx'
import { belowInput, checkDraft, draftOf, type SourceDraft } from './source-draft.ts'

interface SourceFormProps {
  /** The source that is changed; null for a new one. */
  readonly known: Source | null
  readonly onClose: () => void
}

/** Adds a source or changes one. What is wrong is said at its field, what the core refuses below them. */
export function SourceForm({ known, onClose }: SourceFormProps) {
  const client = useClient()
  const queries = useQueries()
  const cache = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(known))
  const [wasSubmitted, setWasSubmitted] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const checked = checkDraft(draft, known)
  const errors = wasSubmitted ? checked.errors : {}
  const change = (part: Partial<SourceDraft>): void => setDraft((all) => ({ ...all, ...part }))

  const [attempts, setAttempts] = useState(0)
  useEffect(() => {
    if (attempts > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [attempts])

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setWasSubmitted(true)
    setAttempts(attempts + 1)
    if (!checked.save) return
    setIsBusy(true)
    setRefusal(null)
    try {
      const { source, keys } = checked.save
      const sources = await client.sources.save({ source, keys, former: known?.name })
      cache.setQueryData(queries.sources.list.queryKey(), sources)
      onClose()
    } catch (error) {
      setRefusal(problemOf(error).message)
      setIsBusy(false)
    }
  }
  const changeBucket = (typed: string): void => change(parsePlace(typed) ?? { bucket: typed })

  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      title={known ? words.editTitle(known.name) : words.addTitle}
      size="lg"
    >
      <form ref={form} onSubmit={(event) => void submit(event)} noValidate autoComplete="off">
        <Stack gap="md">
          <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
            <TextInput
              label={words.name}
              error={errors.name}
              value={draft.name}
              onChange={(event) => change({ name: event.currentTarget.value })}
              maxLength={60}
              data-autofocus
            />
            <TextInput
              label={words.region}
              error={errors.region}
              placeholder={words.regionPlaceholder[draft.kind]}
              value={draft.region}
              onChange={(event) => change({ region: event.currentTarget.value })}
            />
            <TextInput
              label={words.bucket}
              description={words.bucketHelp}
              inputWrapperOrder={belowInput}
              error={errors.bucket}
              value={draft.bucket}
              onChange={(event) => changeBucket(event.currentTarget.value)}
              spellCheck={false}
            />
            <TextInput
              label={words.prefix}
              description={words.prefixHelp}
              inputWrapperOrder={belowInput}
              error={errors.prefix}
              value={draft.prefix}
              onChange={(event) => change({ prefix: event.currentTarget.value })}
              spellCheck={false}
            />
          </SimpleGrid>
          <SignInFields draft={draft} errors={errors} change={change} isKept={known?.signIn.kind === 'keys'} />
          <OtherStores draft={draft} errors={errors} change={change} />
          <PolicyHelp bucket={draft.bucket.trim()} prefix={draft.prefix.trim()} region={draft.region.trim()} />
          {refusal === null ? null : <Refusal>{refusal}</Refusal>}
          <Group justify="flex-end">
            <Button onClick={onClose}>{common.cancel}</Button>
            <Button type="submit" variant="filled" loading={isBusy}>
              {known ? words.save : words.add}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
