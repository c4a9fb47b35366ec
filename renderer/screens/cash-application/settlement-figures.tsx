import { UnstyledButton } from '@mantine/core'
import { Fact, Facts, MoneyText } from '../../components/figures.tsx'
import { useQueries } from '../../connection/index.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useBookQuery } from '../../session/app-state.tsx'
import { StateBadge } from '../../grid/cells/state-badge.tsx'
import { visibleText } from '../../grid/visible-text.ts'
import { goTo } from '../../navigation.ts'
import { cashApplicationWording as wording } from '../../wording/cash-application.ts'
import classes from './cash-application.module.css'
import { controlPlace } from '../overview/targets.ts'
import type { Settlement } from '../use-settlements.ts'
import { equals } from '../../../shared/queries/filters.ts'
import type { QueryName } from '../../../shared/queries/queries.ts'

interface SettlementFiguresProps {
  /** The chosen settlement, a row per currency. */
  readonly chosen: readonly Settlement[]
  /** All of the book, among them those that the same report tells of. */
  readonly settlements: readonly Settlement[]
}

/** The figures of the chosen settlement, a line per currency, with the control that ties its lines to its amount. */
export function SettlementFigures({ chosen, settlements }: SettlementFiguresProps) {
  const deliveries = new Set(chosen.flatMap(({ delivery }) => delivery ?? []))
  const ofReport = settlements.filter(({ delivery }) => delivery !== null && deliveries.has(delivery))
  // Beside the deposits of a report that has several stands the row of their lines.
  const deposits = ofReport.filter(({ disbursedAmount }) => disbursedAmount !== null)
  const names = [...new Set(deposits.map(({ settlement }) => settlement))].toSorted()
  return (
    <div className={`panel ${classes.figures}`}>
      {chosen.map((settlement) => (
        <Figures key={`${settlement.delivery} ${settlement.currency}`} settlement={settlement} />
      ))}
      {names.length > 1 ? <p className={classes.shared}>{wording.shared(visibleText(names.join(', ')))}</p> : null}
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
        {settlement.lines === null ? null : (
          <span className={classes.quiet}>
            {settlement.lines === 1 ? wording.oneLine : wording.lines(count(settlement.lines))}
          </span>
        )}
      </Fact>
      {settlement.reportedLines === settlement.lines ? null : (
        <Fact label={wording.reportedNet}>
          <MoneyText value={settlement.reportedNet} currency={currency} />{' '}
          <span className={classes.quiet}>{wording.otherSource(count(settlement.reportedLines ?? 0))}</span>
        </Fact>
      )}
      <Fact label={wording.difference}>
        <MoneyText value={settlement.difference} currency={currency} />
      </Fact>
      <Fact label={wording.control}>
        <ControlResult settlement={settlement} />
      </Fact>
    </Facts>
  )
}

/** The control of the report that tells of the settlement; a payout of an export has none. */
function ControlResult({ settlement: { settlement, delivery, deliveryDate } }: { readonly settlement: Settlement }) {
  const queries = useQueries()
  const found = useBookQuery({
    ...queries.queries.page.queryOptions({
      input: {
        name: 'controls' satisfies QueryName,
        filters: [
          equals('id', 'settlement-lines'),
          {
            operator: 'starts-with',
            column: 'subject',
            value: `Disbursement report ${deliveryDate ?? 'without date'},`,
          },
          { operator: 'contains', column: 'subject', value: settlement },
        ],
        offset: 0,
        limit: 100,
      },
    }),
    enabled: delivery !== null,
    placeholderData: undefined,
  })
  // What is found holds the id somewhere; 12 is no 123, and a report with several settlements has one control for all.
  const row = found.data?.rows.find(({ subject }) => settlementsOf(String(subject)).includes(settlement))
  if (found.isLoading) return null
  if (found.error && !found.data) return <span className={classes.quiet}>{wording.controlUnread}</span>
  if (!row) return <span className={classes.quiet}>{wording.noControl}</span>
  return (
    <UnstyledButton title={visibleText(String(row['note'] ?? ''))} onClick={() => goTo(controlPlace(row))}>
      <StateBadge state={String(row['status'])} />
    </UnstyledButton>
  )
}

/** The settlements that the subject of a control names, such as `Disbursement report 2026-07-13, settlement S1, S2`. */
function settlementsOf(subject: string): string[] {
  const list = /, settlement (.+)$/.exec(subject)?.[1]
  return list === undefined ? [] : [list, ...list.split(', ')]
}
