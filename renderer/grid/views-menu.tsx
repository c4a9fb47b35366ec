import { ActionIcon, Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core'
import { IconBookmark, IconDeviceFloppy, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { GridView } from '../../shared/contract/settings.ts'
import { useChangeSettings, useSettings } from '../session/app-state.tsx'
import { notifyProblem } from '../session/notify.tsx'
import { gridWording } from '../wording/grid.ts'
import classes from './toolbar.module.css'
import type { GridControl } from './use-grid-control.ts'

/** Named views of one grid: columns, order, filters and search under a name, to be shown again. */
export function ViewsMenu({ control }: { readonly control: GridControl }) {
  const [opened, setOpened] = useState(false)
  const [name, setName] = useState('')
  const [renamed, setRenamed] = useState<string | null>(null)
  const change = useChangeSettings()
  const views = useSettings().views[control.viewKey] ?? {}
  const names = Object.keys(views).toSorted((a, b) => a.localeCompare(b))
  const write = (part: Record<string, GridView | null>): void =>
    void change({ views: { [control.viewKey]: part } }).catch(notifyProblem)
  const wanted = name.trim()
  const isTaken = names.includes(wanted) && wanted !== renamed

  const submit = (): void => {
    if (wanted === '' || isTaken) return
    const known = renamed === null ? undefined : views[renamed]
    if (renamed !== null && known) write({ [renamed]: null, [wanted]: known })
    else write({ [wanted]: control.view })
    setName('')
    setRenamed(null)
  }

  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={330}
      position="bottom-end"
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <Button
          className={classes.button}
          aria-label={gridWording.views}
          title={gridWording.views}
          leftSection={<IconBookmark size={15} />}
          onClick={() => setOpened(!opened)}
          aria-haspopup="dialog"
        >
          {gridWording.views}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={gridWording.views}>
        <Stack gap="xs">
          {names.length === 0 ? (
            <Text size="sm" c="dimmed">
              {gridWording.noViews}
            </Text>
          ) : (
            <ul className={classes.list} aria-label={gridWording.views}>
              {names.map((view) => (
                <li key={view} className={classes.view}>
                  <button
                    type="button"
                    className={classes.viewName}
                    aria-label={gridWording.applyView(view)}
                    onClick={() => {
                      const chosen = views[view]
                      if (chosen) control.adopt(chosen)
                      setOpened(false)
                    }}
                  >
                    {view}
                  </button>
                  <ActionIcon
                    size={22}
                    aria-label={gridWording.updateView(view)}
                    onClick={() => write({ [view]: control.view })}
                  >
                    <IconDeviceFloppy size={14} />
                  </ActionIcon>
                  <ActionIcon
                    size={22}
                    aria-label={gridWording.renameView(view)}
                    onClick={() => {
                      setRenamed(view)
                      setName(view)
                    }}
                  >
                    <IconPencil size={14} />
                  </ActionIcon>
                  <ActionIcon
                    size={22}
                    aria-label={gridWording.deleteView(view)}
                    onClick={() => write({ [view]: null })}
                  >
                    <IconTrash size={14} />
                  </ActionIcon>
                </li>
              ))}
            </ul>
          )}
          <form
            onSubmit={(event) => {
              event.preventDefault()
              submit()
            }}
          >
            <Group gap="xs" align="flex-end" wrap="nowrap">
              <TextInput
                className={classes.grow}
                label={renamed === null ? gridWording.saveView : gridWording.renameView(renamed)}
                placeholder={gridWording.viewName}
                maxLength={60}
                value={name}
                error={isTaken ? gridWording.nameTaken : null}
                onChange={(event) => setName(event.currentTarget.value)}
                data-autofocus
              />
              <Button type="submit" variant="filled" disabled={wanted === '' || isTaken}>
                {gridWording.save}
              </Button>
            </Group>
          </form>
          <Button
            variant="subtle"
            color="gray"
            onClick={() => {
              control.reset()
              setOpened(false)
            }}
          >
            {gridWording.resetView}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
