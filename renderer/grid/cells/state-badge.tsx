import { wordsOf } from '../../wording/states.ts'
import { visibleText } from '../visible-text.ts'
import classes from './state-badge.module.css'
import { iconOf } from './state-icons.ts'

/** A state as an icon and a word in its colour; the word alone says it all. A text that is no state stays a text. */
export function StateBadge({ state }: { readonly state: string }) {
  const words = wordsOf(state)
  if (!words) return <span>{visibleText(state)}</span>
  const { circle, lines, filled } = iconOf(state, words.tone)
  return (
    <span className={classes.badge} data-tone={words.tone}>
      <svg viewBox="0 0 24 24" className={classes.icon} aria-hidden="true">
        {circle ? <circle cx="12" cy="12" r="9" className={circle === 'dashed' ? classes.dashed : undefined} /> : null}
        {filled ? <path d={filled} className={classes.filled} /> : null}
        <path d={lines} />
      </svg>
      <span className={classes.word}>{words.text}</span>
    </span>
  )
}
