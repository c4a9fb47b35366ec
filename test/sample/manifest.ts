import { asOf } from './calendar.ts'
import { type ExpectedControl, expectedControls } from './controls.ts'
import type { Deal } from './deals.ts'
import type { ExpectedFile } from './document.ts'
import { type ExpectedKey, reconcile } from './expected.ts'
import type { Written } from './facts.ts'
import { groupBy } from './grouping.ts'
import { plain, size, total } from './money.ts'

/** All that `tieout run` must say about a sample. */
export interface Manifest {
  readonly as_of: string
  readonly files: readonly ExpectedFile[]
  readonly states: readonly {
    readonly currency: string
    readonly state: string
    readonly keys: number
    readonly billed_net: string
    readonly disbursed_net: string
    readonly open_net: string
  }[]
  /** Keys by reason; the many that are exact or not due are counted only. */
  readonly reasons: readonly {
    readonly state: string
    readonly reason: string
    readonly keys: number
    readonly references: readonly string[] | null
  }[]
  readonly ageing: readonly {
    readonly currency: string
    readonly bucket: string
    readonly keys: number
    readonly open_net: string
  }[]
  readonly uncollected: {
    readonly found: number
    readonly report_not_loaded: readonly string[]
    readonly not_found: readonly string[]
  }
  readonly controls: readonly ExpectedControl[]
  /** What must be in the queue. `names` are references, or else what the subject must name. */
  readonly exceptions: readonly {
    readonly exception: string
    readonly reason: string
    readonly count: number
    readonly names: readonly string[]
  }[]
  readonly stories: readonly {
    readonly reference: string
    readonly story: string
    readonly currency: string
    readonly state: string | null
    readonly reason: string | null
  }[]
}

const quiet: ReadonlySet<string> = new Set(['exact', 'rounding', 'netted', 'not-due'])
const openStates: ReadonlySet<string> = new Set(['not-disbursed', 'partially-disbursed', 'reversed'])

/** The manifest of a set of files. */
export function manifestOf(said: Written, deals: readonly Deal[]): Manifest {
  const reconciled = reconcile(said)
  const { keys } = reconciled
  const controls = expectedControls(said, reconciled)
  const uncollected = uncollectedOf(said, keys)
  return {
    as_of: asOf,
    files: said.files.flatMap(({ expected }) => expected),
    states: grouped(keys, ({ currency, state }) => [currency, state]).map(([[currency, state], group]) => ({
      currency: currency as string,
      state: state as string,
      keys: group.length,
      billed_net: plain(total(group.map(({ billed }) => billed))),
      disbursed_net: plain(total(group.map(({ disbursed }) => disbursed))),
      open_net: openStates.has(state as string)
        ? plain(total(group.map(({ billed, disbursed }) => billed - disbursed)))
        : plain(0n),
    })),
    reasons: grouped(keys, ({ state, reason }) => [state, reason]).map(([[state, reason], group]) => ({
      state: state as string,
      reason: reason as string,
      keys: group.length,
      references: reason === 'exact' || reason === 'not-due' ? null : references(group),
    })),
    ageing: grouped(
      keys.filter(({ state }) => openStates.has(state)),
      ({ currency, bucket }) => [currency, bucket as string],
    ).map(([[currency, bucket], group]) => ({
      currency: currency as string,
      bucket: bucket as string,
      keys: group.length,
      open_net: plain(total(group.map(({ billed, disbursed }) => billed - disbursed))),
    })),
    uncollected,
    controls,
    exceptions: exceptionsOf(said, keys, uncollected, controls),
    stories: deals.flatMap(({ story, reference, currency }): Manifest['stories'][number][] => {
      const found = keys.filter((key) => key.reference === reference)
      if (story === null) return []
      if (found.length === 0) return [{ reference, story, currency, state: null, reason: null }]
      return found.map((key) => ({ reference, story, currency: key.currency, state: key.state, reason: key.reason }))
    }),
  }
}

