import type { IHeaderComp, IHeaderParams } from 'ag-grid-community'
import { gridWording } from '../../wording/grid.ts'
import type { GridContext } from '../grid-context.ts'
import { drawIcon } from './draw-icon.ts'
import classes from './header-cell.module.css'
import type { Icon } from '../../components/state-icons.ts'

const up: Icon = { lines: 'M12 20V5M6 11l6-6 6 6' }
const down: Icon = { lines: 'M12 4v15M6 13l6 6 6-6' }
const funnel = 'M4 5h16l-6.5 7.5V19l-3 1.5v-8z'
const isOpen: Icon = { lines: funnel }
const isActive: Icon = { lines: funnel, filled: funnel }

type Params = IHeaderParams<unknown, GridContext> & { readonly isFigure: boolean }

/**
 * The head of a column: its title, the order, and the way to its filter. Enter sorts, Alt+Down opens the filter. A class,
 * because the grid makes its components with `new`.
 */
export class HeaderCell implements IHeaderComp {
  readonly #frame = document.createElement('div')
  readonly #title = document.createElement('button')
  readonly #words = document.createElement('span')
  readonly #sort = document.createElement('span')
  readonly #filter = document.createElement('button')
  readonly #show = (): void => this.#draw()
  #params: Params | null = null

  init(params: Params): void {
    this.#params = params
    this.#frame.className = classes.header ?? ''
    if (params.isFigure) this.#frame.dataset['figure'] = 'true'
    this.#title.className = classes.title ?? ''
    this.#words.className = classes.words ?? ''
    this.#sort.className = classes.sort ?? ''
    this.#sort.ariaHidden = 'true'
    this.#filter.className = classes.filter ?? ''
    for (const button of [this.#title, this.#filter]) {
      button.type = 'button'
      // The keys act on the head as a whole.
      button.tabIndex = -1
    }
    this.#title.addEventListener('click', (event) => this.#params?.progressSort(event.shiftKey))
    this.#filter.addEventListener('click', () =>
      this.#params?.context.openFilter(this.#params.column.getColId(), this.#filter),
    )
    this.#title.append(this.#words, this.#sort)
    this.#frame.append(this.#title, this.#filter)
    params.column.addEventListener('sortChanged', this.#show)
    params.column.addEventListener('columnStateUpdated', this.#show)
    this.#draw()
  }

  getGui(): HTMLElement {
    return this.#frame
  }

  refresh(params: Params): boolean {
    this.#params = params
    this.#draw()
    return true
  }

  destroy(): void {
    this.#params?.column.removeEventListener('sortChanged', this.#show)
    this.#params?.column.removeEventListener('columnStateUpdated', this.#show)
  }

  #draw(): void {
    if (!this.#params) return
    const { api, column, displayName, context } = this.#params
    const isFiltered = context.isFiltered(column.getColId())
    const direction = column.getSort()
    // Its place among the orders says something only beside another one that can be seen.
    const isAlone = api.getAllDisplayedColumns().filter((one) => one.getSort()).length < 2
    const place = isAlone ? null : column.getSortIndex()
    this.#words.textContent = displayName
    this.#title.title = context.help(column.getColId()) ?? displayName
    this.#sort.replaceChildren(
      ...(direction ? [drawIcon(direction === 'asc' ? up : down, classes), place ? String(place + 1) : ''] : []),
    )
    this.#filter.ariaLabel = gridWording.filterColumn(displayName)
    this.#filter.replaceChildren(drawIcon(isFiltered ? isActive : isOpen, classes))
    if (isFiltered) this.#frame.dataset['filtered'] = 'true'
    else delete this.#frame.dataset['filtered']
  }
}
