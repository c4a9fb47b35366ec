import { type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { keyDrawerWording as wording } from '../wording/key-drawer.ts'
import classes from './key-drawer.module.css'

interface SplitProps {
  readonly children: ReactNode
  /** What stands at the right; null for nothing. */
  readonly drawer: ReactNode | null
}

const least = 0.25
const most = 0.7
/** The width that a person chose, as a share; kept while the page is open, for all screens alike. */
let chosenShare = 0.42

/** Rows at the left, details at the right, and a border that can be dragged or moved by the arrow keys. */
export function Split({ children, drawer }: SplitProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [share, setShare] = useState(chosenShare)
  const change = (next: number): void => {
    chosenShare = Math.min(Math.max(next, least), most)
    setShare(chosenShare)
  }
  const drag = (event: PointerEvent<HTMLHRElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const place = frame.current?.getBoundingClientRect()
    if (place) change((place.right - event.clientX) / place.width)
  }

  return (
    <div className={classes.split} ref={frame}>
      <div className={classes.main}>{children}</div>
      {drawer === null ? null : (
        <>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a border that is moved is a widget */}
          <hr
            aria-orientation="vertical"
            aria-label={wording.resize}
            aria-valuemin={least * 100}
            aria-valuemax={most * 100}
            aria-valuenow={Math.round(share * 100)}
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above
            tabIndex={0}
            className={classes.handle}
            onPointerDown={(event) => {
              event.preventDefault()
              event.currentTarget.setPointerCapture(event.pointerId)
            }}
            onPointerMove={drag}
            onKeyDown={(event) => {
              const step = event.key === 'ArrowLeft' ? 0.03 : event.key === 'ArrowRight' ? -0.03 : 0
              if (step === 0 || event.altKey) return
              event.preventDefault()
              change(share + step)
            }}
          />
          <div className={classes.drawer} style={{ width: `${share * 100}%` }}>
            {drawer}
          </div>
        </>
      )}
    </div>
  )
}
