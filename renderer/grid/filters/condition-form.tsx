import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Filter } from '../../../shared/contract/rows.ts'
import { gridWording } from '../../wording/grid.ts'
import { type GridColumn, kindOf } from '../column-kind.ts'
import { type Entry, entryOf, filterOf, operatorsOf } from './entry.ts'

interface ConditionFormProps {
  readonly column: GridColumn
  readonly filter: Filter | undefined
  readonly onApply: (filter: Filter | null) => void
}

/** A condition with its value, for texts, ids, figures and days. */
export function ConditionForm({ column, filter, onApply }: ConditionFormProps) {
  const [entry, setEntry] = useState<Entry>(() => entryOf(filter, column))
  const [problem, setProblem] = useState<string | null>(null)
  const kind = kindOf(column)
  const isDay = kind === 'date' || kind === 'datetime'
  const words: Readonly<Record<string, string>> = isDay ? gridWording.dateOperators : gridWording.operators
  const needsValue = entry.operator !== 'blank' && entry.operator !== 'not-blank'
  const change = (part: Partial<Entry>): void => {
    setProblem(null)
    setEntry({ ...entry, ...part })
  }
  const apply = (): void => {
    const result = filterOf(entry, column)
    if ('problem' in result) setProblem(result.problem)
    else onApply(result.filter)
  }
  const input = (label: string, value: string, set: (value: string) => void, isFirst: boolean) => (
    <TextInput
      label={label}
      type={isDay ? 'date' : 'text'}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
      error={isFirst ? problem : undefined}
      {...(isFirst ? { 'data-autofocus': true } : {})}
    />
  )

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <Stack gap="xs">
        <Select
          label={gridWording.condition}
          data={operatorsOf(column).map((value) => ({ value, label: words[value] ?? value }))}
          value={entry.operator}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          onChange={(operator) => operator && change({ operator: operator as Entry['operator'] })}
        />
        {needsValue
          ? input(
              entry.operator === 'between' ? gridWording.from : gridWording.value,
              entry.value,
              (value) => change({ value }),
              true,
            )
          : null}
        {entry.operator === 'between' ? input(gridWording.to, entry.to, (to) => change({ to }), false) : null}
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
