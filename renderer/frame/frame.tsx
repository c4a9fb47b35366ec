import { Suspense, useRef } from 'react'
import { ErrorBoundary } from '../components/error-boundary.tsx'
import { LoadingState } from '../components/states.tsx'
import { useClient } from '../connection/index.ts'
import { useNavigation } from '../navigation.ts'
import { FirstStart } from '../screens/first-start/first-start.tsx'
import { screenOf } from '../screens/screens.ts'
import { frameWording } from '../wording/frame.ts'
import { useAppState } from '../session/app-state.tsx'
import { Banners } from './banners.tsx'
import { BusyBar } from './busy-bar.tsx'
import { DropOverlay } from './drop-overlay.tsx'
import classes from './frame.module.css'
import { FrameWidthProvider } from '../components/frame-width.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import { StatusLine } from './status-line.tsx'
import { TopBar } from './top-bar.tsx'
import { useWork } from '../session/use-work.ts'

const mainId = 'content'

/** What stands around every screen: rail, top bar, status line, drop zone, palette. */
export function Frame() {
  const { book } = useAppState()
  const { place } = useNavigation()
  const client = useClient()
  // Settings of the page itself make sense without a book.
  const isFirstStart = book === null && place.screen !== 'settings'
  const Screen = screenOf[place.screen]
  const frame = useRef<HTMLDivElement>(null)
  useWork()
  return (
    <FrameWidthProvider frame={frame}>
      <div className={classes.frame} ref={frame}>
        <a className={classes.skip} href={`#${mainId}`} onClick={skip}>
          {frameWording.skipLink}
        </a>
        <TopBar />
        <BusyBar />
        <Banners />
        {book === null ? null : <Rail />}
        <main id={mainId} className={classes.main} tabIndex={-1}>
          <ErrorBoundary
            key={`${book?.path ?? ''} ${place.screen}`}
            onProblem={(message) =>
              void client.app.logProblem({ message: message.slice(0, 10_000) }).catch(() => undefined)
            }
          >
            <Suspense fallback={<LoadingState label={frameWording.openingScreen} />}>
              {isFirstStart ? <FirstStart /> : <Screen />}
            </Suspense>
          </ErrorBoundary>
        </main>
        <StatusLine />
        <DropOverlay />
        <Palette />
      </div>
    </FrameWidthProvider>
  )
}

/** The address is the place in the application, so the link must not change it. */
function skip(event: { preventDefault(): void }): void {
  event.preventDefault()
  document.getElementById(mainId)?.focus()
}
