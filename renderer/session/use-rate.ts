import { useEffect, useState } from 'react'
import type { Progress } from '../../shared/contract/imports.ts'

interface Rate {
  readonly key: string
  readonly startedAt: number
  readonly startedWith: number
  readonly perSecond: number | null
}

/** How much is done per second in the step that runs; null during its first half second. */
export function useRate(progress: Progress | null): number | null {
  const [rate, setRate] = useState<Rate | null>(null)
  useEffect(() => {
    if (!progress) return
    const key = `${progress.step} ${progress.file ?? ''}`
    const now = performance.now()
    // oxlint-disable-next-line react/set-state-in-effect -- the clock is read when the progress comes, not when it is drawn
    setRate((known) => {
      if (known?.key !== key) return { key, startedAt: now, startedWith: progress.done, perSecond: null }
      const seconds = (now - known.startedAt) / 1000
      return seconds < 0.5 ? known : { ...known, perSecond: (progress.done - known.startedWith) / seconds }
    })
  }, [progress])
  return progress && rate ? rate.perSecond : null
}
