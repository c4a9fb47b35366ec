import { Button, Checkbox, Group, Loader, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Filter } from '../../../shared/contract/rows.ts'
import { partsOf } from '../../../shared/queries/queries.ts'
import { ErrorState } from '../../components/states.tsx'
import { useQueries } from '../../connection/index.ts'
import { useFormats } from '../../formats/use-formats.tsx'
import { useBookQuery } from '../../session/app-state.tsx'
import { gridWording } from '../../wording/grid.ts'
import type { GridColumn } from '../column-kind.ts'
import { valueWriter } from '../shown-cell.ts'
import type { GridControl } from '../use-grid-control.ts'
import classes from './filters.module.css'

/** The core lists so many values of a column, and a filter holds no more. */
const mostValues = 1000

interface ChoiceFormProps {
  readonly control: GridControl
  readonly column: GridColumn
  readonly filter: Filter | undefined
  readonly onApply: (filter: Filter | null) => void
}

/** The values of a column with their numbers of rows, to be picked. The column's own filter does not narrow the list. */
export function ChoiceForm({ control, column, filter, onApply }: ChoiceFormProps) {
  const queries = useQueries()
  const formats = useFormats()
  const others = control.view.filters.filter((one) => one.column !== column.name)
  const { filters: _own, ...selection } = control.selection
  const values = useBookQuery(
    queries.queries.facets.queryOptions({
      input: { ...selection, ...(others.length > 0 ? { filters: others } : {}), column: column.name },
    }),
    partsOf(selection.name),
  )
  const [picked, setPicked] = useState<ReadonlySet<string | null>>(() => pickedBy(filter))
  const [search, setSearch] = useState('')
  const write = valueWriter(column, formats)
  const label = (value: string | null): string => (value === null ? gridWording.emptyValue : write(value) || value)

  if (values.error && !values.data) return <ErrorState error={values.error} onRetry={() => void values.refetch()} />
  if (!values.data) return <Loader size="sm" />
  // A value that was picked and that no row has now is listed too, so that it can be taken out.
  const listed = new Set(values.data.map(({ value }) => value))
  const all = [
    ...values.data,
    ...[...picked].filter((value) => !listed.has(value)).map((value) => ({ value, rows: 0 })),
  ]
  const found = all.filter(({ value }) => label(value).toLowerCase().includes(search.trim().toLowerCase()))
  const toggle = (value: string | null): void => {
    const next = new Set(picked)
    if (!next.delete(value)) next.add(value)
    setPicked(next)
  }
  const apply = (): void =>
    onApply(picked.size === 0 ? null : { operator: 'in', column: column.name, values: [...picked] })

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <Stack gap="xs">
        {all.length > 8 ? (
          <TextInput
            type="search"
            aria-label={gridWording.findValue}
            placeholder={gridWording.findValue}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            data-autofocus
          />
        ) : null}
        <ScrollArea.Autosize mah={260} type="auto" viewportProps={{ tabIndex: -1 }}>
          <fieldset aria-label={gridWording.values} className={classes.values}>
            {found.map(({ value, rows }, index) => (
              <Checkbox
                key={value ?? ' '}
                checked={picked.has(value)}
                onChange={() => toggle(value)}
                label={
                  <span className={classes.value}>
                    <span className={classes.valueText}>{label(value)}</span>
                    <span className={classes.valueRows}>{formats.count(rows)}</span>
                  </span>
                }
                classNames={{ body: classes.valueBody ?? '', labelWrapper: classes.valueLabel ?? '' }}
                {...(index === 0 && all.length <= 8 ? { 'data-autofocus': true } : {})}
              />
            ))}
            {found.length === 0 ? <Text size="sm">{gridWording.noValue}</Text> : null}
          </fieldset>
        </ScrollArea.Autosize>
        {values.data.length >= mostValues ? (
          <Text size="xs" c="dimmed">
            {gridWording.moreValues(mostValues)}
          </Text>
        ) : null}
        <Group justify="space-between" gap="xs">
          {filter ? (
            <Button variant="subtle" color="gray" onClick={() => onApply(null)}>
              {gridWording.remove}
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" variant="filled">
            {gridWording.apply}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function pickedBy(filter: Filter | undefined): ReadonlySet<string | null> {
  if (filter?.operator === 'in') return new Set(filter.values)
  if (filter?.operator === 'equals') return new Set([filter.value])
  if (filter?.operator === 'blank') return new Set([null])
  return new Set()
}
