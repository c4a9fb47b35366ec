import { useEffect } from 'react'
import { Button } from '@mantine/core'
import { HelpHint } from '../../components/help-hint.tsx'
import { ScreenHeader } from '../../components/screen-header.tsx'
import { EmptyState, ErrorState } from '../../components/states.tsx'
import { useActions } from '../../session/actions.tsx'
import { useAppState } from '../../session/app-state.tsx'
import { EmptyBook } from '../../grid/empty-book.tsx'
import layout from '../../grid/screen.module.css'
import { useGridControl } from '../../grid/use-grid-control.ts'
import { GridWithDetails } from '../../key-drawer/grid-with-details.tsx'
import { useNavigation } from '../../navigation.ts'
import { cashApplicationWording as wording } from '../../wording/cash-application.ts'
import { gridWording } from '../../wording/grid.ts'
import { useAskedOnce } from '../asked-once.ts'
import classes from './cash-application.module.css'
import { PartsButton } from './parts-button.tsx'
import { SettlementFigures } from './settlement-figures.tsx'
import { SettlementPicker } from '../settlement-picker.tsx'
import { StateFilter } from './state-filter.tsx'
import { settlementLimit, useSettlements } from '../use-settlements.ts'

/** Cash application: one settlement, or all, key by key beside what was billed. */
export function CashApplicationScreen() {
  const { book } = useAppState()
  const { place, go } = useNavigation()
  const settlements = useSettlements()
  const asked = useAskedOnce()
  const settlement = place.settlement
  const control = useGridControl({ query: 'cash_application', viewKey: 'cash-application', settlement, asked })
  const chosen = settlements.data?.filter((one) => one.settlement === settlement) ?? []

  // A settlement of another book, from an old link, is no settlement here.
  const isWhole = settlements.data !== undefined && settlements.data.length < settlementLimit
  const isUnknown = settlement !== undefined && isWhole && chosen.length === 0
  useEffect(() => {
    if (isUnknown) {
      const { settlement: _unknown, ...rest } = place
      go(rest, { replace: true })
    }
  }, [isUnknown, place, go])

  const choose = (next: string | null): void => {
    const { settlement: _old, key: _key, ...rest } = place
    go(next === null ? rest : { ...rest, settlement: next })
  }

  return (
    <div className={layout.screen}>
      <ScreenHeader
        title={wording.title}
        subtitle={wording.subtitle}
        help={
          <HelpHint subject={wording.title}>
            {wording.help.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </HelpHint>
        }
      >
        {book?.empty ? null : (
          <SettlementPicker
            className={classes.picker}
            settlements={settlements.data ?? []}
            value={settlement ?? null}
            onChange={choose}
          />
        )}
      </ScreenHeader>
      {book?.empty ? (
        <EmptyBook />
      ) : (
        <>
          {settlements.error && !settlements.data ? (
            <ErrorState error={settlements.error} onRetry={() => void settlements.refetch()} />
          ) : null}
          {chosen.length > 0 ? <SettlementFigures chosen={chosen} settlements={settlements.data ?? []} /> : null}
          <StateFilter control={control} />
          <div className={layout.rows}>
            <GridWithDetails control={control} label={wording.grid} empty={<NoLines />}>
              <PartsButton control={control} />
            </GridWithDetails>
          </div>
        </>
      )}
    </div>
  )
}

function NoLines() {
  const { run } = useActions()
  return (
    <EmptyState title={wording.emptyTitle} text={wording.emptyText}>
      <Button variant="filled" onClick={() => run('go-import')}>
        {gridWording.goToImport}
      </Button>
    </EmptyState>
  )
}
