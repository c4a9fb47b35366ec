import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { ElectronParts } from './parts.ts'

/** The theme as a person chose it. */
export const theme = z.enum(['system', 'light', 'dark'])
export type Theme = z.infer<typeof theme>

/** The theme of everything that is not the page: title bars, menus, dialogs, and what shows before the page has drawn. */
export interface WindowTheme {
  readonly background: string
  choose(chosen: Theme): void
}

/**
 * Takes the theme of the last time from its file, so that no window opens in another one first. To be called when the
 * application is ready, before its first window.
 */
export function setupTheme(
  { nativeTheme, BrowserWindow }: Pick<ElectronParts, 'nativeTheme' | 'BrowserWindow'>,
  file: string,
): WindowTheme {
  const background = (): string => (nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff')
  nativeTheme.themeSource = read(file)
  nativeTheme.on('updated', () => {
    for (const window of BrowserWindow.getAllWindows()) window.setBackgroundColor(background())
  })
  return {
    get background() {
      return background()
    },
    choose: (chosen) => {
      if (nativeTheme.themeSource === chosen) return
      nativeTheme.themeSource = chosen
      write(file, chosen)
    },
  }
}

function read(file: string): Theme {
  try {
    return theme.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return 'system'
  }
}

function write(file: string, chosen: Theme): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(chosen))
  } catch {
    // The page tells it again at each start.
  }
}
