import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, expect, it } from 'vitest'
import { openBook } from '../../main/database/open.ts'
import type { Client } from '../../renderer/connection/client.ts'
import { builtProgram } from '../packaging/programs.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieout-close-'))
mkdirSync(join(folder, 'page'))
writeFileSync(join(folder, 'page/index.html'), 'the page')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let child: ChildProcess | undefined
afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL')
    await new Promise((resolve) => child?.once('exit', resolve))
  }
})

interface Started {
  readonly client: Client
  readonly address: string
  readonly authorization: string
  /** Settles with the exit code. */
  readonly ended: Promise<number | null>
  readonly errors: () => string
}

/** Starts the web shell as a person does. */
async function start(data: string): Promise<Started> {
  const args = ['--data', data, '--page', join(folder, 'page'), '--no-open']
  const started = spawn(process.execPath, [await builtProgram('web'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child = started
  let [out, errors] = ['', '']
  started.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  started.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => started.once('exit', (code) => resolve(code)))
  while (!out.includes('\n') && started.exitCode === null) await wait(20)
  const [, address = '', token = ''] = /^Tieout is at (http:\/\/127\.0\.0\.1:\d+)\/#([\w-]{43})\n$/.exec(out) ?? []
  expect([out, errors]).toEqual([`Tieout is at ${address}/#${token}\n`, ''])
  const authorization = `Bearer ${token}`
  const client = createORPCClient<Client>(new RPCLink({ url: `${address}/rpc`, headers: { authorization } }))
  return { client, address, authorization, ended, errors: () => errors }
}

it.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
  '%s in the middle of an import leaves a whole book without it, no upload and nothing running',
  async (signal) => {
    const data = join(folder, signal)
    const { client, address, authorization, ended, errors } = await start(data)
    const book = join(data, 'books', 'own.tieout')
    await client.books.open({ path: book, create: true })
    const response = await fetch(`${address}/uploads?name=billed.csv`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/octet-stream' },
      body: 'x,y\n1,2\n',
    })
    expect(response.status).toBe(201)
    const events = await client.app.events()
    expect((await events.next()).value).toMatchObject({ type: 'ready' })
    const job = await client.imports.run({ paths: ['assets/sample'].map((path) => join(process.cwd(), path)) })
    expect((await job.next()).done).toBe(false)

    const startedAt = Date.now()
    child?.kill(signal)
    const rest = (async () => {
      for await (const _progress of job);
    })()
    await expect(rest).rejects.toBeInstanceOf(Error)
    expect(await ended).toBe(0)
    expect(Date.now() - startedAt).toBeLessThan(5000)
    expect(errors()).toBe('')
    expect(readdirSync(join(data, 'uploads'))).toEqual([])

    const again = await openBook(book, { create: false })
    const connection = await again.connect()
    expect(await connection.rows('select count(*)::integer as n from imports')).toEqual([{ n: 0 }])
    connection.close()
    await again.close()
    await expect(fetch(address)).rejects.toBeInstanceOf(Error)
  },
)

it('a page that is gone in the middle of an import takes it along', async () => {
  const data = join(folder, 'gone')
  const { client, ended } = await start(data)
  await client.books.open({ path: join(data, 'books', 'own.tieout'), create: true })
  const stop = new AbortController()
  const job = await client.imports.run({ paths: [join(process.cwd(), 'assets/sample')] }, { signal: stop.signal })
  expect((await job.next()).done).toBe(false)
  expect((await client.app.state()).job).toMatchObject({ kind: 'import' })
  stop.abort()
  // What was on its way before the end still arrives.
  const rest = (async () => {
    while (!(await job.next()).done);
  })()
  await expect(rest).rejects.toBeInstanceOf(Error)
  const end = Date.now() + 10_000
  while ((await client.app.state()).job !== null && Date.now() < end) await wait(50)
  const state = await client.app.state()
  expect([state.job, state.book?.empty]).toEqual([null, true])
  expect(await client.imports.history()).toEqual([])
  child?.kill('SIGTERM')
  expect(await ended).toBe(0)
})

it('a port that is taken is one sentence', async () => {
  const data = join(folder, 'taken')
  const { address, ended } = await start(data)
  const port = new URL(address).port
  const args = ['--data', join(folder, 'other'), '--port', port, '--no-open']
  const other = spawn(process.execPath, [await builtProgram('web'), ...args, '--page', folder])
  let text = ''
  other.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
  expect(await new Promise((resolve) => other.once('close', resolve))).toBe(2)
  expect(text).toBe(`The port ${port} is in use. Choose another one by --port, or leave it out.\n`)
  expect(readdirSync(join(folder, 'other', 'uploads'))).toEqual([])
  child?.kill('SIGTERM')
  expect(await ended).toBe(0)
})

it('wrong arguments are one sentence and code 2', async () => {
  for (const [args, sentence] of [
    [['--port', '70000'], /^70000 is not a port\. Known are .*\n$/],
    [['--fly'], /^Unknown option '--fly'.* Known are .*\n$/],
    [['book.tieout'], /Known are .*\n$/],
  ] as const) {
    const ended = spawn(process.execPath, [await builtProgram('web'), ...args])
    let text = ''
    ended.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()))
    expect(await new Promise((resolve) => ended.once('close', resolve))).toBe(2)
    expect(text).toMatch(sentence)
    expect(text.trim().split('\n')).toHaveLength(1)
  }
})
