import { Alert, Button, Group } from '@mantine/core'
import { IconFiles, IconFolder, IconInfoCircle } from '@tabler/icons-react'
import { HelpHint } from '../../components/help-hint.tsx'
import { ScreenHeader } from '../../components/screen-header.tsx'
import { ErrorState } from '../../components/states.tsx'
import { KeyHint } from '../../session/key-hint.tsx'
import { useImportSession } from '../../session/import-session.tsx'
import { useIncoming } from '../../session/incoming.ts'
import { importWording as words } from '../../wording/import.ts'
import { DropArea } from './drop-area.tsx'
import { HistoryPanel } from './history-panel.tsx'
import classes from './import.module.css'
import { ListPanel } from './list-panel.tsx'
import { ResultPanel } from './result-panel.tsx'
import { SyncPanel } from './sync-panel.tsx'

/** Files on their way into the book, and the imports that it holds. */
export function ImportScreen() {
  const session = useImportSession()
  const incoming = useIncoming()
  const isListing = session.paths.length > 0
  return (
    <div className={classes.screen}>
      <ScreenHeader title={words.title} help={<HelpHint subject={words.title}>{words.help}</HelpHint>}>
        <Group gap="xs">
          <Button
            leftSection={<IconFiles size={14} />}
            rightSection={<KeyHint action="pick-files" />}
            onClick={() => void incoming.pickFiles()}
          >
            {words.pickFiles}
          </Button>
          <Button leftSection={<IconFolder size={14} />} onClick={() => void incoming.pickFolder()}>
            {words.pickFolder}
          </Button>
        </Group>
      </ScreenHeader>
      {session.wasInterrupted ? (
        <Alert icon={<IconInfoCircle />} title={words.interruptedTitle} variant="light" aria-live="polite" role="note">
          {words.interruptedText}
        </Alert>
      ) : null}
      {session.error ? <ErrorState error={session.error} onRetry={session.readAgain} /> : null}
      {session.result ? (
        <ResultPanel key={session.result.importId} result={session.result} sync={session.sync} />
      ) : null}
      {isListing ? <ListPanel /> : null}
      {!isListing && !session.result ? <DropArea /> : null}
      <SyncPanel />
      <HistoryPanel />
    </div>
  )
}
