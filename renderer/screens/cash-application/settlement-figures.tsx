import { Fact, Facts, MoneyText } from '../../components/figures.tsx'
import { useQueries } from '../../connection/index.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useBookQuery } from '../../frame/app-state.tsx'
import { StateBadge } from '../../grid/cells/state-badge.tsx'
import { visibleText } from '../../grid/visible-text.ts'
import { cashApplicationWording as wording } from '../../wording/cash-application.ts'
import classes from './cash-application.module.css'
import type { Settlement } from '../use-settlements.ts'

/** The figures of the chosen settlement, a line per currency, with the control that ties its lines to its amount. */
export function SettlementFigures({ settlements }: { readonly settlements: readonly Settlement[] }) {
  return (
    <div className={`panel ${classes.figures}`}>
      {settlements.map((settlement) => (
        <Figures key={settlement.currency} settlement={settlement} />
      ))}
    </div>
  )
}

function Figures({ settlement }: { readonly settlement: Settlement }) {
  const { date, count } = useFormats()
  const { currency } = settlement
  const period = [settlement.periodStart, settlement.periodEnd].filter((day) => day !== null).map((day) => date(day))
  return (
    <Facts>
      <Fact label={wording.depositDate}>{settlement.depositDate ? date(settlement.depositDate) : wording.noDate}</Fact>
      {settlement.bankTraceId ? (
        <Fact label={wording.bankTrace}>
          <span className="id">{visibleText(settlement.bankTraceId)}</span>
        </Fact>
      ) : null}
      {period.length > 0 ? <Fact label={wording.period}>{period.join(' – ')}</Fact> : null}
      <Fact label={wording.disbursed}>
        <MoneyText value={settlement.disbursedAmount} currency={currency} />
      </Fact>
      <Fact label={wording.linesNet}>
        <MoneyText value={settlement.linesNet} currency={currency} />{' '}
        <span className={classes.quiet}>
          {settlement.lines === 1 ? wording.oneLine : wording.lines(count(settlement.lines))}
        </span>
      </Fact>
      <Fact label={wording.difference}>
        <MoneyText value={settlement.difference} currency={currency} />
      </Fact>
      <Fact label={wording.control}>
        <ControlResult settlement={settlement} />
      </Fact>
    </Facts>
  )
}

function ControlResult({ settlement }: { readonly settlement: Settlement }) {
  const queries = useQueries()
  const found = useBookQuery({
    ...queries.queries.page.queryOptions({
      input: {
        name: 'controls',
        filters: [
          { operator: 'equals', column: 'id', value: 'settlement-lines' },
          { operator: 'contains', column: 'subject', value: settlement.settlement },
          { operator: 'equals', column: 'currency', value: settlement.currency },
        ],
        offset: 0,
        limit: 1,
      },
    }),
    placeholderData: undefined,
  })
  const row = found.data?.rows[0]
  if (found.isPending) return null
  if (!row) return <span className={classes.quiet}>{wording.noControl}</span>
  return (
    <span title={visibleText(String(row['note'] ?? ''))}>
      <StateBadge state={String(row['status'])} />
    </span>
  )
}
