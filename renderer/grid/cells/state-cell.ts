import type { ICellRendererParams } from 'ag-grid-community'
import icons from '../../components/state-icon.module.css'
import { iconOf } from '../../components/state-icons.ts'
import { exceptionState, wordsOf } from '../../../shared/words/states.ts'
import type { GridRow } from '../grid-context.ts'
import { drawIcon } from './draw-icon.ts'
import classes from './state-badge.module.css'

/** One badge per state, of which each cell gets a copy. */
const badges = new Map<string, HTMLElement>()

/** A cell with a state; a text that is no state stays a text. An exception looks as its reason says. */
export function stateCell({ value, valueFormatted, data }: ICellRendererParams<GridRow, string | null>): Node {
  const state = value && value === data?.cells['exception'] ? exceptionState(value, data.cells['reason']) : value
  if (state && wordsOf(state)) return badgeOf(state).cloneNode(true)
  return document.createTextNode(valueFormatted ?? '')
}

function badgeOf(state: string): HTMLElement {
  const known = badges.get(state)
  if (known) return known
  const badge = document.createElement('span')
  const words = wordsOf(state)
  badge.className = classes.badge ?? ''
  if (words) {
    badge.dataset['tone'] = words.tone
    const word = document.createElement('span')
    word.className = classes.word ?? ''
    word.textContent = words.text
    badge.append(drawIcon(iconOf(words), icons), word)
  }
  badges.set(state, badge)
  return badge
}
