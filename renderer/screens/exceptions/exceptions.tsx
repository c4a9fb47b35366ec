import { IconCircleCheck } from '@tabler/icons-react'
import { HelpHint } from '../../components/help-hint.tsx'
import { ScreenHeader } from '../../components/screen-header.tsx'
import { EmptyState } from '../../components/states.tsx'
import { useAppState } from '../../session/app-state.tsx'
import { EmptyBook } from '../../grid/empty-book.tsx'
import layout from '../../grid/screen.module.css'
import { useGridControl } from '../../grid/use-grid-control.ts'
import { GridWithDetails } from '../../key-drawer/grid-with-details.tsx'
import { exceptionsWording as wording } from '../../wording/exceptions.ts'
import { useAskedOnce } from '../asked-once.ts'
import { useTells } from '../use-tells.ts'
import { ExceptionKinds } from './exception-kinds.tsx'
import classes from './exceptions.module.css'

/** Exceptions: one queue of everything that needs a person, by kind. */
export function ExceptionsScreen() {
  const { book } = useAppState()
  const asked = useAskedOnce()
  const control = useGridControl({ query: 'exceptions', viewKey: 'exception-queue', asked })
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
      />
      {book?.empty ? (
        <EmptyBook />
      ) : (
        <div className={`${layout.rows} ${classes.queue}`}>
          <ExceptionKinds control={control} />
          <GridWithDetails control={control} label={wording.grid} empty={<NothingFound />} />
        </div>
      )}
    </div>
  )
}

/** Where one side of the reconciliation is not loaded, that nothing was found is no good news. */
function NothingFound() {
  const tells = useTells()
  if (!tells) return null
  return tells.billed && tells.disbursed ? (
    <EmptyState
      icon={<IconCircleCheck size={36} stroke={1.4} color="var(--good)" />}
      title={wording.emptyTitle}
      text={wording.emptyText}
    />
  ) : (
    <EmptyState title={wording.emptyTitleOneSide} text={wording.emptyTextOneSide} />
  )
}
