import { StateIcon } from '../../components/state-icon.tsx'
import { wordsOf } from '../../../shared/words/states.ts'
import { visibleText } from '../visible-text.ts'
import classes from './state-badge.module.css'

/** A state as an icon and a word in its colour; the word alone says it all. A text that is no state stays a text. */
export function StateBadge({ state }: { readonly state: string }) {
  const words = wordsOf(state)
  if (!words) return <span>{visibleText(state)}</span>
  return (
    <span className={classes.badge} data-tone={words.tone}>
      <StateIcon look={words} />
      <span className={classes.word}>{words.text}</span>
    </span>
  )
}
