import { Text, Title } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { IconFileImport } from '@tabler/icons-react'
import { frameWording } from '../wording/frame.ts'
import { useAppState } from '../session/app-state.tsx'
import classes from './drop-overlay.module.css'
import { useImportSession } from '../session/import-session.tsx'
import { useIncoming } from '../session/incoming.ts'
import { useSyncSession } from '../session/sync-session.tsx'

/** The whole window takes files; while some are dragged over it, this says what will happen to them. */
export function DropOverlay() {
  const { book } = useAppState()
  const { phase } = useImportSession()
  const { isSyncing } = useSyncSession()
  const incoming = useIncoming()
  const free = book === null ? frameWording.dropNewBook : frameWording.dropText
  const text = isSyncing ? frameWording.dropSyncing : free
  return (
    <Dropzone.FullScreen
      onDrop={(files) => void incoming.take(files)}
      className={classes.overlay ?? ''}
      classNames={{ root: classes.zone ?? '', inner: classes.inner ?? '' }}
      zIndex={400}
      activateOnKeyboard={false}
    >
      <IconFileImport size={44} stroke={1.4} aria-hidden />
      <Title order={2}>{frameWording.dropTitle}</Title>
      <Text size="sm">{phase === 'importing' ? frameWording.dropBusy : text}</Text>
    </Dropzone.FullScreen>
  )
}
