import { useQueries } from '../../connection/index.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useBookQuery } from '../../frame/app-state.tsx'
import { StateBadge } from '../../grid/cells/state-badge.tsx'
import type { GridControl } from '../../grid/use-grid-control.ts'
import { exceptionsWording as wording } from '../../wording/exceptions.ts'
import classes from './exceptions.module.css'

const column = 'exception'

/** The kinds of exceptions with their numbers; one of them, or all, fill the grid. */
export function ExceptionKinds({ control }: { readonly control: GridControl }) {
  const queries = useQueries()
  const { count } = useFormats()
  const { filters: _filters, ...selection } = control.selection
  const others = control.view.filters.filter((filter) => filter.column !== column)
  const kinds = useBookQuery({
    ...queries.queries.facets.queryOptions({
      input: { ...selection, ...(others.length > 0 ? { filters: others } : {}), column },
    }),
    enabled: control.columns !== undefined,
  })
  const own = control.view.filters.find((filter) => filter.column === column)
  const picked = own?.operator === 'in' ? own.values : []
  const known = (kinds.data ?? []).flatMap(({ value, rows }) => (value === null ? [] : [{ kind: value, rows }]))
  const all = known.reduce((sum, { rows }) => sum + rows, 0)
  if (all === 0 && !own) return null

  return (
    <fieldset aria-label={wording.kinds} className={classes.kinds}>
      <button
        type="button"
        className={classes.kind}
        aria-pressed={!own}
        onClick={() => control.setFilter(column, null)}
      >
        <span>{wording.all}</span>
        <span className={classes.count}>{count(all)}</span>
      </button>
      {known.map(({ kind, rows }) => {
        const isPicked = picked.includes(kind)
        return (
          <button
            type="button"
            key={kind}
            className={classes.kind}
            aria-pressed={isPicked}
            onClick={() =>
              control.setFilter(
                column,
                isPicked && picked.length === 1 ? null : { operator: 'in', column, values: [kind] },
              )
            }
          >
            <StateBadge state={kind} />
            <span className={classes.count}>{count(rows)}</span>
          </button>
        )
      })}
    </fieldset>
  )
}
