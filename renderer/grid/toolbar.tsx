import { Button, Group, Menu, Text } from '@mantine/core'
import { IconCopy, IconDownload } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useFormats } from '../formats/use-formats.tsx'
import { gridWording } from '../wording/grid.ts'
import { ColumnChooser } from './column-chooser.tsx'
import { type RowRanges, rowsIn } from './row-ranges.ts'
import { FilterButton } from './filters/filter-button.tsx'
import { SearchField } from './search-field.tsx'
import classes from './toolbar.module.css'
import type { GridControl } from './use-grid-control.ts'
import type { ExportFormat, RowActions } from './use-row-actions.ts'
import { ViewsMenu } from './views-menu.tsx'

interface ToolbarProps {
  readonly control: GridControl
  readonly actions: RowActions
  readonly rows: number | undefined
  readonly selected: RowRanges
  readonly onFilter: (column: string, anchor: Element) => void
  readonly onLeave: () => void
  /** More controls, after the filter. */
  readonly children?: ReactNode
}

const formats: readonly ExportFormat[] = ['xlsx', 'csv', 'json']

/** Search, filters, columns, views, copy and export of one grid. */
export function Toolbar({ control, actions, rows, selected, onFilter, onLeave, children }: ToolbarProps) {
  const { count } = useFormats()
  const picked = rowsIn(selected)
  return (
    <div className={classes.frame}>
      <div className={classes.toolbar}>
        <SearchField value={control.view.search} onChange={control.setSearch} onLeave={onLeave} />
        <FilterButton control={control} onFilter={onFilter} />
        {children}
        <Group gap={6} wrap="nowrap" className={classes.end}>
          <ColumnChooser control={control} />
          <ViewsMenu control={control} />
          <Menu position="bottom-end" transitionProps={{ duration: 0 }} withInitialFocusPlaceholder={false}>
            <Menu.Target>
              <Button
                className={classes.button}
                aria-label={gridWording.copyRows}
                title={gridWording.copyRows}
                leftSection={<IconCopy size={15} />}
              >
                {gridWording.copy}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                disabled={picked === 0}
                onClick={() => actions.copy(selected)}
                rightSection={<KeyText text="Ctrl+C" />}
              >
                {picked === 0 ? gridWording.copySelectedNone : gridWording.copySelected(count(picked))}
              </Menu.Item>
              <Menu.Item disabled={!rows} onClick={() => actions.copy([[0, (rows ?? 0) - 1]])}>
                {gridWording.copyAll(count(rows ?? 0))}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <Menu position="bottom-end" transitionProps={{ duration: 0 }} withInitialFocusPlaceholder={false} width={230}>
            <Menu.Target>
              <Button
                className={classes.button}
                aria-label={gridWording.exportRows}
                title={gridWording.exportRows}
                leftSection={<IconDownload size={15} />}
              >
                {gridWording.export}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{gridWording.exportHelp}</Menu.Label>
              {formats.map((format) => (
                <Menu.Item key={format} disabled={!rows} onClick={() => actions.exportAs(format)}>
                  {gridWording.exportAs[format]}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </Group>
      </div>
    </div>
  )
}

function KeyText({ text }: { readonly text: string }) {
  return (
    <Text size="xs" span>
      {text}
    </Text>
  )
}
