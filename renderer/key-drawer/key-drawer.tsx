import { ActionIcon } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import type { Ref } from 'react'
import type { KeyDetails } from '../../shared/contract/rows.ts'
import { ErrorState, LoadingState } from '../components/states.tsx'
import { useQueries } from '../connection/index.ts'
import { useBookQuery } from '../session/app-state.tsx'
import { visibleText } from '../grid/visible-text.ts'
import type { Key } from '../grid/use-opened.ts'
import { keyDrawerWording as wording } from '../wording/key-drawer.ts'
import { copyText } from './copy-text.ts'
import { DrawerFrame } from './drawer-frame.tsx'
import { KeyBody } from './key-body.tsx'
import { keyText } from './key-text.ts'
import classes from './key-drawer.module.css'

interface KeyDrawerProps {
  readonly opened: Key
  readonly body?: Ref<HTMLElement>
  readonly onStep: (rows: 1 | -1) => void
  readonly onClose: () => void
}

/** Everything about one key: its state and why, both sides with their parts, and every line with its text. */
export function KeyDrawer({ opened, body, onStep, onClose }: KeyDrawerProps) {
  const queries = useQueries()
  const { transaction_reference, currency, settlement } = opened
  const details = useBookQuery<KeyDetails>({
    ...queries.queries.keyDetails.queryOptions({
      input: { transaction_reference, currency, ...(settlement ? { settlement } : {}) },
    }),
    placeholderData: undefined,
  })
  const name = transaction_reference === null ? wording.noReference : visibleText(transaction_reference)

  return (
    <DrawerFrame
      onStep={onStep}
      onClose={onClose}
      {...(body ? { body } : {})}
      title={
        <>
          <div className={classes.quiet}>
            {transaction_reference === null ? currency : `${wording.keyTitle}, ${currency}`}
          </div>
          <h2 className={classes.title} aria-live="polite">
            <span className={transaction_reference === null ? undefined : classes.reference}>{name}</span>
            {transaction_reference === null ? null : (
              <ActionIcon
                size={20}
                aria-label={wording.copyReference}
                onClick={() => void copyText(transaction_reference, wording.copiedReference)}
              >
                <IconCopy size={13} />
              </ActionIcon>
            )}
          </h2>
        </>
      }
      buttons={
        <ActionIcon
          aria-label={wording.copy}
          title={wording.copy}
          disabled={!details.data}
          onClick={() => details.data && void copyText(keyText(details.data), wording.copied)}
        >
          <IconCopy size={16} />
        </ActionIcon>
      }
    >
      {details.error && !details.data ? (
        <ErrorState error={details.error} onRetry={() => void details.refetch()} />
      ) : details.data ? (
        <KeyBody details={details.data} opened={opened} />
      ) : (
        <LoadingState label={wording.loading} />
      )}
    </DrawerFrame>
  )
}
