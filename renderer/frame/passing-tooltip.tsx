import { Tooltip, type TooltipProps } from '@mantine/core'
import { useState } from 'react'

/** A tooltip that goes with a click and stays away until the pointer has left: it never covers what the click brought. */
export function PassingTooltip(props: TooltipProps) {
  const [isPassed, setIsPassed] = useState(false)
  return (
    <span
      style={{ display: 'contents' }}
      onPointerLeave={() => setIsPassed(false)}
      // A press of Enter is a click as well, of which `detail` counts none.
      onClickCapture={({ detail }) => setIsPassed(detail > 0)}
    >
      <Tooltip {...props} disabled={isPassed} />
    </span>
  )
}
