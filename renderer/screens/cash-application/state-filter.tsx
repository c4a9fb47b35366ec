import { useQueries as useManyQueries } from '@tanstack/react-query'
import { MoneyText } from '../../components/figures.tsx'
import { ErrorState } from '../../components/states.tsx'
import { useQueries } from '../../connection/index.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useBookQuery, useBookState } from '../../session/app-state.tsx'
import { StateBadge } from '../../grid/cells/state-badge.tsx'
import type { GridControl } from '../../grid/use-grid-control.ts'
import { cashApplicationWording as wording } from '../../wording/cash-application.ts'
import classes from './cash-application.module.css'
import { oneOf } from '../../../shared/queries/filters.ts'

/** Which column of the rows the sums of the chips are of. */
const summed = 'settlement_net'

/** The states of the keys with their numbers and sums; one or several of them filter the grid. */
export function StateFilter({ control }: { readonly control: GridControl }) {
  const queries = useQueries()
  const { count } = useFormats()
  const bookState = useBookState()
  const { filters: _filters, ...selection } = control.selection
  const others = control.view.filters.filter(({ column }) => column !== 'state')
  const base = { ...selection, ...(others.length > 0 ? { filters: others } : {}) }
  const states = useBookQuery({
    ...queries.queries.facets.queryOptions({ input: { ...base, column: 'state' } }),
    enabled: control.columns !== undefined,
    // Numbers of another settlement or filter would stand beside the sums of this one.
    placeholderData: undefined,
  })
  const known = (states.data ?? []).flatMap(({ value, rows }) => (value === null ? [] : [{ state: value, rows }]))
  const sums = useManyQueries({
    queries: known.map(({ state }) => {
      const options = queries.queries.totals.queryOptions({
        input: { ...base, filters: [...others, oneOf('state', [state])] },
      })
      return { ...options, queryKey: [...options.queryKey, bookState] as const }
    }),
  })

  const own = control.view.filters.find(({ column }) => column === 'state')
  const picked = own?.operator === 'in' ? own.values.filter((value) => value !== null) : []
  const pick = (state: string): void => {
    const next = picked.includes(state) ? picked.filter((one) => one !== state) : [...picked, state]
    control.setFilter('state', next.length === 0 ? null : oneOf('state', next))
  }
  // A state that is picked stays there to be taken back, also when no key has it now.
  const gone = picked.filter((state) => !known.some((one) => one.state === state)).map((state) => ({ state, rows: 0 }))
  const problem = states.data ? sums.find(({ error, data }) => error && !data)?.error : states.error
  const retry = (): void => {
    if (!states.data) void states.refetch()
    for (const sum of sums) if (sum.error) void sum.refetch()
  }
  if (problem) return <ErrorState error={problem} onRetry={retry} />
  if (states.data && known.length + gone.length === 0) return null

  return (
    <fieldset aria-label={wording.states} className={classes.states}>
      <button
        type="button"
        className={classes.state}
        aria-pressed={!own}
        onClick={() => control.setFilter('state', null)}
      >
        <span className={classes.stateHead}>
          {wording.allStates}
          <span className={classes.stateRows}>
            {states.data ? count(known.reduce((sum, { rows }) => sum + rows, 0)) : null}
          </span>
        </span>
      </button>
      {[...known, ...gone].map(({ state, rows }, index) => (
        <button
          type="button"
          key={state}
          className={classes.state}
          aria-pressed={picked.includes(state)}
          onClick={() => pick(state)}
        >
          <span className={classes.stateHead}>
            <StateBadge state={state} />
            <span className={classes.stateRows}>{states.data ? count(rows) : null}</span>
          </span>
          {sums[index]?.data?.sums.map(({ currency, sums: amounts }) => (
            <span key={currency} className={classes.stateSum}>
              <MoneyText value={amounts[summed] ?? null} currency={currency} />
            </span>
          ))}
        </button>
      ))}
    </fieldset>
  )
}
