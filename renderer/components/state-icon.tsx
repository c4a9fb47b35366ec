import type { StateWords } from '../../shared/words/states.ts'
import classes from './state-icon.module.css'
import { iconOf } from './state-icons.ts'

/** The icon of a state in the colour of the text around it. */
export function StateIcon({ look }: { readonly look: Pick<StateWords, 'icon' | 'tone'> }) {
  const { circle, lines, filled } = iconOf(look)
  return (
    <svg viewBox="0 0 24 24" className={classes.icon} aria-hidden="true">
      {circle ? <circle cx="12" cy="12" r="9" className={circle === 'dashed' ? classes.dashed : undefined} /> : null}
      {filled ? <path d={filled} className={classes.filled} /> : null}
      {lines ? <path d={lines} /> : null}
    </svg>
  )
}
