import { type StateIcon as IconName, type Tone, wordsOf } from '../../shared/words/states.ts'
import { StateIcon } from './state-icon.tsx'
import classes from './state-mark.module.css'

interface MarkProps {
  readonly children?: string | undefined
  /** Where the word stands in the name of the control around it. */
  readonly iconOnly?: boolean
}

/** What is marked: a state of the core, or what is none but good or bad all the same, such as a count of problems. */
type Marked = { readonly state: string } | { readonly tone: Tone; readonly icon?: IconName }

/** Icon and word, so that the colour never speaks alone; a state says its own word where no other is given. */
export function StateMark({ children, iconOnly, ...marked }: Marked & MarkProps) {
  const words = 'state' in marked ? wordsOf(marked.state) : undefined
  const look = 'state' in marked ? (words ?? { tone: 'neutral' as const }) : marked
  const word = children ?? words?.text ?? ('state' in marked ? marked.state : '')
  return (
    <span className={classes.mark} data-tone={look.tone}>
      <StateIcon look={look} />
      {iconOnly ? null : word}
    </span>
  )
}
