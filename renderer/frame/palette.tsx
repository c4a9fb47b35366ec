import { Spotlight, type SpotlightActionGroupData, useSpotlight } from '@mantine/spotlight'
import { IconChevronRight, IconCloudDown, IconSearch, IconTable } from '@tabler/icons-react'
import { useQueries } from '../connection/index.ts'
import { goTo, screens } from '../navigation.ts'
import { frameWording, screenNames } from '../wording/frame.ts'
import { sourcesWording, syncWording } from '../wording/sources.ts'
import { useActions } from '../session/actions.tsx'
import { useAppState, useBookQuery } from '../session/app-state.tsx'
import { paletteField, useEarlyTyping } from './early-typing.ts'
import { KeyHint } from '../session/key-hint.tsx'
import classes from './palette.module.css'
import { paletteStore } from '../session/palette-store.ts'
import { screenIcons } from './rail.tsx'
import { nameOf } from '../session/shortcut-sheet.tsx'
import type { Action } from '../session/shortcuts.ts'
import { useSources } from '../session/sources.ts'
import { useSyncSession } from '../session/sync-session.tsx'

const withoutBook: readonly Action[] = [
  'open-sample',
  'open-book',
  'new-book',
  'shortcuts',
  'toggle-privacy',
  'toggle-theme',
  'zoom-in',
  'zoom-out',
  'zoom-reset',
  'copy-diagnostics',
]
const withBook: readonly Action[] = [
  'pick-files',
  'pick-folder',
  'undo',
  'redo',
  'back-up',
  'close-book',
  'toggle-rail',
]

/** Everything by its name: screens, commands, data sets. */
export function Palette() {
  const { book } = useAppState()
  const actions = useActions()
  const queries = useQueries()
  const sources = useSources()
  const sync = useSyncSession()
  const { query } = useSpotlight(paletteStore)
  useEarlyTyping()
  const { data: sets } = useBookQuery({ ...queries.queries.list.queryOptions(), enabled: book !== null }, ['facts'])

  const groups: SpotlightActionGroupData[] = [
    {
      group: frameWording.paletteScreens,
      actions: (book ? screens : (['settings'] as const)).map((screen) => {
        const Icon = screenIcons[screen]
        return {
          id: `go-${screen}`,
          label: screenNames[screen],
          leftSection: <Icon size={17} stroke={1.6} />,
          rightSection: <KeyHint action={`go-${screen}`} />,
          onClick: () => goTo({ screen }),
        }
      }),
    },
    {
      group: frameWording.paletteActions,
      actions: [
        ...(book ? sources : []).map(({ name }) => ({
          id: `sync-${name}`,
          label: syncWording.syncOf(name),
          leftSection: <IconCloudDown size={17} stroke={1.6} />,
          onClick: () => {
            goTo({ screen: 'import' })
            void sync.start(name)
          },
        })),
        ...[...(book ? withBook : []), ...withoutBook].map((action) => ({
          id: action,
          label: nameOf(action),
          leftSection: <IconChevronRight size={17} stroke={1.6} />,
          rightSection: <KeyHint action={action} />,
          onClick: () => actions.run(action),
        })),
        {
          id: 'sources',
          label: sourcesWording.title,
          keywords: [syncWording.sync],
          leftSection: <IconChevronRight size={17} stroke={1.6} />,
          onClick: () => goTo({ screen: 'settings' }),
        },
      ],
    },
    {
      group: frameWording.paletteData,
      actions: (book ? (sets ?? []) : []).map(({ name, title, description, category }) => ({
        id: `data-${name}`,
        label: title,
        description: `${category} · ${description}`,
        keywords: [name, name.replaceAll('_', ' ')],
        leftSection: <IconTable size={17} stroke={1.6} />,
        onClick: () => goTo({ screen: 'data', query: name }),
      })),
    },
  ]
  return (
    <Spotlight
      store={paletteStore}
      query={query}
      actions={groups}
      shortcut={null}
      nothingFound={frameWording.paletteEmpty}
      highlightQuery
      scrollable
      // The list below has its own height.
      maxHeight="none"
      limit={60}
      attributes={{ content: { 'aria-label': frameWording.palette } }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      classNames={{
        actionsList: classes.list ?? '',
        action: classes.action ?? '',
        actionSection: classes.section ?? '',
      }}
      transitionProps={{ duration: 80 }}
      searchProps={{
        leftSection: <IconSearch size={17} />,
        placeholder: frameWording.paletteSearch,
        'aria-label': frameWording.paletteSearch,
        id: paletteField,
      }}
    />
  )
}
