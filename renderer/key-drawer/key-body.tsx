import { Text } from '@mantine/core'
import type { Filter, KeyDetails, NamedRow } from '../../shared/contract/rows.ts'
import type { ColumnName } from '../../shared/queries/columns.ts'
import { Fact, Facts, NameText } from '../components/figures.tsx'
import { sentenceText } from '../formats/sentence.ts'
import { useFormats } from '../formats/use-formats.tsx'
import { StateBadge } from '../grid/cells/state-badge.tsx'
import type { Key } from '../grid/use-opened.ts'
import { visibleText } from '../grid/visible-text.ts'
import { plainWords } from '../../shared/words/codes.ts'
import { keyDrawerWording as wording } from '../wording/key-drawer.ts'
import { exceptionState, plainWord } from '../../shared/words/states.ts'
import { blank, equals } from '../../shared/queries/filters.ts'
import { KeyLines, type LinesQuery } from './key-lines.tsx'
import { PartsTable } from './parts-table.tsx'
import { UncollectedStatement } from './uncollected-statement.tsx'
import classes from './key-drawer.module.css'

/** So many lines of a side the core gives at most. */
const mostLines = 200

/** The body of the details of a key. */
export function KeyBody({ details, opened }: { readonly details: KeyDetails; readonly opened: Key }) {
  const formats = useFormats()
  const sentence = (text: unknown): string => visibleText(sentenceText(String(text ?? ''), formats))
  const { reconciliation, exceptions } = details
  const sides = [
    { title: wording.billedLines, rows: details.billed, query: 'billed_lines' },
    { title: wording.disbursedLines, rows: details.disbursed, query: 'disbursed_lines' },
    { title: wording.uncollectedLines, rows: details.uncollected, query: 'uncollected_lines' },
  ] as const
  const isEmpty = !reconciliation && details.billed.length + details.disbursed.length + details.uncollected.length === 0
  if (isEmpty && exceptions.length === 0) return <Text size="sm">{wording.notFound}</Text>

  return (
    <>
      {reconciliation ? (
        <>
          <div className={classes.state}>
            <StateBadge state={String(reconciliation['state'])} />
            <Reason reason={String(reconciliation['reason'] ?? '')} />
          </div>
          <p className={classes.explanation}>{sentence(reconciliation['explanation'])}</p>
          <KeyFacts row={reconciliation} />
          <PartsTable reconciliation={reconciliation} />
          <p className={classes.quiet}>{wording.partsHelp}</p>
        </>
      ) : null}
      {opened.transaction_reference === null ? null : (
        <UncollectedStatement opened={opened} said={exceptions.map((row) => row['explanation'])} />
      )}
      {exceptions.length > 0 ? (
        <section className={classes.section}>
          <h3 className={classes.heading}>{wording.exceptions}</h3>
          {exceptions.map((row) => (
            <p key={JSON.stringify(row)} className={classes.exception}>
              <StateBadge state={exceptionState(String(row['exception']), row['reason'])} />{' '}
              {row['explanation'] === reconciliation?.['explanation'] ? null : sentence(row['explanation'])}
            </p>
          ))}
        </section>
      ) : null}
      {sides.map(({ title, rows, query }) => (
        <KeyLines
          key={query}
          title={title}
          rows={rows}
          isCut={details.more && rows.length >= mostLines}
          query={query}
          filters={keyFilters(opened, query)}
        />
      ))}
      {details.more ? <p className={classes.quiet}>{wording.more}</p> : null}
    </>
  )
}

/** Why the key has its state; that it is past due is no detail. */
function Reason({ reason }: { readonly reason: string }) {
  if (reason === 'past-due') return <StateBadge state={reason} />
  return <span className={classes.quiet}>{plainWord(reason)}</span>
}

function KeyFacts({ row }: { readonly row: NamedRow }) {
  const formats = useFormats()
  const { date, count } = formats
  const day = (value: NamedRow[ColumnName]) => (typeof value === 'string' && value !== '' ? date(value) : null)
  const text = (name: ColumnName) => (row[name] ? visibleText(String(row[name])) : null)
  const payer = [text('payer_name'), text('payer')].filter(Boolean).join(', ')
  const age = typeof row['ageing_bucket'] === 'string' ? row['ageing_bucket'] : null
  const facts = [
    [wording.dueDate, day(row['due_date'])],
    [wording.daysLate, typeof row['days_late'] === 'number' ? count(row['days_late']) : null],
    [wording.age, age === null ? null : <StateBadge key="age" state={age} />],
    [wording.arPeriod, text('ar_period')],
    [wording.billedOn, day(row['billing_date'])],
    [wording.disbursedOn, day(row['last_disbursement_date'])],
    [wording.product, text('product')],
    [wording.payer, payer === '' ? null : <NameText key="payer">{payer}</NameText>],
    [wording.sellerOfRecord, text('seller_of_record_name')],
    [wording.missingReport, row['missing_report'] ? sentenceText(String(row['missing_report']), formats) : null],
    [wording.notes, row['notes'] ? plainWords(String(row['notes'])) : null],
  ] as const
  return (
    <div className={classes.facts}>
      <Facts>
        {facts.map(([label, value]) =>
          value === null ? null : (
            <Fact key={label} label={label}>
              {value}
            </Fact>
          ),
        )}
      </Facts>
    </div>
  )
}

/** What narrows the lines of a side to those that are listed here: only disbursed lines belong to a settlement. */
function keyFilters({ transaction_reference, currency, settlement }: Key, query: LinesQuery): Filter[] {
  const isOfSettlement = query === 'disbursed_lines' && transaction_reference === null && settlement !== undefined
  return [
    transaction_reference === null
      ? blank('transaction_reference')
      : equals('transaction_reference', transaction_reference),
    equals('currency', currency),
    ...(isOfSettlement ? [equals('settlement', settlement)] : []),
  ]
}
