import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ElectronApplication, type Page, _electron } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findElectron } from '../../main/shells/electron-binary.ts'
import { booksWording } from '../../renderer/wording/books.ts'
import { buildInto } from '../packaging/pack.ts'
import { goTo } from './screens.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const program = findElectron(join(root, 'node_modules/electron'))
const reason = whyNot()

describe.skipIf(reason !== null)(`the desktop application${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let folder = ''
  let application: ElectronApplication

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tieout-desktop-'))
    await buildInto(folder)
    // Beside the build what lies beside it in the project.
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    const manifest = { name: 'tieout', version, type: 'module', main: 'dist/main/app.js' }
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    for (const name of ['node_modules', 'assets']) symlinkSync(join(root, name), join(folder, name), 'junction')
    application = await launch(folder)
  })
  afterAll(async () => {
    await application.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('shows the page from its own scheme, without Node, with the bridge only', async () => {
    const page = await application.firstWindow()
    expect(page.url()).toMatch(/^app:\/\/tieout\//)
    const globals = await page.evaluate(() => ({
      bridge: Object.keys(globalThis.tieout ?? {}).toSorted(),
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
    }))
    expect(globals.node).toEqual([])
    expect(globals.bridge).toEqual(expect.arrayContaining(['connectEngine', 'filePath', 'onCommand', 'pickTarget']))
    await page.evaluate(() => window.open('https://elsewhere.example/'))
    expect(application.windows()).toHaveLength(1)
  })

  test('opens the sample book, and names it in the title of every window', async () => {
    const page = await application.firstWindow()
    await page.getByRole('button', { name: booksWording.sampleButton }).click()
    await bookShown(page)
    const opened = application.waitForEvent('window')
    await page.evaluate(() => globalThis.tieout?.newWindow())
    const second = await opened
    await bookShown(second)
    const titles = await application.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.getTitle()),
    )
    expect(titles).toHaveLength(2)
    expect(new Set(titles).size).toBe(1)
    expect(titles[0]).toContain('ample')
    await second.close()
  })

  test('goes on after its engine was killed', async () => {
    const page = await application.firstWindow()
    const engine = await application.evaluate(
      ({ app }) => app.getAppMetrics().find(({ type, name }) => type === 'Utility' && name === 'Tieout engine')?.pid,
    )
    expect(engine).toBeGreaterThan(0)
    process.kill(engine ?? 0, 'SIGKILL')
    await goTo(page, 'Data')
    await page.reload()
    await bookShown(page)
  })

  test('gives the engine a target only from the dialog', async () => {
    const page = await application.firstWindow()
    const target = join(folder, 'chosen.xlsx')
    await application.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath })
    }, target)
    expect(await page.evaluate(() => globalThis.tieout?.pickTarget('march.xlsx'))).toBe(target)
    await expect(page.evaluate(() => globalThis.tieout?.setZoom(99))).rejects.toThrow('Refused')
  })

  test('quits after the engine has closed the book', async () => {
    await application.close()
    const books = join(folder, 'data/books')
    expect(existsSync(books)).toBe(true)
    expect(readFileSync(join(folder, 'data/window/window.json'), 'utf8')).toContain('width')
    application = await launch(folder)
    const page = await application.firstWindow()
    await bookShown(page)
  })
})

/** Waits until the rail shows the open book's exceptions, with their number. */
async function bookShown(page: Page): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Exceptions \d+/ })
    .waitFor()
}

/** Starts the application that was built into this folder, with its data beside it. */
function launch(folder: string): Promise<ElectronApplication> {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  return _electron.launch({
    executablePath: program ?? '',
    args: [folder, ...(isRoot ? ['--no-sandbox'] : [])],
    env: { ...definedEnvironment(), TIEOUT_DATA: join(folder, 'data') },
  })
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** One sentence that says why the real application cannot be driven here; null where it can. */
function whyNot(): string | null {
  if (program === null) return 'Electron’s program is not installed here; `npx install-electron` fetches it'
  const hasDisplay = process.env['DISPLAY'] !== undefined || process.env['WAYLAND_DISPLAY'] !== undefined
  if (process.platform === 'linux' && !hasDisplay) return 'there is no display here; `xvfb-run` gives one'
  return null
}
