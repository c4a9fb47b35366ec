import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

/** The first draws without a window, which takes a sixth less of the processors. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
]
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
]

/** Path of a Chromium on this machine: `TIEOUT_CHROMIUM`, an installed one, Playwright's own; null when there is none. */
export function findChromium(): string | null {
  const named = process.env['TIEOUT_CHROMIUM']
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const candidates = [
    ...(named ? [named] : []),
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    ...places,
    chromium.executablePath(),
  ]
  return candidates.find((path) => existsSync(path)) ?? null
}

/**
 * Sees to it that there is a Chromium for the browser tests: Debian's package where this process is root, else
 * Playwright's own. Returns its path. Error: one sentence that says what was tried, when none can be had.
 */
export function provideChromium(): string {
  const found = findChromium()
  if (found) return found
  const tried: string[] = []
  const attempt = (command: string, args: string[]): boolean => {
    tried.push([command, ...args].join(' '))
    console.error(`No Chromium is installed; trying ${command} ${args.join(' ')}`)
    return spawnSync(command, args, { stdio: 'ignore', timeout: 600_000 }).status === 0
  }
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  if (isRoot && spawnSync('apt-get', ['--version']).status === 0) {
    attempt('apt-get', ['update'])
    for (const name of ['chromium-headless-shell', 'chromium'])
      if (!findChromium()) attempt('apt-get', ['install', '-y', '--no-install-recommends', name])
  }
  if (!findChromium()) attempt(process.execPath, [playwrightProgram(), 'install', 'chromium'])
  const installed = findChromium()
  if (installed) return installed
  throw new Error(
    `The browser tests need Chromium and none can be had: none is installed, and ${tried.join(' and ')} failed. Install Chromium or name one in TIEOUT_CHROMIUM.`,
  )
}

function playwrightProgram(): string {
  return fileURLToPath(new URL('../../node_modules/playwright-core/cli.js', import.meta.url))
}
