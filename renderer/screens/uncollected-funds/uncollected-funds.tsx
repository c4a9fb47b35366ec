import { Button, SegmentedControl } from '@mantine/core'
import { HelpHint } from '../../components/help-hint.tsx'
import { ScreenHeader } from '../../components/screen-header.tsx'
import { EmptyState } from '../../components/states.tsx'
import { useQueries } from '../../connection/index.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useActions } from '../../session/actions.tsx'
import { useAppState, useBookQuery } from '../../session/app-state.tsx'
import { EmptyBook } from '../../grid/empty-book.tsx'
import layout from '../../grid/screen.module.css'
import { useGridControl } from '../../grid/use-grid-control.ts'
import { GridWithDetails } from '../../key-drawer/grid-with-details.tsx'
import { useNavigation } from '../../navigation.ts'
import { gridWording } from '../../wording/grid.ts'
import { uncollectedFundsWording as wording } from '../../wording/uncollected-funds.ts'
import { useAskedOnce } from '../asked-once.ts'
import { useTells } from '../use-tells.ts'
import { AgeingBars } from './ageing-bars.tsx'
import { blank, equals, filled, oneOf } from '../../../shared/queries/filters.ts'
import type { QueryName } from '../../../shared/queries/queries.ts'

const views = [
  { value: 'items', label: wording.items },
  { value: 'payers', label: wording.payers },
]

/** Uncollected funds: what AWS says is open, item by item or payer by payer. */
export function UncollectedFundsScreen() {
  const { book } = useAppState()
  const { place, go } = useNavigation()
  const isPayers = place.query === 'payers'
  return (
    <div className={layout.screen}>
      <ScreenHeader
        title={wording.title}
        subtitle={book?.empty ? undefined : <StatementDate />}
        help={
          <HelpHint subject={wording.title}>
            {wording.help.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </HelpHint>
        }
      >
        {book?.empty ? null : (
          <SegmentedControl
            aria-label={wording.view}
            data={views}
            value={isPayers ? 'payers' : 'items'}
            transitionDuration={0}
            onChange={(view) => go({ screen: 'uncollected-funds', ...(view === 'payers' ? { query: 'payers' } : {}) })}
          />
        )}
      </ScreenHeader>
      {book?.empty ? <EmptyBook /> : isPayers ? <Payers /> : <Items />}
    </div>
  )
}

function Items() {
  const asked = useAskedOnce()
  const control = useGridControl({ query: 'uncollected_funds', viewKey: 'uncollected-funds', asked })
  return (
    <>
      <AgeingBars control={control} />
      <div className={layout.rows}>
        <GridWithDetails control={control} label={wording.itemsGrid} empty={<NothingOpen />} />
      </div>
    </>
  )
}

function Payers() {
  const { go } = useNavigation()
  const control = useGridControl({ query: 'payers', viewKey: 'uncollected-payers' })
  return (
    <div className={layout.rows}>
      <GridWithDetails
        control={control}
        label={wording.payersGrid}
        hint={wording.payerHint}
        empty={<NothingOpen />}
        onOpen={({ payer, currency }) =>
          go({
            screen: 'uncollected-funds',
            filters: [
              typeof payer === 'string' && payer !== '' ? equals('payer', payer) : blank('payer'),
              ...(typeof currency === 'string' ? [oneOf('currency', [currency])] : []),
            ],
          })
        }
      />
    </div>
  )
}

/** Says of which list the figures are, and for which currencies there is none. */
function StatementDate() {
  const queries = useQueries()
  const tells = useTells()
  const { date } = useFormats()
  const dated = useBookQuery(
    queries.queries.page.queryOptions({
      input: {
        name: 'uncollected_funds' satisfies QueryName,
        filters: [filled('statement_date')],
        offset: 0,
        limit: 1,
      },
    }),
  )
  const lists = useBookQuery(
    queries.queries.page.queryOptions({
      input: {
        name: 'bridge' satisfies QueryName,
        filters: [equals('line', 'uncollected-list')],
        offset: 0,
        limit: 1000,
      },
    }),
  )
  if (!dated.data || !lists.data || !tells) return null
  if (!tells.disbursed) return wording.disbursedNotKnown
  const day = dated.data.rows[0]?.['statement_date']
  const currencies = (isListed: boolean): string[] =>
    lists.data.rows.filter((row) => (row['amount'] !== null) === isListed).map((row) => String(row['currency']))
  if (typeof day !== 'string') return wording.withoutList
  return wording.withList(date(day), currencies(true).join(', '), currencies(false).join(', '))
}

function NothingOpen() {
  const { run } = useActions()
  return (
    <EmptyState title={wording.emptyTitle} text={wording.emptyText}>
      <Button onClick={() => run('go-import')}>{gridWording.goToImport}</Button>
    </EmptyState>
  )
}
