import { UnstyledButton } from '@mantine/core'
import type { Overview } from '../../../shared/contract/books.ts'
import { equals } from '../../../shared/queries/filters.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { useFormats } from '../../formats/use-formats.tsx'
import { goTo } from '../../navigation.ts'
import { overviewWording as words } from '../../wording/overview.ts'
import classes from './attention-line.module.css'

/** How much needs a person, in one line: exceptions, failed controls, refused rows; each leads to its rows. */
export function AttentionLine({ overview }: { readonly overview: Overview }) {
  const { count } = useFormats()
  const { exceptions, refusedRows, tells } = overview
  // Where half of the reconciliation is missing nothing is good yet.
  const good = tells.billed && tells.disbursed ? 'good' : 'neutral'
  const failed = overview.controls.filter(({ status }) => status === 'fail').length
  return (
    <ul className={classes.line} aria-label={words.attention}>
      <li>
        <UnstyledButton className={classes.item ?? ''} onClick={() => goTo({ screen: 'exceptions', filters: [] })}>
          <StateMark tone={exceptions > 0 ? 'warn' : good}>
            {exceptions > 0 ? words.exceptions(exceptions, count(exceptions)) : words.noExceptions}
          </StateMark>
        </UnstyledButton>
      </li>
      <li>
        <UnstyledButton
          className={classes.item ?? ''}
          onClick={() =>
            goTo({
              screen: 'data',
              query: 'controls',
              filters: failed > 0 ? [equals('status', 'fail')] : [],
            })
          }
        >
          <StateMark tone={failed > 0 ? 'bad' : good}>
            {failed > 0 ? words.failedControls(failed, count(failed)) : words.noFailedControls}
          </StateMark>
        </UnstyledButton>
      </li>
      {refusedRows > 0 ? (
        <li>
          <UnstyledButton
            className={classes.item ?? ''}
            onClick={() => goTo({ screen: 'data', query: 'refused_rows', filters: [] })}
          >
            <StateMark tone="warn">{words.refused(refusedRows, count(refusedRows))}</StateMark>
          </UnstyledButton>
        </li>
      ) : null}
    </ul>
  )
}
