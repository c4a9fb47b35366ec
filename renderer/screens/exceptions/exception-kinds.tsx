import type { ExceptionKind } from '../../../shared/exceptions.ts'
import type { Filter, Selection } from '../../../shared/contract/rows.ts'
import { useQueries } from '../../connection/index.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useBookQuery } from '../../session/app-state.tsx'
import { StateBadge } from '../../grid/cells/state-badge.tsx'
import type { GridControl } from '../../grid/use-grid-control.ts'
import { exceptionState } from '../../../shared/words/states.ts'
import { oneOf } from '../../../shared/queries/filters.ts'
import { exceptionsWording as wording } from '../../wording/exceptions.ts'
import classes from './exceptions.module.css'

/** The kind that is told apart by its reason: what is past due is urgent, what has no due date may not be. */
const divided = 'not-disbursed' satisfies ExceptionKind

interface Kind {
  readonly exception: string
  /** Only of the divided kind. */
  readonly reason: string | null
  readonly rows: number
}

/** The kinds of exceptions with their numbers, what is past due first; one of them, or all, fill the grid. */
export function ExceptionKinds({ control }: { readonly control: GridControl }) {
  const { count } = useFormats()
  const kinds = useKinds(control)
  const all = kinds.reduce((sum, { rows }) => sum + rows, 0)
  const own = pickedBy(control.view.filters)
  if (all === 0 && own.exception === null && own.reason === null) return null
  const pick = (kind: Pick<Kind, 'exception' | 'reason'> | null): void => {
    control.setFilter('exception', kind && oneOf('exception', [kind.exception]))
    control.setFilter('reason', kind?.reason ? oneOf('reason', [kind.reason]) : null)
  }

  return (
    <fieldset aria-label={wording.kinds} className={classes.kinds}>
      <button
        type="button"
        className={classes.kind}
        aria-pressed={own.exception === null && own.reason === null}
        onClick={() => pick(null)}
      >
        <span>{wording.all}</span>
        <span className={classes.count}>{count(all)}</span>
      </button>
      {kinds.map((kind) => {
        const isPicked = own.exception === kind.exception && own.reason === kind.reason
        return (
          <button
            type="button"
            key={`${kind.exception} ${kind.reason}`}
            className={classes.kind}
            aria-pressed={isPicked}
            onClick={() => pick(isPicked ? null : kind)}
          >
            <StateBadge state={exceptionState(kind.exception, kind.reason)} />
            <span className={classes.count}>{count(kind.rows)}</span>
          </button>
        )
      })}
    </fieldset>
  )
}

/** The kinds of what the other filters and the search leave. */
function useKinds(control: GridControl): Kind[] {
  const { filters: _filters, ...selection } = control.selection
  const others = control.view.filters.filter(({ column }) => column !== 'exception' && column !== 'reason')
  const byKind = useCounts({ ...selection, filters: others }, 'exception', control.columns !== undefined)
  const ofDivided: Filter = oneOf('exception', [divided])
  const hasDivided = byKind.some(({ value }) => value === divided)
  const byReason = useCounts({ ...selection, filters: [...others, ofDivided] }, 'reason', hasDivided)
  const reasons = byReason.map(({ value, rows }) => ({ exception: divided, reason: value, rows }))
  const kinds = byKind
    .filter(({ value }) => value !== divided)
    .map(({ value, rows }) => ({ exception: value, reason: null, rows }))
  return [...(hasDivided ? reasons : []), ...kinds].toSorted(
    (a, b) => Number(b.reason === 'past-due') - Number(a.reason === 'past-due') || b.rows - a.rows,
  )
}

function useCounts(
  selection: Selection,
  column: 'exception' | 'reason',
  enabled: boolean,
): { value: string; rows: number }[] {
  const queries = useQueries()
  const { data } = useBookQuery({
    ...queries.queries.facets.queryOptions({ input: { ...selection, column } }),
    enabled,
  })
  return (data ?? []).flatMap(({ value, rows }) => (value === null ? [] : [{ value, rows }]))
}

/** The one kind and the one reason that the filters leave; null for all, and for a choice that no button stands for. */
function pickedBy(filters: readonly Filter[]): Record<'exception' | 'reason', string | null> {
  const of = (column: 'exception' | 'reason'): string | null => {
    const own = filters.find((filter) => filter.column === column)
    if (!own) return null
    return (own.operator === 'in' && own.values.length === 1 ? own.values[0] : '') ?? ''
  }
  return { exception: of('exception'), reason: of('reason') }
}
