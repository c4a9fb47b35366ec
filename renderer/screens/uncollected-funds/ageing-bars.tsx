import { useQueries as useManyQueries } from '@tanstack/react-query'
import { MoneyText } from '../../components/figures.tsx'
import { useQueries } from '../../connection/index.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useBookState } from '../../session/app-state.tsx'
import type { GridControl } from '../../grid/use-grid-control.ts'
import { wordsOf } from '../../../shared/words/states.ts'
import { uncollectedFundsWording as wording } from '../../wording/uncollected-funds.ts'
import classes from './ageing-bars.module.css'

/** The ages from the due date, the youngest first, and the colour of each. */
const buckets = [
  { bucket: 'not due', colour: 'var(--age-0)' },
  { bucket: '1-30', colour: 'var(--age-1)' },
  { bucket: '31-60', colour: 'var(--age-2)' },
  { bucket: '61-90', colour: 'var(--age-3)' },
  { bucket: '91-120', colour: 'var(--age-4)' },
  { bucket: '121+', colour: 'var(--age-5)' },
  { bucket: 'unknown', colour: 'var(--age-unknown)' },
] as const

const column = 'ageing_bucket'
const summed = 'open_net'

/** What is open by age, a bar per currency; a click on an age filters the grid. */
export function AgeingBars({ control }: { readonly control: GridControl }) {
  const queries = useQueries()
  const { count, privacy } = useFormats()
  const state = useBookState()
  const { filters: _filters, ...selection } = control.selection
  const others = control.view.filters.filter((filter) => filter.column !== column)
  const answers = useManyQueries({
    queries: buckets.map(({ bucket }) => {
      const options = queries.queries.totals.queryOptions({
        input: { ...selection, filters: [...others, { operator: 'in', column, values: [bucket] }] },
      })
      return {
        ...options,
        enabled: control.columns !== undefined,
        queryKey: [...options.queryKey, state] as const,
      }
    }),
  })
  const totals = answers.map(({ data }) => data)
  // Only the length of a bar is worked out by floating point.
  const largest = new Map<string, number>()
  for (const one of totals)
    for (const { currency, sums } of one?.sums ?? [])
      largest.set(currency ?? '', Math.max(largest.get(currency ?? '') ?? 0, Math.abs(Number(sums[summed] ?? 0))))
  const currencies = [...largest.keys()].toSorted()
  if (totals.every((one) => one !== undefined && one.rows === 0) && !control.view.filters.length) return null

  const own = control.view.filters.find((filter) => filter.column === column)
  const picked = own?.operator === 'in' ? own.values.filter((value) => value !== null) : []
  const pick = (bucket: string): void => {
    const next = picked.includes(bucket) ? picked.filter((one) => one !== bucket) : [...picked, bucket]
    control.setFilter(column, next.length === 0 ? null : { operator: 'in', column, values: next })
  }

  return (
    <fieldset aria-label={wording.ageing} className={classes.ages}>
      {buckets.map(({ bucket, colour }, index) => {
        const total = totals[index]
        const rows = total?.rows ?? 0
        const items = rows === 1 ? wording.items1 : wording.itemCount(count(rows))
        return (
          <button
            type="button"
            key={bucket}
            className={classes.age}
            aria-pressed={picked.includes(bucket)}
            data-empty={rows === 0 || undefined}
            onClick={() => pick(bucket)}
          >
            <span className={classes.head}>
              <span className={classes.name}>{wordsOf(bucket)?.text ?? bucket}</span>
              <span className={classes.count}>{total ? items : ''}</span>
            </span>
            {currencies.map((currency) => {
              const amount = total?.sums.find((one) => (one.currency ?? '') === currency)?.sums[summed] ?? null
              // The length of a bar tells the amount too.
              const share = amount === null || privacy ? 0 : Math.abs(Number(amount)) / (largest.get(currency) || 1)
              return (
                <span key={currency} className={classes.row}>
                  <span className={classes.amount}>
                    {amount === null ? (
                      <span className={classes.count}>–</span>
                    ) : (
                      <MoneyText value={amount} currency={currency} />
                    )}
                  </span>
                  <span className={classes.track} aria-hidden>
                    <span className={classes.bar} style={{ width: `${share * 100}%`, background: colour }} />
                  </span>
                </span>
              )
            })}
          </button>
        )
      })}
    </fieldset>
  )
}
