import { Button, Popover, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { columnTitle } from '../../../shared/queries/queries.ts'
import { gridWording } from '../../wording/grid.ts'
import type { GridControl } from '../use-grid-control.ts'
import toolbar from '../toolbar.module.css'
import classes from './filters.module.css'

interface FilterButtonProps {
  readonly control: GridControl
  readonly onFilter: (column: string, anchor: Element) => void
}

/** All columns, to choose the one to filter; also those that are not shown. */
export function FilterButton({ control, onFilter }: FilterButtonProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [opened, setOpened] = useState(false)
  const [search, setSearch] = useState('')
  const found = control.view.columns
    .map(({ name }) => ({ name, title: columnTitle(control.query, name) }))
    .filter(({ title }) => title.toLowerCase().includes(search.trim().toLowerCase()))
  const choose = (column: string): void => {
    setOpened(false)
    setSearch('')
    if (button.current) onFilter(column, button.current)
  }

  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={260}
      position="bottom-start"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Button
          ref={button}
          className={toolbar.button}
          aria-label={gridWording.addFilter}
          title={gridWording.addFilter}
          aria-haspopup="dialog"
          leftSection={<IconFilter size={15} />}
          onClick={() => setOpened(!opened)}
        >
          {gridWording.addFilter}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={gridWording.addFilter}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (found[0]) choose(found[0].name)
          }}
        >
          <Stack gap="xs">
            <TextInput
              type="search"
              aria-label={gridWording.findColumn}
              placeholder={gridWording.findColumn}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
              data-autofocus
            />
            <ScrollArea.Autosize mah={320} type="auto" viewportProps={{ tabIndex: -1 }}>
              <ul className={toolbar.list} aria-label={gridWording.columns}>
                {found.map(({ name, title }) => (
                  <li key={name}>
                    <button type="button" className={classes.choice} onClick={() => choose(name)}>
                      {title}
                    </button>
                  </li>
                ))}
              </ul>
              {found.length === 0 ? <Text size="sm">{gridWording.noColumn}</Text> : null}
            </ScrollArea.Autosize>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
