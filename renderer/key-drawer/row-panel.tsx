import { Anchor } from '@mantine/core'
import type { Ref } from 'react'
import type { Row } from '../../shared/contract/rows.ts'
import { ErrorState, LoadingState } from '../components/states.tsx'
import { useQueries } from '../connection/index.ts'
import { useFormats } from '../formats/use-formats.tsx'
import { useBookQuery } from '../session/app-state.tsx'
import { StateBadge } from '../grid/cells/state-badge.tsx'
import { type GridColumn, kindOf } from '../grid/column-kind.ts'
import { cellWriter, valueWriter } from '../grid/shown-cell.ts'
import { goTo } from '../navigation.ts'
import { keyDrawerWording as wording } from '../wording/key-drawer.ts'
import { nextStepOf } from '../../shared/exceptions.ts'
import { exceptionState, wordsOf } from '../../shared/words/states.ts'
import { equals } from '../../shared/queries/filters.ts'
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
  const exception = row['exception']
  const state = exception ? exceptionState(String(exception), row['reason']) : (row['state'] ?? row['status'])
  const nextStep = exception ? nextStepOf(String(exception)) : null
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
      {nextStep === null ? null : (
        <p className={classes.explanation}>
          <span className={classes.quiet}>{wording.nextStep}</span> {nextStep}
        </p>
      )}
      {file ? <FileLine row={row} /> : null}
      {exception === 'control-failed' ? <LinesOfControl subject={String(row['subject'])} /> : null}
      <section className={classes.section}>
        <h3 className={classes.heading}>{wording.fields}</h3>
        <dl className={classes.fields}>
          {columns.map((column) => {
            const value = row[column.name]
            if (value === null || value === undefined || value === '' || column === told) return null
            const isState = kindOf(column) === 'state' && typeof value === 'string'
            return (
              <div key={column.name} style={{ display: 'contents' }}>
                <dt>{column.title}</dt>
                <dd>{isState ? <StateBadge state={value} /> : valueWriter(column, formats)(value, row)}</dd>
              </div>
            )
          })}
        </dl>
      </section>
    </DrawerFrame>
  )
}

/** The way from a failed control to the lines that make its difference; its subject begins with its id. */
function LinesOfControl({ subject: text }: { readonly subject: string }) {
  const [id = '', ...rest] = text.split(': ')
  const subject = rest.join(': ')
  return (
    <Anchor
      component="button"
      type="button"
      size="sm"
      onClick={() =>
        goTo({
          screen: 'data',
          query: 'control_lines',
          filters: [equals('id', id), equals('subject', subject)],
        })
      }
    >
      {wording.showControlLines}
    </Anchor>
  )
}

/** Where the row stands in its file, and its record there. A row may name a file without a line: then it has no record. */
function FileLine({ row }: { readonly row: Row }) {
  const queries = useQueries()
  const { sha256, sheet, line } = row
  const isPlaced = typeof sha256 === 'string' && typeof line === 'number'
  const text = useBookQuery(
    {
      ...queries.queries.fileLine.queryOptions({
        input: {
          sha256: isPlaced ? sha256 : '',
          line: isPlaced ? line : 1,
          ...(typeof sheet === 'string' ? { sheet } : {}),
        },
      }),
      enabled: isPlaced,
      placeholderData: undefined,
    },
    ['facts'],
  )
  return (
    <section>
      <h3 className={classes.heading}>{wording.fileLine}</h3>
      <Place row={row} />
      {!isPlaced ? null : text.data ? (
        <RawText text={text.data.text} />
      ) : text.error ? (
        <ErrorState error={text.error} onRetry={() => void text.refetch()} />
      ) : (
        <LoadingState label={wording.loadingLine} />
      )}
    </section>
  )
}
