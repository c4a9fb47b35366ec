import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconMinus,
} from '@tabler/icons-react'
import classes from './state-mark.module.css'

/** What a mark says: the icon tells it as well as the colour. */
export type Tone = 'good' | 'bad' | 'warn' | 'waiting' | 'quiet' | 'absent'

const icons = {
  good: IconCircleCheck,
  bad: IconCircleX,
  warn: IconAlertTriangle,
  waiting: IconClock,
  quiet: IconMinus,
  absent: IconCircleDashed,
}

/** Icon and word of a state; `iconOnly` where the word stands in the name of the control around it. */
export function StateMark(props: { readonly tone: Tone; readonly children?: string; readonly iconOnly?: boolean }) {
  const Icon = icons[props.tone]
  return (
    <span className={classes.mark} data-tone={props.tone}>
      <Icon size={15} stroke={1.8} aria-hidden />
      {props.iconOnly ? null : props.children}
    </span>
  )
}
