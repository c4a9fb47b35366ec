import { type CSSProperties, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useChangeSettings, useSettings } from '../session/app-state.tsx'
import { keyDrawerWording as wording } from '../wording/key-drawer.ts'
import classes from './key-drawer.module.css'

interface SplitProps {
  readonly children: ReactNode
  /** What stands at the right; null for nothing. */
  readonly drawer: ReactNode | null
}

// The limits of the setting.
const least = 0.25
const most = 0.7

/**
 * Rows at the left, details at the right, and a border that can be dragged or moved by the arrow keys. Its place is
 * remembered, for all screens alike. Where there is no room for both, the details stand in the place of the rows.
 */
export function Split({ children, drawer }: SplitProps) {
  const frame = useRef<HTMLDivElement>(null)
  const rows = useRef<HTMLDivElement>(null)
  const details = useRef<HTMLDivElement>(null)
  const { detailsShare } = useSettings()
  const changeSettings = useChangeSettings()
  /** Where the border is while it is dragged. */
  const [dragged, setDragged] = useState<number | null>(null)
  const share = dragged ?? detailsShare
  const within = (next: number): number => Math.min(Math.max(next, least), most)
  // A width that could not be kept is no reason to interrupt.
  const keep = (next: number): void => void changeSettings({ detailsShare: within(next) }).catch(() => undefined)
  const drag = (event: PointerEvent<HTMLHRElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const place = frame.current?.getBoundingClientRect()
    if (place) setDragged(within((place.right - event.clientX) / place.width))
  }

  const isOpen = drawer !== null
  useEffect(() => {
    if (!isOpen) return
    // Where the details take the place of the rows, they take the focus that was on one of them.
    const drawn = requestAnimationFrame(() => {
      if (rows.current && getComputedStyle(rows.current).visibility === 'hidden')
        details.current?.querySelector('section')?.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(drawn)
  }, [isOpen])

  return (
    <div className={classes.split} ref={frame}>
      <div className={classes.main} ref={rows}>
        {children}
      </div>
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
            onLostPointerCapture={() => {
              if (dragged !== null) keep(dragged)
              setDragged(null)
            }}
            onKeyDown={(event) => {
              const step = event.key === 'ArrowLeft' ? 0.03 : event.key === 'ArrowRight' ? -0.03 : 0
              if (step === 0 || event.altKey) return
              event.preventDefault()
              keep(share + step)
            }}
          />
          <div
            className={classes.drawer}
            ref={details}
            style={{ '--details-share': `${share * 100}%` } as CSSProperties}
          >
            {drawer}
          </div>
        </>
      )}
    </div>
  )
}
