import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { runApplication } from '../../main/shells/electron/application.ts'
import type { Surroundings } from '../../main/shells/electron/surroundings.ts'
import { type ChildDouble } from './app-double.ts'
import { createElectronDouble } from './electron-double.ts'
import { type WindowDouble } from './window-double.ts'

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-electron-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs the whole application on a double of Electron, up to its first window. */
export async function startApplication(surroundings: Partial<Surroundings> = {}) {
  const double = createElectronDouble()
  const folder = temporaryFolder()
  const lines: string[] = []
  const running = runApplication(double.electron, {
    platform: 'linux',
    dataFolder: join(folder, 'data'),
    booksFolder: null,
    pageFolder: join(folder, 'page'),
    preload: '/program/preload.cjs',
    engineScript: '/program/engine-process.js',
    sampleFolder: '/program/sample',
    arguments: [],
    workingDirectory: '/home/person',
    log: (line) => lines.push(line),
    ...surroundings,
  })
  const beforeReady = [...double.done]
  double.app.becomeReady()
  await running
  return {
    ...double,
    folder,
    lines,
    beforeReady,
    /** What the engine was told that a person chose: the right, then the paths. */
    granted: (): string[][] =>
      double.children
        .flatMap(({ received }) =>
          received.map(({ message }) => message as { type: string; right: string; paths: string[] }),
        )
        .filter(({ type }) => type === 'grant')
        .map(({ right, paths }) => [right, ...paths]),
    /** The first window, or the one with this number. */
    window: (number = 0): WindowDouble => present(double.windows[number]),
    /** The engine's process, or the one after so many restarts. */
    child: (number = 0): ChildDouble => present(double.children[number]),
  }
}

/** The value, where a test knows that there is one. */
export function present<Value>(value: Value | null | undefined): Value {
  if (value === undefined || value === null) throw new Error('Nothing is there.')
  return value
}
