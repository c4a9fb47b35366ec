import { ActionIcon, UnstyledButton } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowsExchange,
  IconFileSpreadsheet,
  IconHourglassHigh,
  IconLayoutDashboard,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconSettings,
  IconTable,
  IconTableImport,
} from '@tabler/icons-react'
import { useQueries } from '../connection/index.ts'
import { useFormats } from '../formats/use-formats.tsx'
import { goTo, type Screen, screens, useNavigation } from '../navigation.ts'
import { frameWording, screenNames } from '../wording/frame.ts'
import { useBookQuery, useChangeSettings, useSettings } from '../session/app-state.tsx'
import { useIsNarrow } from '../components/frame-width.tsx'
import { KeyHint } from '../session/key-hint.tsx'
import { PassingTooltip } from './passing-tooltip.tsx'
import classes from './rail.module.css'

/** The icon of each screen, for rail and palette. */
export const screenIcons: Readonly<Record<Screen, typeof IconTable>> = {
  overview: IconLayoutDashboard,
  import: IconTableImport,
  'cash-application': IconArrowsExchange,
  'uncollected-funds': IconHourglassHigh,
  exceptions: IconAlertTriangle,
  data: IconTable,
  export: IconFileSpreadsheet,
  settings: IconSettings,
}

/** The screens at the left, with the number of exceptions. */
export function Rail() {
  const settings = useSettings()
  const isNarrow = useIsNarrow()
  const change = useChangeSettings()
  const railCollapsed = settings.railCollapsed || isNarrow
  const toggle = railCollapsed ? frameWording.expand : frameWording.collapse
  return (
    <nav className={classes.rail} data-collapsed={railCollapsed} aria-label={frameWording.navigation}>
      <ul className={classes.list}>
        {screens.map((screen) => (
          <li key={screen} className={screen === 'settings' ? classes.last : undefined}>
            <RailItem screen={screen} isCollapsed={railCollapsed} />
          </li>
        ))}
      </ul>
      {isNarrow ? null : (
        <PassingTooltip label={<KeyHint action="toggle-rail">{toggle}</KeyHint>} position="right">
          <ActionIcon
            className={classes.toggle ?? ''}
            aria-label={toggle}
            aria-expanded={!railCollapsed}
            onClick={() => void change((now) => ({ railCollapsed: !now.railCollapsed }))}
          >
            {railCollapsed ? <IconLayoutSidebarLeftExpand size={17} /> : <IconLayoutSidebarLeftCollapse size={17} />}
          </ActionIcon>
        </PassingTooltip>
      )}
    </nav>
  )
}

function RailItem({ screen, isCollapsed }: { readonly screen: Screen; readonly isCollapsed: boolean }) {
  const { place } = useNavigation()
  const isHere = place.screen === screen
  const Icon = screenIcons[screen]
  return (
    <PassingTooltip
      label={<KeyHint action={`go-${screen}`}>{screenNames[screen]}</KeyHint>}
      position="right"
      // The word stands there already; only the key is news.
      openDelay={isCollapsed ? 100 : 1500}
    >
      <UnstyledButton
        className={classes.item ?? ''}
        data-here={isHere}
        aria-current={isHere ? 'page' : undefined}
        aria-label={isCollapsed ? screenNames[screen] : undefined}
        onClick={() => goTo({ screen })}
      >
        <Icon size={18} stroke={1.6} aria-hidden />
        {isCollapsed ? null : <span className={classes.word}>{screenNames[screen]}</span>}
        {screen === 'exceptions' ? <ExceptionCount /> : null}
      </UnstyledButton>
    </PassingTooltip>
  )
}

function ExceptionCount() {
  const queries = useQueries()
  const { count } = useFormats()
  const { data } = useBookQuery(queries.queries.overview.queryOptions())
  if (!data || data.exceptions === 0) return null
  const exact = count(data.exceptions)
  return (
    <span className={classes.count}>
      <span aria-hidden>{data.exceptions > 9999 ? `${count(Math.floor(data.exceptions / 1000))}k` : exact}</span>
      <span className={classes.spoken}>{frameWording.exceptionsCount(exact)}</span>
    </span>
  )
}