function uncollectedOf(said: Written, keys: readonly ExpectedKey[]): Manifest['uncollected'] {
  const rows = latestUncollected(said)
  const isBilled = (reference: string, currency: string): boolean =>
    keys.some((key) => key.reference === reference && key.currency === currency && key.billedBySource.size > 0)
  const unbilled = rows.filter(({ reference, currency }) => !isBilled(reference, currency))
  return {
    found: rows.length - unbilled.length,
    report_not_loaded: unbilled
      .filter(({ period }) => !said.periods.includes(period))
      .map(({ reference }) => reference)
      .toSorted(),
    not_found: unbilled
      .filter(({ period }) => said.periods.includes(period))
      .map(({ reference }) => reference)
      .toSorted(),
  }
}

function latestUncollected(said: Written): Written['uncollected'] {
  const latest = said.uncollected
    .map(({ delivery }) => delivery)
    .toSorted()
    .at(-1)
  return said.uncollected.filter(({ delivery }) => delivery === latest)
}

function exceptionsOf(
  said: Written,
  keys: readonly ExpectedKey[],
  uncollected: Manifest['uncollected'],
  controls: readonly ExpectedControl[],
): Manifest['exceptions'] {
  const rows: { exception: string; reason: string; name: string }[] = []
  const add = (names: readonly string[], exception: string, reason = exception): void => {
    rows.push(...names.map((name) => ({ exception, reason, name })))
  }
  for (const { state, reason, reference } of keys) if (!quiet.has(reason)) add([reference ?? ''], state, reason)
  const named = keys.filter((key): key is ExpectedKey & { reference: string } => key.reference !== null)
  const namesOf = (some: typeof named): string[] => some.map(({ reference }) => reference)
  const twice = [...groupBy(named, ({ reference }) => reference)].filter(([, group]) => group.length > 1)
  add(
    twice.map(([reference]) => reference),
    'currency-difference',
  )
  add(
    namesOf(named.filter((key) => differs(key.billedBySource) || differs(key.disbursedBySource))),
    'source-difference',
  )
  // Section 7 speaks for AWS Inc., which is USD here: what AWS Europe billed cannot be missing from it.
  const open = named.filter(({ state, currency }) => openStates.has(state) && currency === 'USD')
  const stated = new Map(latestUncollected(said).map(({ reference, net }) => [reference, net]))
  add(namesOf(open.filter(({ reference }) => !stated.has(reference))), 'missing-from-uncollected')
  add(uncollected.report_not_loaded, 'missing-from-billed', 'report-not-loaded')
  add(uncollected.not_found, 'missing-from-billed', 'not-found')
  const unlike = named.filter(({ reference, currency, billed, disbursed, billedBySource }) => {
    const net = currency === 'USD' && billedBySource.size > 0 ? stated.get(reference) : undefined
    return net !== undefined && size(net - (billed - disbursed)) > 1n
  })
  add(namesOf(unlike), 'uncollected-difference')
  add(
    said.refused.map(({ section }) => section),
    'refused-row',
  )
  const failed = controls.filter(({ status }) => status === 'fail')
  add(
    failed.map(({ id, about }) => `${id}: ${about ?? ''}`),
    'control-failed',
  )
  add(said.undated, 'delivery-date-unknown')
  return grouped(rows, ({ exception, reason }) => [exception, reason]).map(([[exception, reason], group]) => ({
    exception: exception as string,
    reason: reason as string,
    count: group.length,
    names: group.map(({ name }) => name).toSorted(),
  }))
}

function differs(sums: ReadonlyMap<string, bigint>): boolean {
  const [first = 0n, ...others] = sums.values()
  return others.some((sum) => size(sum - first) > 1n)
}

function references(group: readonly ExpectedKey[]): string[] {
  return group.map(({ reference, currency }) => (reference === null ? `(none) ${currency}` : reference)).toSorted()
}

function grouped<Item>(items: readonly Item[], key: (item: Item) => readonly string[]): [string[], Item[]][] {
  return [...groupBy(items, (item) => key(item).join('|'))]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, group]) => [name.split('|'), group])
}
