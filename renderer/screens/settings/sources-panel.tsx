import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Source } from '../../../shared/contract/sources.ts'
import { Panel } from '../../components/panel.tsx'
import { ErrorState, LoadingState } from '../../components/states.tsx'
import { useClient, useQueries } from '../../connection/index.ts'
import { notify, notifyProblem } from '../../session/notify.tsx'
import { common } from '../../wording/common.ts'
import { sourcesWording as words } from '../../wording/sources.ts'
import classes from './settings.module.css'
import { SourceForm } from './source-form.tsx'
import { SourceRow } from './source-row.tsx'

type Dialog = { readonly type: 'add' } | { readonly type: 'edit' | 'remove'; readonly source: Source } | null

/** The places in S3 from which reports are synced: added, tried out, changed and forgotten here. */
export function SourcesPanel() {
  const queries = useQueries()
  const sources = useQuery(queries.sources.list.queryOptions())
  const [dialog, setDialog] = useState<Dialog>(null)
  const close = (): void => setDialog(null)
  return (
    <Panel
      title={words.title}
      help={words.help}
      aside={<Button onClick={() => setDialog({ type: 'add' })}>{words.add}</Button>}
    >
      {sources.isPending ? <LoadingState /> : null}
      {sources.error ? <ErrorState error={sources.error} onRetry={() => void sources.refetch()} /> : null}
      {sources.data?.length === 0 ? <Text size="sm">{words.none}</Text> : null}
      {sources.data && sources.data.length > 0 ? (
        <ul className={classes.sources} aria-label={words.title}>
          {sources.data.map((source) => (
            <SourceRow
              key={JSON.stringify(source)}
              source={source}
              onEdit={() => setDialog({ type: 'edit', source })}
              onRemove={() => setDialog({ type: 'remove', source })}
            />
          ))}
        </ul>
      ) : null}
      <Text size="xs" c="dimmed" mt={6}>
        {words.offline}
      </Text>
      {dialog?.type === 'add' ? <SourceForm known={null} onClose={close} /> : null}
      {dialog?.type === 'edit' ? <SourceForm known={dialog.source} onClose={close} /> : null}
      {dialog?.type === 'remove' ? <Removal source={dialog.source} onClose={close} /> : null}
    </Panel>
  )
}

/** Asks before a source is forgotten. */
function Removal({ source: { name }, onClose }: { readonly source: Source; readonly onClose: () => void }) {
  const client = useClient()
  const queries = useQueries()
  const cache = useQueryClient()
  const [isBusy, setIsBusy] = useState(false)
  const remove = async (): Promise<void> => {
    setIsBusy(true)
    try {
      cache.setQueryData(queries.sources.list.queryKey(), await client.sources.remove({ name }))
      notify({ title: words.removed(name), tone: 'good' })
      onClose()
    } catch (error) {
      notifyProblem(error)
      setIsBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={words.removeTitle(name)}>
      <Stack gap="md">
        <Text size="sm">{words.removeText}</Text>
        <Group justify="flex-end">
          <Button onClick={onClose} data-autofocus>
            {common.cancel}
          </Button>
          <Button variant="filled" loading={isBusy} onClick={() => void remove()}>
            {words.remove}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
