import ExcelJS from 'exceljs'
import { spawn } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pageResponse } from '../../main/shells/electron/protocol.ts'
import type { HostCommand } from '../../shared/host.ts'
import { type Bridge, type EngineState, portMessage } from '../../shared/bridge.ts'
import { buildInto } from '../packaging/pack.ts'
import { type PackedEngine, startPackedEngine } from '../packaging/packed-engine.ts'
import { patience, startBrowser } from './browser.ts'
import { cellsOf, goTo } from './screens.ts'

// The built page and the built engine of the desktop application, joined in a browser as Electron joins them: the page comes
// by the same answers with the same policy, a stand-in gives it the bridge, and a port leads to the engine's process.

declare global {
  var tieoutTest: {
    fromEngine(message: unknown): void
    engine(state: EngineState): void
    command(command: HostCommand): void
    /** What the page said that it works at. */
    works: unknown[]
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const origin = 'https://tieout'
const titles: string[] = []
const shownInFolder: string[] = []
const complaints: string[] = []
let grants = 0
const foreignRequests: string[] = []
let folder: string
let browser: Browser
let page: Page
let engine: PackedEngine

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-page-'))
  await buildInto(folder)
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  browser = await startBrowser()
  page = await browser.newPage({ viewport: { width: 1280, height: 720 }, locale: 'en-US' })
  page.setDefaultTimeout(patience)
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.route('**/*', async (route) => {
    const request = route.request()
    if (!request.url().startsWith(`${origin}/`)) {
      foreignRequests.push(request.url())
      return route.abort()
    }
    const address = request.url().replace(origin, 'app://tieout')
    const response = await pageResponse(join(folder, 'dist/renderer'), { method: request.method(), url: address })
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
  })
  await page.exposeFunction('postToEngine', (message: unknown) => {
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
    engine.port.postMessage(message)
  })
  await page.exposeFunction('chooseTarget', async (name: string) => {
    const path = join(folder, 'exports', name)
    grants += 1
    const id = grants
    engine.say({ type: 'grant', id, right: 'write', paths: [path] })
    while (!engine.said.some((told) => told.type === 'granted' && told.id === id))
      await new Promise((resolve) => setTimeout(resolve, 20))
    return path
  })
  await page.exposeFunction('noteShown', (path: string) => void shownInFolder.push(path))
  await page.exposeFunction('noteTitle', (title: string) => void titles.push(title))
  await page.addInitScript(standIn, portMessage)
  await startEngine()
  await page.goto(`${origin}/index.html`)
})

afterAll(async () => {
  await engine?.finish()
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function startEngine(): Promise<void> {
  engine = await startPackedEngine(folder, {
    dataFolder: join(folder, 'data'),
    sampleFolder: join(root, 'assets/sample'),
    version: '1.2.3',
    booksFolder: join(folder, 'books'),
    reopen: true,
  })
  engine.port.on('message', async (event) => {
    try {
      await page.evaluate((message) => tieoutTest.fromEngine(message), event?.data as string)
    } catch (error) {
      if (!page.isClosed()) throw error
    }
  })
}

/** In the page, before its own scripts: what the preload does with Electron's help. */
function standIn(message: string): void {
  const listeners = new Set<(state: EngineState) => void>()
  const global = globalThis as unknown as {
    postToEngine(message: unknown): void
    noteTitle(title: string): void
    noteShown(path: string): void
    chooseTarget(name: string): Promise<string>
    tieout: Bridge
  }
  let near: MessagePort | null = null
  const works: unknown[] = []
  const commands = new Set<Parameters<Bridge['onCommand']>[0]>()
  globalThis.tieoutTest = {
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
    fromEngine: (received) => near?.postMessage(received),
    engine: (state) => {
      // The port of a dead engine says nothing here: this word may come before its end does.
      for (const listener of listeners) listener(state)
    },
    command: (command) => {
      for (const listener of commands) listener(command)
    },
    works,
  }
  const nothing = async (): Promise<never[]> => []
  const nowhere = async (): Promise<null> => null
  global.tieout = {
    platform: 'linux',
    filePath: async () => '',
    connectEngine: async () => {
      const channel = new MessageChannel()
      near = channel.port1
      near.addEventListener('message', ({ data }) => global.postToEngine(data))
      near.start()
      window.postMessage(message, location.origin, [channel.port2])
    },
    restartEngine: async () => undefined,
    pickFiles: nothing,
    pickFolder: nothing,
    pickBook: nowhere,
    pickNewBook: nowhere,
    pickTarget: (name) => global.chooseTarget(name),
    showInFolder: async (path) => {
      global.noteShown(path)
      return true
    },
    openLogFolder: async () => false,
    setZoom: async () => undefined,
    setTitle: async (title) => global.noteTitle(title),
    setTheme: async () => undefined,
    setWork: async (work) => void works.push(work),
    newWindow: async () => undefined,
    onEngine: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onCommand: (listener) => {
      commands.add(listener)
      return () => commands.delete(listener)
    },
  }
}

test('a person gets from an empty window to the sample book, by the bridge alone', async () => {
  await page.getByRole('button', { name: 'Open the sample book' }).click()
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Exceptions \d+/ })
    .waitFor()
  await goTo(page, 'Exceptions')
  await expect.poll(() => cellsOf(page, 'exception')).not.toEqual([])
  expect(titles.at(-1)).toMatch(/sample/i)
})

