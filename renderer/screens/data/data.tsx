import { HelpHint } from '../../components/help-hint.tsx'
import { ScreenHeader } from '../../components/screen-header.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx'
import { useQueries } from '../../connection/index.ts'
import { useAppState, useBookQuery } from '../../session/app-state.tsx'
import { EmptyBook } from '../../grid/empty-book.tsx'
import layout from '../../grid/screen.module.css'
import { useGridControl } from '../../grid/use-grid-control.ts'
import { GridWithDetails } from '../../key-drawer/grid-with-details.tsx'
import { useNavigation } from '../../navigation.ts'
import { dataWording as wording } from '../../wording/data.ts'
import { useAskedOnce } from '../asked-once.ts'
import { DataSets, type DataSet } from './data-sets.tsx'
import classes from './data.module.css'

/** Data: every data set as a grid, by category. */
export function DataScreen() {
  const { book } = useAppState()
  const { place, go } = useNavigation()
  const queries = useQueries()
  const list = useBookQuery(queries.queries.list.queryOptions(), ['facts'])
  const sets = list.data ?? []
  const chosen = sets.find(({ name }) => name === place.query) ?? sets[0]

  return (
    <div className={layout.screen}>
      <ScreenHeader
        title={wording.title}
        subtitle={book?.empty ? undefined : chosen ? `${chosen.title}. ${chosen.description}` : undefined}
        help={
          <HelpHint subject={wording.title}>
            {wording.help.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </HelpHint>
        }
      />
      {book?.empty ? (
        <EmptyBook />
      ) : list.error && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : chosen ? (
        <div className={`${layout.rows} ${classes.data}`}>
          <DataSets sets={sets} chosen={chosen.name} onChoose={(query) => go({ screen: 'data', query })} />
          <SetGrid key={chosen.name} set={chosen} />
        </div>
      ) : (
        <LoadingState />
      )}
    </div>
  )
}

function SetGrid({ set }: { readonly set: DataSet }) {
  const asked = useAskedOnce()
  const control = useGridControl({ query: set.name, asked })
  return (
    <GridWithDetails
      control={control}
      label={set.title}
      empty={<EmptyState title={wording.emptyTitle} text={wording.emptyText} />}
    />
  )
}
