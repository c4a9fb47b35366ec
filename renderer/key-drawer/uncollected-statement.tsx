import { Anchor } from '@mantine/core'
import { sentenceText } from '../formats/sentence.ts'
import { useFormats } from '../formats/use-formats.tsx'
import { useQueries } from '../connection/index.ts'
import { useBookQuery } from '../session/app-state.tsx'
import { StateBadge } from '../grid/cells/state-badge.tsx'
import type { Key } from '../grid/use-opened.ts'
import { visibleText } from '../grid/visible-text.ts'
import { goTo } from '../navigation.ts'
import { keyDrawerWording as wording } from '../wording/key-drawer.ts'
import classes from './key-drawer.module.css'
import { equals } from '../../shared/queries/filters.ts'
import type { QueryName } from '../../shared/queries/queries.ts'

/**
 * What AWS's latest list of uncollected funds says of a key, and where its billed lines stand; nothing when it is not in
 * it. A sentence that was said already (`said`) is not said again.
 */
export function UncollectedStatement({ opened, said }: { readonly opened: Key; readonly said: readonly unknown[] }) {
  const queries = useQueries()
  const formats = useFormats()
  const sentence = (text: unknown): string => visibleText(sentenceText(String(text ?? ''), formats))
  const { transaction_reference: reference, currency } = opened
  const found = useBookQuery({
    ...queries.queries.page.queryOptions({
      input: {
        name: 'uncollected_funds' satisfies QueryName,
        filters: [equals('transaction_reference', reference ?? ''), equals('currency', currency)],
        offset: 0,
        limit: 1,
      },
    }),
    placeholderData: undefined,
  })
  const row = found.data?.rows[0]
  if (!row || row['uncollected_net'] === null) return null
  const period = row['ar_period']
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>{wording.statement}</h3>
      <div className={classes.statement}>
        <StateBadge state={String(row['status'] ?? '')} />
        {said.includes(row['list_note']) ? null : <p className={classes.exception}>{sentence(row['list_note'])}</p>}
        {row['found_in'] ? <p className={classes.quiet}>{wording.statementFound(sentence(row['found_in']))}</p> : null}
        {row['missing_report'] ? (
          <p className={classes.quiet}>{wording.statementMissing(sentence(row['missing_report']))}</p>
        ) : null}
        {typeof period === 'string' && period !== '' ? (
          <Anchor
            component="button"
            type="button"
            size="xs"
            onClick={() =>
              goTo({
                screen: 'data',
                query: 'billed_lines',
                filters: [equals('ar_period', period)],
              })
            }
          >
            {wording.showPeriod(period)}
          </Anchor>
        ) : null}
      </div>
    </section>
  )
}
