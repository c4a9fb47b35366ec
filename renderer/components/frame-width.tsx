import { createContext, type ReactNode, type RefObject, useContext, useEffect, useState } from 'react'

/** Below this width in pixels of the page, lists beside a grid and the words of the rail give their room to the rows. */
const narrow = 880

const NarrowContext = createContext(false)

/**
 * Tells everything below whether the frame is narrow. It measures the frame and not the window: the page may be zoomed,
 * which no media query knows of where the page does it itself.
 */
export function FrameWidthProvider(props: { frame: RefObject<HTMLElement | null>; children: ReactNode }) {
  const { frame, children } = props
  const [isNarrow, setIsNarrow] = useState(false)
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const measure = (): void => setIsNarrow(element.clientWidth < narrow)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame])
  return <NarrowContext value={isNarrow}>{children}</NarrowContext>
}

/** Whether there is room for the rows of a grid and little else. */
export function useIsNarrow(): boolean {
  return useContext(NarrowContext)
}