// Elsewhere there is no such program to copy.
test.skipIf(process.platform !== 'linux')(
  'a workbook that another program holds is not replaced: the export goes on under another name',
  async () => {
    await goTo(page, 'Export')
    const name = await page.getByRole('textbox', { name: 'File name' }).inputValue()
    const held = join(folder, 'exports', name)
    mkdirSync(join(folder, 'exports'))
    // A program that runs is a file that cannot be written, for anybody.
    copyFileSync('/bin/sleep', held)
    const holder = spawn(held, ['600'], { stdio: 'ignore' })
    try {
      await page.getByRole('button', { name: 'Export…' }).click()
      const problem = page.getByRole('main').getByRole('alert')
      await problem.getByText('The file is open in another program').waitFor()
      await problem.getByRole('button', { name: /^Export as / }).click()
      await page.getByText('The workbook is written').waitFor()
    } finally {
      holder.kill()
    }
    await page.getByRole('main').getByRole('button', { name: 'Show in folder' }).first().click()
    await expect.poll(() => shownInFolder).toHaveLength(1)
    expect(shownInFolder[0]).not.toBe(held)
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(shownInFolder[0] ?? '')
    expect(workbook.worksheets[0]?.name).toBe('Summary')
    await goTo(page, 'Exceptions')
  },
)

test('an engine that dies and comes back is found again, with its book', async () => {
  const firstRows = async (): Promise<string[]> => (await cellsOf(page, 'explanation')).slice(0, 5)
  await expect.poll(async () => (await firstRows()).filter(Boolean).length).toBe(5)
  const before = await firstRows()
  // It no longer answers, and then dies with calls under way.
  engine.pause()
  await goTo(page, 'Uncollected funds')
  await goTo(page, 'Data')
  await page.waitForTimeout(500)
  await engine.kill()
  await page.evaluate(() => tieoutTest.engine({ state: 'restarting', exitCode: 137 }))
  await page.getByRole('alert').waitFor()
  await startEngine()
  await page.evaluate(() => tieoutTest.engine({ state: 'ready' }))
  await page.getByRole('alert').waitFor({ state: 'detached' })
  await expect.poll(() => page.locator('.ag-root [row-index="0"]').count()).toBeGreaterThan(0)
  await goTo(page, 'Uncollected funds')
  await page.locator('.ag-root [row-index="0"] [role="gridcell"]').first().waitFor()
  await goTo(page, 'Exceptions')
  await expect.poll(firstRows).toEqual(before)
})

test('what the new engine does is heard of, too', async () => {
  await page.keyboard.press('Control+z')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Take out' }).click()
  await page
    .getByText(/book is empty/)
    .first()
    .waitFor()
})

test('reports that are opened from outside are listed, also those that come in the middle of an import', async () => {
  const open = async (name: string): Promise<void> => {
    const path = join(root, 'assets/sample', name)
    grants += 1
    engine.say({ type: 'grant', id: grants, right: 'read', paths: [path] })
    await page.evaluate((paths) => tieoutTest.command({ type: 'take-files', paths }), [path])
  }
  const list = page.getByRole('table', { name: 'Files to import' })
  await open('disbursement_report_2026-08-13.csv')
  await page.getByRole('button', { name: 'Import 1 file' }).click()
  await expect.poll(() => page.evaluate(() => tieoutTest.works.length)).toBeGreaterThan(1)
  await open('usage_2026-08-12.tsv')
  await list.getByText('usage_2026-08-12.tsv').waitFor()
  await page.getByRole('button', { name: 'Import 1 file' }).waitFor()
  const works = await page.evaluate(() => tieoutTest.works as ({ kind: string } | null)[])
  expect(works.map((work) => work?.kind)).toContain('import')
  expect(works.at(-1)).toBe(null)
})

test('nothing was asked of anybody else, and nothing broke the policy', () => {
  expect(foreignRequests).toEqual([])
  expect(complaints).toEqual([])
})
