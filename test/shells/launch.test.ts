import { spawn } from 'node:child_process'
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const projectFolder = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'tieout-launch-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A project of its own, so that what it builds is its own too: the same sources and packages. */
beforeAll(() => {
  for (const name of ['main', 'shared', 'package.json', 'package-lock.json', 'tsconfig.json'])
    cpSync(join(projectFolder, name), join(folder, name), { recursive: true })
  mkdirSync(join(folder, 'node_modules'))
  for (const name of readdirSync(join(projectFolder, 'node_modules')))
    if (!name.startsWith('.tieout'))
      symlinkSync(join(projectFolder, 'node_modules', name), join(folder, 'node_modules', name), 'junction')
})

/** Runs what `npm run tieout` runs. */
function launch(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [join(folder, 'main/shells/launch.mjs'), 'cli', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TIEOUT_DATA: join(folder, 'data') },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })))
}

it('builds the program once for each state of the sources, and runs from them where they cannot be built', async () => {
  const built = 'Tieout is being built, once after each change of its sources.\n'
  const both = await Promise.all([launch('--version'), launch('--version')])
  for (const { code, stdout } of both) expect([code, stdout]).toEqual([0, '0.1.0\n'])
  // Nearly always both: one may have been ready before the other began.
  expect(both.map(({ stderr }) => stderr)).toContain(built)
  expect([built, '']).toEqual(expect.arrayContaining(both.map(({ stderr }) => stderr)))
  // One of them was faster; nothing of the other is left.
  expect(readdirSync(join(folder, 'node_modules/.tieout'))).toEqual([expect.stringMatching(/^programs-[0-9a-f]{16}$/)])
  expect(await launch('--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })

  // What the command line does not read, and is built with it.
  appendFileSync(join(folder, 'main/shells/web/main.ts'), '\n]')
  const { code, stdout, stderr } = await launch('--version')
  expect({ code, stdout }).toEqual({ code: 0, stdout: '0.1.0\n' })
  expect(stderr.startsWith(`${built}Tieout could not be built, so that it starts slowly from its sources: `)).toBe(true)
  expect(stderr).toContain('main/shells/web/main.ts')
  expect(readdirSync(join(folder, 'node_modules/.tieout'))).toHaveLength(1)
})
