import { Anchor, Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Filter, NamedRow } from '../../shared/contract/rows.ts'
import { MoneyText } from '../components/figures.tsx'
import { fileName } from '../formats/file-name.ts'
import { shownPath } from '../formats/privacy.ts'
import { useFormats } from '../formats/use-formats.tsx'
import { visibleText } from '../grid/visible-text.ts'
import { goTo } from '../navigation.ts'
import { sectionName } from '../../shared/words/codes.ts'
import { keyDrawerWording as wording } from '../wording/key-drawer.ts'
import { plainWord } from '../../shared/words/states.ts'
import { equals } from '../../shared/queries/filters.ts'
import classes from './key-drawer.module.css'
import { RawText } from './raw-text.tsx'

/** The queries under Data that have the lines of a side. */
export type LinesQuery = 'billed_lines' | 'disbursed_lines' | 'uncollected_lines'

interface KeyLinesProps {
  readonly title: string
  readonly rows: readonly NamedRow[]
  /** There are more lines than these. */
  readonly isCut: boolean
  readonly query: LinesQuery
  /** What narrows that query to the key. */
  readonly filters: Filter[]
}

/** So many lines show their text at once; of more it is opened line by line. */
const openTexts = 6

/** All lines of a key on one side, each with its place in its file and its text. */
export function KeyLines({ title, rows, isCut, query, filters }: KeyLinesProps) {
  const { count } = useFormats()
  if (rows.length === 0 && query === 'uncollected_lines') return null
  return (
    <section className={classes.section}>
      <h3 className={classes.heading}>
        {title} <span className={classes.quiet}>{wording.lineCount(count(rows.length), isCut)}</span>
        {rows.length > 0 ? (
          <Button
            variant="subtle"
            size="compact-xs"
            className={classes.headingEnd}
            aria-label={`${wording.showLines}: ${title}`}
            onClick={() => goTo({ screen: 'data', query, filters })}
          >
            {wording.showLines}
          </Button>
        ) : null}
      </h3>
      {rows.length === 0 ? <p className={classes.quiet}>{wording.noLines}</p> : null}
      <ul className={classes.lines}>
        {rows.map((row) => (
          <KeyLine key={JSON.stringify(row)} row={row} query={query} isOpen={rows.length <= openTexts} />
        ))}
      </ul>
    </section>
  )
}

function KeyLine({ row, query, isOpen }: { row: NamedRow; query: LinesQuery; isOpen: boolean }) {
  const { date } = useFormats()
  const text = typeof row['raw_text'] === 'string' ? row['raw_text'] : null
  const day = row['disbursement_date'] ?? row['billing_date'] ?? row['invoice_date'] ?? row['due_date']
  const delivery = row['delivery_id']
  return (
    <li className={classes.line} data-quiet={row['counted'] === false || undefined}>
      <div className={classes.lineHead}>
        <span>{typeof day === 'string' ? date(day) : ''}</span>
        {typeof row['net'] === 'string' ? (
          <MoneyText value={row['net']} currency={String(row['currency'] ?? '')} />
        ) : null}
      </div>
      <Place row={row} />
      {row['counted'] === false ? (
        <p className={classes.quiet}>
          {wording.notCounted}
          {row['why_not_counted'] ? `: ${plainWord(String(row['why_not_counted']))}` : ''}
        </p>
      ) : null}
      {isOpen ? (
        <RawText text={text} />
      ) : (
        <details>
          <summary className={classes.quiet}>{wording.fileLine}</summary>
          <RawText text={text} />
        </details>
      )}
      {query === 'billed_lines' && delivery !== null && delivery !== undefined ? (
        <Anchor
          component="button"
          type="button"
          size="xs"
          onClick={() =>
            goTo({
              screen: 'data',
              query,
              filters: [equals('delivery_id', String(delivery))],
            })
          }
        >
          {wording.showDelivery}
        </Anchor>
      ) : null}
    </li>
  )
}

/** File, section, sheet and line of a row, as far as they are known. */
export function Place({ row }: { readonly row: NamedRow }): ReactNode {
  const { privacy } = useFormats()
  const path = String(row['path'] ?? row['file'] ?? '')
  const parts = [
    row['section'] ? sectionName(String(row['section'])) : '',
    row['sheet'] ? wording.sheet(visibleText(String(row['sheet']))) : '',
    row['line'] === null || row['line'] === undefined ? '' : wording.line(String(row['line'])),
  ].filter(Boolean)
  return (
    <div className={classes.place}>
      <bdi className={classes.file} title={visibleText(shownPath(path, privacy))}>
        {visibleText(fileName(path))}
      </bdi>
      <span className={classes.quiet}>{parts.join(', ')}</span>
    </div>
  )
}
