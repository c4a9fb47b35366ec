import type { Ref } from 'react'
import type { Row } from '../../shared/contract/rows.ts'
import { ErrorState, LoadingState } from '../components/states.tsx'
import { useQueries } from '../connection/index.ts'
import { useFormats } from '../formats/use-formats.tsx'
import { useBookQuery } from '../frame/app-state.tsx'
import { StateBadge } from '../grid/cells/state-badge.tsx'
import { type GridColumn, kindOf } from '../grid/column-kind.ts'
import { cellWriter, valueWriter } from '../grid/shown-cell.ts'
import { columnTitle } from '../wording/columns.ts'
import { keyDrawerWording as wording } from '../wording/key-drawer.ts'
import { wordsOf } from '../wording/states.ts'
import { DrawerFrame } from './drawer-frame.tsx'
import { Place } from './key-lines.tsx'
import { RawText } from './raw-text.tsx'
import classes from './key-drawer.module.css'

interface RowPanelProps {
  readonly row: Row
  readonly columns: readonly GridColumn[]
  /** Name of the rows, for the title of one that has no state. */
  readonly label: string
  readonly body?: Ref<HTMLElement>
  readonly onStep: (rows: 1 | -1) => void
  readonly onClose: () => void
}

/** One row with all its fields, also those whose columns are hidden, and the line of the file that it was read from. */
export function RowPanel({ row, columns, label, body, onStep, onClose }: RowPanelProps) {
  const formats = useFormats()
  const state = row['exception'] ?? row['state'] ?? row['status']
  const file = row['path'] ?? row['file']
  const told = columns.find(({ name }) => name === 'explanation')
  const explanation = told ? cellWriter(told, formats)(row['explanation']) : ''
  return (
    <DrawerFrame
      onStep={onStep}
      onClose={onClose}
      {...(body ? { body } : {})}
      title={
        <h2 className={classes.title}>
          {typeof state === 'string' && wordsOf(state) ? <StateBadge state={state} /> : label}
          {typeof row['line'] === 'number' ? (
            <span className={classes.quiet}> {wording.line(String(row['line']))}</span>
          ) : null}
        </h2>
      }
    >
      {explanation === '' ? null : <p className={classes.explanation}>{explanation}</p>}
      {file ? <FileLine row={row} /> : null}
      <section className={classes.section}>
        <h3 className={classes.heading}>{wording.fields}</h3>
        <dl className={classes.fields}>
          {columns.map((column) => {
            const value = row[column.name]
            if (value === null || value === undefined || value === '' || column === told) return null
            const isState = kindOf(column) === 'state' && typeof value === 'string'
            return (
              <div key={column.name} style={{ display: 'contents' }}>
                <dt>{columnTitle(column.name)}</dt>
                <dd>{isState ? <StateBadge state={value} /> : valueWriter(column, formats)(value)}</dd>
              </div>
            )
          })}
        </dl>
      </section>
    </DrawerFrame>
  )
}

/** The record of the kept file. A row that does not name its file by hash is led to it by the file's path. */
function FileLine({ row }: { readonly row: Row }) {
  const queries = useQueries()
  const path = String(row['path'] ?? row['file'])
  const line = row['line']
  const known = typeof row['sha256'] === 'string' ? row['sha256'] : null
  const file = useBookQuery({
    ...queries.queries.page.queryOptions({
      input: {
        name: 'source_files',
        filters: [{ operator: 'equals', column: 'path', value: path }],
        offset: 0,
        limit: 1,
      },
    }),
    enabled: known === null,
    placeholderData: undefined,
  })
  const found = file.data?.rows[0]?.['sha256']
  const sha256 = known ?? (typeof found === 'string' ? found : null)
  const text = useBookQuery({
    ...queries.queries.fileLine.queryOptions({
      input: {
        sha256: sha256 ?? '',
        line: typeof line === 'number' ? line : 1,
        ...(typeof row['sheet'] === 'string' ? { sheet: row['sheet'] } : {}),
      },
    }),
    enabled: sha256 !== null && typeof line === 'number',
    placeholderData: undefined,
  })
  const error = text.error ?? file.error
  return (
    <section>
      <h3 className={classes.heading}>{wording.fileLine}</h3>
      <Place row={row} />
      {error ? <ErrorState error={error} onRetry={() => void text.refetch()} /> : null}
      {typeof line === 'number' && !error ? (
        text.data ? (
          <RawText text={text.data.text} />
        ) : (
          <LoadingState label={wording.loadingLine} />
        )
      ) : null}
    </section>
  )
}
