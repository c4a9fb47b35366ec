import { type ComponentType, lazy, type LazyExoticComponent } from 'react'
import type { Screen } from '../navigation.ts'

/** Each screen is fetched when it is first entered. */
export const screenOf: Readonly<Record<Screen, LazyExoticComponent<ComponentType>>> = {
  overview: lazy(async () => ({ default: (await import('./overview/overview.tsx')).OverviewScreen })),
  import: lazy(async () => ({ default: (await import('./import/import.tsx')).ImportScreen })),
  'cash-application': lazy(async () => ({
    default: (await import('./cash-application/cash-application.tsx')).CashApplicationScreen,
  })),
  'uncollected-funds': lazy(async () => ({
    default: (await import('./uncollected-funds/uncollected-funds.tsx')).UncollectedFundsScreen,
  })),
  exceptions: lazy(async () => ({ default: (await import('./exceptions/exceptions.tsx')).ExceptionsScreen })),
  data: lazy(async () => ({ default: (await import('./data/data.tsx')).DataScreen })),
  export: lazy(async () => ({ default: (await import('./export/export.tsx')).ExportScreen })),
  settings: lazy(async () => ({ default: (await import('./settings/settings.tsx')).SettingsScreen })),
}
