import { ActionIcon, Button, CopyButton, Group, Stack, TextInput, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import type { BookInfo } from '../../../shared/contract/books.ts'
import { Fact, Facts } from '../../components/figures.tsx'
import { Panel } from '../../components/panel.tsx'
import { useClient } from '../../connection/index.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useJobs } from '../../session/jobs.tsx'
import { notify, notifyProblem } from '../../session/notify.tsx'
import { common } from '../../wording/common.ts'
import { frameWording } from '../../wording/frame.ts'
import { settingsWording as words } from '../../wording/settings.ts'

const amount = /^\d{1,12}(\.\d{1,6})?$/

/** Where the book lies, and its tolerance. */
export function BookPanel({ book }: { readonly book: BookInfo }) {
  const { bytes } = useFormats()
  return (
    <Panel title={words.book}>
      <Stack gap="md">
        <Facts>
          <Fact label={words.path}>
            <Group gap={4} wrap="nowrap" align="flex-start">
              <span className="id">{book.path}</span>
              <CopyButton value={book.path}>
                {({ copied, copy }) => (
                  <Tooltip label={copied ? common.copied : words.copyPath}>
                    <ActionIcon size={20} aria-label={words.copyPath} onClick={copy}>
                      {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
                    </ActionIcon>
                  </Tooltip>
                )}
              </CopyButton>
            </Group>
          </Fact>
          <Fact label={words.size}>{bytes(book.bytes)}</Fact>
        </Facts>
        <Tolerance tolerance={book.tolerance} />
      </Stack>
    </Panel>
  )
}

function Tolerance({ tolerance }: { readonly tolerance: string }) {
  const client = useClient()
  const { during } = useJobs()
  const [typed, setTyped] = useState(tolerance)
  const [isBusy, setIsBusy] = useState(false)
  // A comma is refused: it is a decimal sign to some and parts thousands for others.
  const value = typed.trim()
  const isWrong = !amount.test(value)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (isWrong) return
    setIsBusy(true)
    try {
      const book = await during(frameWording.reconciling, () => client.books.configure({ tolerance: value }))
      setTyped(book.tolerance)
      notify({ title: words.toleranceSaved, text: words.toleranceSavedText, tone: 'good' })
    } catch (error) {
      notifyProblem(error)
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <TextInput
        label={words.tolerance}
        description={words.toleranceHelp}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={isWrong ? words.toleranceWrong : undefined}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        inputMode="decimal"
        rightSectionWidth={70}
        rightSection={
          <Button type="submit" size="compact-xs" loading={isBusy} disabled={isWrong || value === tolerance}>
            {words.toleranceSave}
          </Button>
        }
        maw={420}
      />
    </form>
  )
}
