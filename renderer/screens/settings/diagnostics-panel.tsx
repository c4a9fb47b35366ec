import { Button, Group, Stack, Textarea } from '@mantine/core'
import { IconClipboard, IconFolderOpen } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Fact, Facts } from '../../components/figures.tsx'
import { Panel } from '../../components/panel.tsx'
import { ErrorState, LoadingState } from '../../components/states.tsx'
import { useHost, useQueries } from '../../connection/index.ts'
import { useActions } from '../../session/actions.tsx'
import { notify, notifyProblem } from '../../session/notify.tsx'
import { settingsWording as words } from '../../wording/settings.ts'

/** Version, log and the report for support. */
export function DiagnosticsPanel() {
  const queries = useQueries()
  const host = useHost()
  const actions = useActions()
  const diagnostics = useQuery({ ...queries.app.diagnostics.queryOptions(), staleTime: 0 })
  const openLog = async (folder: string): Promise<void> => {
    if (!(await host.openLogFolder())) notify({ title: words.cannotOpenLog, text: folder })
  }
  const { data, error } = diagnostics
  return (
    <Panel title={words.diagnostics} help={words.diagnosticsHelp}>
      {diagnostics.isPending ? <LoadingState /> : null}
      {error ? <ErrorState error={error} onRetry={() => void diagnostics.refetch()} /> : null}
      {data ? (
        <Stack gap="md">
          <Facts>
            <Fact label={words.version}>{data.version}</Fact>
            <Fact label={words.logFolder}>
              <span className="id">{data.logFolder}</span>
            </Fact>
          </Facts>
          <Group gap="xs">
            <Button leftSection={<IconClipboard size={14} />} onClick={() => actions.run('copy-diagnostics')}>
              {words.copyReport}
            </Button>
            {host.shell === 'desktop' ? (
              <Button
                leftSection={<IconFolderOpen size={14} />}
                onClick={() => void openLog(data.logFolder).catch(notifyProblem)}
              >
                {words.openLogFolder}
              </Button>
            ) : null}
          </Group>
          <details>
            <summary>{words.showReport}</summary>
            <Textarea
              value={data.report}
              readOnly
              autosize
              minRows={4}
              maxRows={14}
              aria-label={words.copyReport}
              ff="monospace"
            />
          </details>
        </Stack>
      ) : null}
    </Panel>
  )
}
