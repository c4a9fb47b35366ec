import { Button } from '@mantine/core'
import { IconAlertTriangle, IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useConnection, useConnectionState } from '../connection/index.ts'
import { frameWording } from '../wording/frame.ts'
import { useAppState } from '../session/app-state.tsx'
import classes from './frame.module.css'
import { notify } from '../session/notify.tsx'

/** What concerns the whole window: the engine is away, the book lies in a place that harms it. */
export function Banners() {
  const connection = useConnection()
  const state = useConnectionState()
  const { book } = useAppState()
  const isWeb = connection.host.shell === 'web'
  useReconnectNotice(state)
  useBookNotice(book)
  return (
    <div className={classes.banners}>
      {state === 'connected' ? null : (
        <div className={classes.banner} data-tone="bad" role="alert">
          <IconPlugConnectedX size={17} aria-hidden />
          <span>{state === 'lost' ? frameWording.lost : isWeb ? frameWording.stoppedWeb : frameWording.stopped}</span>
          {state === 'stopped' ? (
            <Button size="compact-xs" onClick={() => void connection.reconnect()}>
              {isWeb ? frameWording.reconnectWeb : frameWording.reconnect}
            </Button>
          ) : null}
        </div>
      )}
      {book?.warning ? (
        <div className={classes.banner}>
          <IconAlertTriangle size={17} aria-hidden />
          <span>{book.warning}</span>
        </div>
      ) : null}
    </div>
  )
}

function useReconnectNotice(state: 'connected' | 'lost' | 'stopped'): void {
  const wasAway = useRef(false)
  useEffect(() => {
    if (state === 'connected' && wasAway.current)
      notify({ title: frameWording.reconnected, text: frameWording.reconnectedText, tone: 'good' })
    wasAway.current = state !== 'connected'
  }, [state])
}

/** Says when another window closed the book or opened a different one, for this window changes with it. */
function useBookNotice(book: { path: string; name: string } | null): void {
  const before = useRef(book)
  useEffect(() => {
    const last = before.current
    before.current = book
    // The window in front is the one in which it was asked for.
    if (!last || last.path === book?.path || document.hasFocus()) return
    notify({ title: book ? frameWording.otherBookElsewhere(book.name) : frameWording.closedElsewhere(last.name) })
  }, [book])
}
