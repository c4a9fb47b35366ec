import { Popover, Text } from '@mantine/core'
import { useState } from 'react'
import type { Filter } from '../../../shared/contract/rows.ts'
import { gridWording } from '../../wording/grid.ts'
import { isChoice } from '../column-kind.ts'
import type { GridControl } from '../use-grid-control.ts'
import { ChoiceForm } from './choice-form.tsx'
import { ConditionForm } from './condition-form.tsx'

/** Which column's filter is being edited, and beside what. */
export interface FilterTarget {
  readonly column: string
  readonly anchor: Element
}

interface FilterPopoverProps {
  readonly control: GridControl
  readonly target: FilterTarget | null
  readonly onClose: () => void
}

/** The form for the filter of one column, beside its head or its chip. Escape leaves without a change. */
export function FilterPopover({ control, target, onClose }: FilterPopoverProps) {
  const column = control.columns?.find(({ name }) => name === target?.column)
  // While it fades the form stays as it was.
  const [shown, setShown] = useState({ target, column })
  if (target && target !== shown.target) setShown({ target, column })
  const place = target?.anchor.getBoundingClientRect()
  const current = shown.column
  if (!current) return null
  const filter = control.view.filters.find((one) => one.column === current.name)
  const apply = (next: Filter | null): void => {
    control.setFilter(current.name, next)
    onClose()
  }
  const title = gridWording.filterColumn(current.title)
  const { help } = current.card

  return (
    <Popover
      opened={target !== null}
      onChange={(opened) => {
        if (!opened) onClose()
      }}
      width={300}
      position="bottom-start"
      trapFocus
      returnFocus
      closeOnEscape
      withinPortal
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <span
          style={{
            position: 'fixed',
            left: place?.left ?? 0,
            top: place?.top ?? 0,
            width: place?.width ?? 0,
            height: place?.height ?? 0,
            pointerEvents: 'none',
          }}
        />
      </Popover.Target>
      <Popover.Dropdown aria-label={title}>
        <Text fw={600} size="sm" mb={help ? 2 : 8}>
          {title}
        </Text>
        {help ? (
          <Text size="xs" c="dimmed" mb={8}>
            {help}
          </Text>
        ) : null}
        {isChoice(current) ? (
          <ChoiceForm key={current.name} control={control} column={current} filter={filter} onApply={apply} />
        ) : (
          <ConditionForm key={current.name} column={current} filter={filter} onApply={apply} />
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
