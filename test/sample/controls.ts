import { groupBy } from './grouping.ts'
import { type Reconciled } from './expected.ts'
import type { Written } from './facts.ts'
import { type Cents, plain, size, total } from './money.ts'

/** A control as the product page asks for it; `about` names the delivery, the span or the file that it is about. */
export interface ExpectedControl {
  readonly id: string
  readonly about: string | null
  readonly currency: string | null
  readonly status: 'pass' | 'fail' | 'not-applicable'
  /** Actual minus expected; null where nothing could be compared, or where each line is a comparison of its own. */
  readonly difference: string | null
  /** For claims about single lines: how many do not fulfil them. */
  readonly lines_off?: number
}

/** Every control that product.md names, computed from what was written. */
export function expectedControls(said: Written, reconciled: Reconciled): ExpectedControl[] {
  return [
    ...said.files.flatMap(({ expected }) => expected.map((file) => control('file-complete', file.name, null, 0n))),
    ...said.statements.flatMap((statement) => statementControls(said, statement.delivery)),
    ...perLine(
      'net-formula',
      said.disbursed.map(({ file, beyondParts }) => ({ file, off: beyondParts })),
    ),
    ...rollForwards(said, reconciled),
    ...bridgesFoot(said, reconciled),
    { id: 'payout-lines', about: null, currency: null, status: 'not-applicable', difference: null },
    ...perLine(
      'dashboard-identity',
      said.billed.flatMap(({ net, disbursed }) =>
        disbursed ? [{ file: disbursed.file, off: disbursed.net + disbursed.undisbursed - net }] : [],
      ),
    ),
  ]
}

/** The bridge foots in each currency; only USD has a list of uncollected funds. */
function bridgesFoot(said: Written, { keys }: Reconciled): ExpectedControl[] {
  const currencies = [...new Set(keys.map(({ currency }) => currency))].toSorted()
  return [
    ...currencies.map((currency) => control('bridge-foots', 'Parts of the difference', currency, 0n)),
    ...(said.statements.length > 0 ? [control('bridge-foots', "Open to AWS's list", 'USD', 0n)] : []),
    ...currencies.map((currency) => control('bridge-foots', 'Disbursed to the bank', currency, 0n)),
  ]
}

function control(id: string, about: string, currency: string | null, difference: Cents | null): ExpectedControl {
  if (difference === null) return { id, about, currency, status: 'not-applicable', difference: null }
  return { id, about, currency, status: size(difference) <= 1n ? 'pass' : 'fail', difference: plain(difference) }
}

function statementControls(said: Written, delivery: string): ExpectedControl[] {
  const statement = said.statements.find((one) => one.delivery === delivery) as Written['statements'][number]
  const deposit = `${delivery.slice(0, 7)}-10`
  const lines = said.disbursed.filter(({ source, date }) => source === 'disbursement' && date === deposit)
  const lineNet = total(lines.map(({ net }) => net))
  const withTax = lineNet + total(lines.map(({ tax }) => tax))
  const open = said.uncollected.filter((row) => row.delivery === delivery)
  const openNet = total(open.map(({ net }) => net))
  const pastDue = total(open.filter(({ due }) => due !== null && due < delivery).map(({ net }) => net))
  // Net, or net plus sales tax: whichever comes nearer to the deposit.
  const [without, beside] = [lineNet - statement.disbursedAmount, withTax - statement.disbursedAmount]
  const against = (figure: Cents | null, sum: Cents): Cents | null => (figure === null ? null : sum - figure)
  return [
    control('settlement-lines', delivery, 'USD', size(without) <= size(beside) ? without : beside),
    control('uncollected-total', delivery, 'USD', against(statement.uncollectedOverall, openNet)),
    control('past-due-total', delivery, 'USD', against(statement.pastDueOverall, pastDue)),
    control('collected-total', delivery, 'USD', against(statement.collectedOverall, lineNet)),
  ]
}

/** A claim about each line of a file; the product page does not say how a difference over lines is added up. */
function perLine(id: string, lines: readonly { readonly file: string; readonly off: Cents }[]): ExpectedControl[] {
  return [...groupBy(lines, ({ file }) => file)].map(([file, group]) => {
    const count = group.filter(({ off }) => size(off) > 1n).length
    return { id, about: file, currency: null, status: count ? 'fail' : 'pass', difference: null, lines_off: count }
  })
}

function rollForwards(said: Written, reconciled: Reconciled): ExpectedControl[] {
  const deliveries = [...new Set(said.uncollected.map(({ delivery }) => delivery))].toSorted()
  const closing = (delivery: string): Cents =>
    total(said.uncollected.filter((row) => row.delivery === delivery).map(({ net }) => net))
  return deliveries.slice(1).map((delivery, index) => {
    const before = deliveries[index] as string
    const between = (lines: Reconciled['billed']): Cents =>
      total(
        lines
          .filter(({ date, currency }) => currency === 'USD' && date > before && date <= delivery)
          .map(({ net }) => net),
      )
    const expected = closing(before) + between(reconciled.billed) - between(reconciled.disbursed)
    return control('roll-forward', `${before} to ${delivery}`, 'USD', closing(delivery) - expected)
  })
}
