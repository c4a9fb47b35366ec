import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useFormats } from '../../formats/use-formats.tsx'
import { gridWording } from '../../wording/grid.ts'
import type { GridControl } from '../use-grid-control.ts'
import { filterWords } from './filter-words.ts'
import classes from './filters.module.css'

interface FilterChipsProps {
  readonly control: GridControl
  readonly onEdit: (column: string, anchor: Element) => void
}

/** The filters that are in force, each to be changed or taken out; nothing where there is none. */
export function FilterChips({ control, onEdit }: FilterChipsProps) {
  const formats = useFormats()
  const { filters, search } = control.view
  if (filters.length === 0) return null
  return (
    <div className={classes.chips}>
      {filters.map((filter) => {
        const column = control.columns?.find(({ name }) => name === filter.column)
        if (!column) return null
        const text = filterWords(filter, column, formats)
        return (
          <span className={classes.chip} key={filter.column}>
            <button
              type="button"
              className={classes.chipText}
              title={text}
              aria-label={gridWording.editFilter(text)}
              onClick={(event) => onEdit(filter.column, event.currentTarget)}
            >
              {text}
            </button>
            <button
              type="button"
              className={classes.chipClose}
              aria-label={gridWording.removeFilter(text)}
              onClick={() => control.setFilter(filter.column, null)}
            >
              <IconX size={12} aria-hidden />
            </button>
          </span>
        )
      })}
      <Button variant="subtle" color="gray" size="compact-xs" onClick={control.clear}>
        {search === '' && filters.length === 1 ? gridWording.clearFilter : gridWording.clearFilters}
      </Button>
    </div>
  )
}
