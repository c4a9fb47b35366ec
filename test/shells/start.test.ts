import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { fetchElectron, findElectron } from '../../main/shells/electron-binary.ts'
import { hasDisplay } from '../../main/shells/web/open-browser.ts'
import { builtProgram } from '../packaging/programs.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieout-start-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const running: ChildProcess[] = []
afterEach(async () => {
  for (const child of running.splice(0))
    if (child.exitCode === null) {
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('exit', resolve))
    }
})

/** The text below, once it matches. */
async function shown(text: () => string, pattern: RegExp, milliseconds = 60_000): Promise<string> {
  const end = Date.now() + milliseconds
  while (!pattern.test(text()) && Date.now() < end) await wait(50)
  expect(text()).toMatch(pattern)
  return text()
}

describe('npm start without an Electron to be had', () => {
  it.skipIf(process.platform === 'win32')('says so in one line and opens the browser', async () => {
    // Where it would be fetched from, somebody else answers.
    const asked: string[] = []
    const mirror = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve))
    const programs = join(folder, 'programs')
    mkdirSync(programs)
    for (const name of ['xdg-open', 'open']) {
      writeFileSync(join(programs, name), `#!/bin/sh\nprintf %s "$1" > "${join(folder, 'opened')}"\n`)
      chmodSync(join(programs, name), 0o755)
    }
    const page = join(folder, 'page')
    mkdirSync(page)
    writeFileSync(join(page, 'index.html'), 'the page')

    const program = await builtProgram('start')
    const startedAt = Date.now()
    const child = spawn(process.execPath, [program, '--page', page], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        TIEOUT_DATA: join(folder, 'data'),
        DISPLAY: ':97',
        PATH: `${programs}${delimiter}${process.env['PATH']}`,
        ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'no-electron'),
        ELECTRON_MIRROR: `http://127.0.0.1:${(mirror.address() as AddressInfo).port}/`,
        electron_config_cache: join(folder, 'cache'),
      },
    })
    running.push(child)
    const [out, err] = [collect(child, 'stdout'), collect(child, 'stderr')]
    await shown(out, /\n/)
    expect(Date.now() - startedAt).toBeLessThan(20_000)
    expect(err()).toBe('Electron is not installed and could not be fetched. Tieout opens in the browser instead.\n')
    expect(asked.length).toBeGreaterThan(0)
    const [, url = ''] = /^Tieout is at (http:\/\/127\.0\.0\.1:\d+)\/#[\w-]{43}\n$/.exec(out()) ?? []
    expect(await (await fetch(url)).text()).toBe('the page')
    // Everybody on the machine can read with what a program was started, so the token is not in it.
    const opened = (): string =>
      existsSync(join(folder, 'opened')) ? readFileSync(join(folder, 'opened'), 'utf8') : ''
    await shown(opened, /#start=[\w-]{43}$/)
    expect(opened().startsWith(`${url}/#start=`)).toBe(true)
    expect(out()).not.toContain(opened().slice(-43))
    child.kill('SIGTERM')
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0)
    mirror.close()
  })
})

describe('Electron', () => {
  /** A package like Electron's, whose install script is this. */
  function packageWith(script: string): string {
    const made = mkdtempSync(join(folder, 'electron-'))
    writeFileSync(join(made, 'package.json'), '{"type":"commonjs"}')
    writeFileSync(join(made, 'install.js'), script)
    return made
  }

  it('is fetched by its own script, in silence', async () => {
    const made = packageWith(`
      const fs = require('node:fs'); const path = require('node:path')
      console.log('noise'); console.error('noise')
      fs.writeFileSync(path.join(require('node:os').tmpdir(), 'download'), 'x')
      fs.mkdirSync(path.join(__dirname, 'dist'))
      setTimeout(() => {
        fs.writeFileSync(path.join(__dirname, 'dist', 'electron'), '')
        fs.writeFileSync(path.join(__dirname, 'path.txt'), 'electron')
      }, 600)`)
    expect(findElectron(made)).toBeNull()
    let starts = 0
    const program = await fetchElectron(made, { idle: 20_000, onStart: () => (starts += 1) })
    expect([program, starts]).toEqual([join(made, 'dist/electron'), 1])
    expect(findElectron(made)).toBe(program)
  })

  it('is given up when nothing comes any more', async () => {
    const made = packageWith('setInterval(() => undefined, 1000)')
    const startedAt = Date.now()
    expect(await fetchElectron(made, { idle: 500 })).toBeNull()
    expect(Date.now() - startedAt).toBeLessThan(5000)
  })

  it('is not there after a script that failed, or without one', async () => {
    expect(await fetchElectron(packageWith('process.exit(1)'), { idle: 5000 })).toBeNull()
    expect(await fetchElectron(join(folder, 'nothing'), { idle: 5000 })).toBeNull()
    const withoutProgram = packageWith('')
    writeFileSync(join(withoutProgram, 'path.txt'), 'electron')
    expect(findElectron(withoutProgram)).toBeNull()
  })
})

describe('a display', () => {
  it('is what a window needs', () => {
    expect(hasDisplay({}, 'linux')).toBe(false)
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true)
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
    expect(hasDisplay({}, 'win32')).toBe(true)
    expect(hasDisplay({ SSH_CONNECTION: 'x' }, 'darwin')).toBe(false)
  })
})

function collect(child: ChildProcess, stream: 'stdout' | 'stderr'): () => string {
  let text = ''
  child[stream]?.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  return () => text
}
