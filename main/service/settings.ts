import { join } from 'node:path'
import { type Settings, type SettingsChange, settings } from '../../shared/contract/settings.ts'
import type { Log } from './log.ts'
import { storedJson } from './stored.ts'

const version = 1

export interface SettingsStore {
  get(): Settings
  change(change: SettingsChange): Settings
}

/** The settings of the person, in `settings.json` of the data folder. A field that is no longer understood is left out. */
export function openSettings(dataFolder: string, log: Log): SettingsStore {
  const stored = storedJson(join(dataFolder, 'settings.json'), version, understood, log)
  return {
    get: () => stored.read(),
    change(change) {
      const { grids, views, ...plain } = change
      return stored.change((before) =>
        settings.parse({
          ...before,
          ...withoutUndefined(plain),
          grids: merged(before.grids, grids ?? {}),
          views: Object.fromEntries(
            Object.entries({ ...before.views, ...views }).map(([grid]) => [
              grid,
              merged(before.views[grid] ?? {}, views?.[grid] ?? {}),
            ]),
          ),
        }),
      )
    },
  }
}

function understood(content: unknown): Settings {
  const fields = typeof content === 'object' && content !== null ? content : {}
  const known = Object.entries(settings.shape).flatMap(([name, shape]) => {
    const value: unknown = Object.entries(fields).find(([key]) => key === name)?.[1]
    return value !== undefined && shape.safeParse(value).success ? [[name, value] as const] : []
  })
  return settings.parse(Object.fromEntries(known))
}

function merged<Look>(
  before: Readonly<Record<string, Look>>,
  change: Readonly<Record<string, Look | null>>,
): Record<string, Look> {
  return Object.fromEntries(
    Object.entries({ ...before, ...change }).flatMap(([name, look]) => (look === null ? [] : [[name, look] as const])),
  )
}

function withoutUndefined<Value extends object>(value: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<Value>
}
