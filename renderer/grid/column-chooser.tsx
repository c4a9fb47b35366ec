import { ActionIcon, Button, Checkbox, Group, Popover, ScrollArea, Stack, Text, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconColumns3, IconPin, IconPinnedOff } from '@tabler/icons-react'
import { useState } from 'react'
import { columnCard, columnTitle } from '../../shared/queries/queries.ts'
import { gridWording } from '../wording/grid.ts'
import classes from './toolbar.module.css'
import type { GridControl } from './use-grid-control.ts'
import type { ViewColumn } from './grid-view.ts'

/** Which columns are shown, in which order, and which stay at the left. */
export function ColumnChooser({ control }: { readonly control: GridControl }) {
  const [opened, setOpened] = useState(false)
  const [search, setSearch] = useState('')
  const { query } = control
  const { columns } = control.view
  const found = columns.filter(({ name }) => {
    const text = `${columnTitle(query, name)} ${name}`.toLowerCase()
    return text.includes(search.trim().toLowerCase())
  })
  const shown = columns.filter(({ hidden }) => !hidden).length
  const set = (next: readonly ViewColumn[]): void => control.adopt({ ...control.view, columns: [...next] })
  const change = (name: string, part: Partial<ViewColumn>): void =>
    set(columns.map((column) => (column.name === name ? { ...column, ...part } : column)))
  const move = (name: string, steps: number): void => {
    const from = columns.findIndex((column) => column.name === name)
    const to = from + steps
    const moved = columns[from]
    if (!moved || to < 0 || to >= columns.length) return
    set(columns.toSpliced(from, 1).toSpliced(to, 0, moved))
  }

  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={360}
      position="bottom-end"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Button
          className={classes.button}
          aria-label={gridWording.columns}
          title={gridWording.columns}
          leftSection={<IconColumns3 size={15} />}
          onClick={() => setOpened(!opened)}
          aria-haspopup="dialog"
        >
          {gridWording.columns}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={gridWording.columns}>
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
            <ul className={classes.list} aria-label={gridWording.columns}>
              {found.map(({ name, hidden, pinned }) => {
                const title = columnTitle(query, name)
                return (
                  <li key={name} className={classes.column}>
                    <Checkbox
                      label={title}
                      title={columnCard(query, name).help}
                      checked={!hidden}
                      // One column must stay, or nothing could be seen.
                      disabled={!hidden && shown === 1}
                      onChange={() => change(name, { hidden: !hidden })}
                      className={classes.columnName}
                    />
                    <ActionIcon size={22} aria-label={gridWording.moveUp(title)} onClick={() => move(name, -1)}>
                      <IconArrowUp size={14} />
                    </ActionIcon>
                    <ActionIcon size={22} aria-label={gridWording.moveDown(title)} onClick={() => move(name, 1)}>
                      <IconArrowDown size={14} />
                    </ActionIcon>
                    <ActionIcon
                      size={22}
                      aria-label={pinned ? gridWording.unpin(title) : gridWording.pin(title)}
                      aria-pressed={pinned ?? false}
                      {...(pinned ? { color: 'ink' } : {})}
                      onClick={() => change(name, { pinned: !pinned })}
                    >
                      {pinned ? <IconPinnedOff size={14} /> : <IconPin size={14} />}
                    </ActionIcon>
                  </li>
                )
              })}
            </ul>
            {found.length === 0 ? <Text size="sm">{gridWording.noColumn}</Text> : null}
          </ScrollArea.Autosize>
          <Group justify="space-between">
            <Text size="xs" c="dimmed">
              {gridWording.columnsShown(shown, columns.length)}
            </Text>
            <Button size="compact-xs" onClick={() => set(columns.map((column) => ({ ...column, hidden: false })))}>
              {gridWording.showAll}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
