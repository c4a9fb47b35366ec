import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { join, relative } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { safePart, safeParts } from '../../main/shells/web/file-names.ts'
import { type TestServing, requestText, startServing } from './serving.ts'

let web: TestServing
beforeAll(async () => {
  web = await startServing({ limits: { file: 1024 * 1024, keepFree: 0 } })
})
afterAll(() => web.end())

interface Answer {
  readonly status: number
  readonly path: string
  readonly message: string
}

async function upload(name: string, body: string | Uint8Array<ArrayBuffer>, batch?: string): Promise<Answer> {
  const query = new URLSearchParams({ name, ...(batch ? { batch } : {}) })
  const response = await fetch(`${web.address}/uploads?${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${web.token}`, 'content-type': 'application/octet-stream' },
    body,
  })
  const answer = (await response.json()) as { path?: string; json?: { message: string } }
  return { status: response.status, path: answer.path ?? '', message: answer.json?.message ?? '' }
}

async function post(path: string, body: unknown): Promise<{ status: number; answer: Record<string, string> }> {
  const response = await fetch(`${web.address}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${web.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, answer: (await response.json()) as Record<string, string> }
}

/** Every file below the folder of uploads, from its session's folder on. */
function files(): string[] {
  const root = join(web.dataFolder, 'uploads')
  const below = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? below(path) : [relative(root, path).split('/').slice(1).join('/')]
    })
  return below(root).toSorted()
}

describe('an upload', () => {
  it('lies under its name, byte for byte, where only its owner can read it', async () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256)
    const { status, path } = await upload('Größe 2026-03.csv', bytes)
    expect([status, path.endsWith('/1/Größe 2026-03.csv')]).toEqual([201, true])
    expect(new Uint8Array(readFileSync(path))).toEqual(bytes)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(web.dataFolder, 'uploads')).mode & 0o777).toBe(0o700)
  })

  it('of a folder keeps its names and gives the folder once', async () => {
    const names = ['march/2026-03-01/a.csv', 'march/2026-03-02/a.csv', 'march/meta.json']
    const paths = await Promise.all(names.map(async (name) => (await upload(name, name, 'folder')).path))
    expect(new Set(paths).size).toBe(1)
    const [root = ''] = paths
    expect(root.endsWith('/1/march')).toBe(true)
    for (const name of names) expect(readFileSync(join(root, '..', name), 'utf8')).toBe(name)
  })

  it('with a name that is taken goes beside the other', async () => {
    const answers = await Promise.all(['one', 'two', 'three'].map((text) => upload('same.csv', text, 'same')))
    expect(answers.map(({ path }) => readFileSync(path, 'utf8'))).toEqual(['one', 'two', 'three'])
    const inFolder = [
      await upload('x/a.csv', '1', 'mixed'),
      await upload('x', '2', 'mixed'),
      await upload('x', '3', 'mixed'),
    ]
    expect(inFolder.map(({ path }) => path.split('/mixed/')[1])).toEqual(['1/x', '2/x', '3/x'])
  })

  it('never leaves its folder, whatever its name', async () => {
    const names = [
      '../../../up.csv',
      '/etc/passwd',
      'C:\\Windows\\win.ini',
      '..\\..\\up.csv',
      '.ssh/config',
      '....//x.csv',
      '..',
    ]
    for (const name of names) {
      const { status, path } = await upload(name, 'x')
      const place = relative(join(web.dataFolder, 'uploads'), path)
      expect([name, status, place.startsWith('..') || place.startsWith('/')]).toEqual([name, 201, false])
      expect(place.split('/').slice(4).join('/')).not.toMatch(/(^|\/)\./)
    }
    for (const batch of ['../x', 'a/b', '', 'x'.repeat(65)])
      expect([batch, (await fetchStatus(`/uploads?name=a.csv&batch=${encodeURIComponent(batch)}`)).toString()]).toEqual(
        [batch, '400'],
      )
    expect((await upload('', 'x')).status).toBe(400)
    expect(existsSync(join(web.folder, 'up.csv')) || existsSync(join(web.dataFolder, 'up.csv'))).toBe(false)
  })

  it('above the limit is refused, announced or not, and leaves nothing', async () => {
    const before = files()
    const announced = await upload('big.csv', new Uint8Array(2 * 1024 * 1024))
    expect([announced.status, announced.message]).toEqual([413, expect.stringContaining('0 GB at most')])
    const streamed = await fetch(`${web.address}/uploads?name=big.csv`, {
      method: 'POST',
      headers: { authorization: `Bearer ${web.token}`, 'content-type': 'application/octet-stream' },
      body: new ReadableStream({
        pull(controller) {
          controller.enqueue(new Uint8Array(128 * 1024))
        },
      }),
      duplex: 'half',
    }).then(
      (response) => response.status,
      () => 413,
    )
    expect(streamed).toBe(413)
    expect(files()).toEqual(before)
  })

  it('that breaks off leaves nothing', async () => {
    const before = files()
    const head = requestText(web.port, 'POST', '/uploads?name=half.csv', {
      authorization: `Bearer ${web.token}`,
      'content-type': 'application/octet-stream',
      'content-length': '100000',
    })
    const socket = connect(web.port, '127.0.0.1')
    socket.write(`${head}only this much`)
    await until(() => files().length > before.length)
    socket.destroy()
    await until(() => files().length === before.length)
    expect(files()).toEqual(before)
  })

  it('is of one type only', async () => {
    const response = await fetch(`${web.address}/uploads?name=a.csv`, {
      method: 'POST',
      headers: { authorization: `Bearer ${web.token}`, 'content-type': 'text/plain' },
      body: 'x',
    })
    expect(response.status).toBe(415)
  })
})

it('a disk that is nearly full takes no upload', async () => {
  const full = await startServing({ limits: { file: 1024 * 1024, keepFree: Number.MAX_SAFE_INTEGER } })
  const response = await fetch(`${full.address}/uploads?name=a.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${full.token}`, 'content-type': 'application/octet-stream' },
    body: 'x',
  })
  expect([response.status, await response.json()]).toEqual([
    507,
    { json: expect.objectContaining({ code: 'file-unreadable', message: expect.stringContaining('not enough room') }) },
  ])
  await full.end()
})

describe('a written file', () => {
  it('comes once, by a ticket, under its name', async () => {
    const { answer: target } = await post('/targets', { name: 'März "2026".xlsx' })
    const path = target['path'] ?? ''
    expect(path.endsWith('/März _2026_.xlsx')).toBe(true)
    expect((await post('/downloads', { path })).status).toBe(404)
    const { writeFileSync } = await import('node:fs')
    writeFileSync(path, 'workbook')
    const { status, answer } = await post('/downloads', { path })
    expect([status, answer['url']]).toEqual([201, expect.stringMatching(/^\/downloads\/[\w-]{43}$/)])

    const download = await fetch(`${web.address}${answer['url']}`)
    expect([download.status, await download.text()]).toEqual([200, 'workbook'])
    expect(download.headers.get('content-type')).toBe('application/octet-stream')
    expect(download.headers.get('content-disposition')).toBe(
      `attachment; filename="M_rz _2026_.xlsx"; filename*=UTF-8''M%C3%A4rz%20_2026_.xlsx`,
    )
    await until(() => !existsSync(path))
    expect((await fetch(`${web.address}${answer['url']}`)).status).toBe(404)
    expect((await post('/downloads', { path })).status).toBe(403)
  })

  it('is one of the targets and no other file', async () => {
    const { path } = await upload('private.csv', 'x')
    for (const other of [path, '/etc/passwd', join(web.dataFolder, 'settings.json')])
      expect((await post('/downloads', { path: other })).status).toBe(403)
  })
})

describe('names', () => {
  it('stay as they are when they are harmless, for reports are recognised by them', () => {
    const name = 'a5c8_MONTHLY-billed_revenue 2026-03-15 (1).csv.gz'
    expect(safePart(name)).toBe(name)
    expect(safeParts('2026/03/x.csv')).toEqual(['2026', '03', 'x.csv'])
  })

  it('are made harmless on every system', () => {
    expect(safePart('CON')).toBe('_CON')
    expect(safePart('nul.csv')).toBe('_nul.csv')
    expect(safePart('a<b>:c|d?e*.csv')).toBe('a_b__c_d_e_.csv')
    expect(safePart('a\u0000b\n\u202ecsv.exe')).toBe('a_b__csv.exe')
    expect(safePart('ends. . ')).toBe('ends')
    expect(safePart('.hidden')).toBe('_hidden')
    expect(safePart('. .')).toBe('file')
    expect(safeParts('../..')).toEqual(['file'])
    expect(safeParts('a/../../b')).toEqual(['a', 'b'])
    expect(safeParts(Array.from({ length: 100 }, (_, index) => `${index}`).join('/'))).toHaveLength(32)
    const long = safePart(`${'ä'.repeat(500)}.csv`)
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(200)
    expect(long.endsWith('ä.csv')).toBe(true)
  })
})

describe('the folder of uploads', () => {
  it('is removed at the end, and at the start when another server left it', async () => {
    const own = await startServing()
    const root = join(own.dataFolder, 'uploads')
    const left = join(root, '999999999-gone')
    mkdirSync(join(left, 'files'), { recursive: true })
    const mine = readdirSync(root).find((name) => name.startsWith(`${process.pid}-`)) ?? ''
    const other = await startServing({ dataFolder: own.dataFolder })
    expect(existsSync(left)).toBe(false)
    // The other server's folder is in use.
    expect(existsSync(join(root, mine))).toBe(true)
    await other.end()
    await own.close()
    expect(readdirSync(root)).toEqual([])
    await own.end().catch(() => undefined)
  })
})

async function fetchStatus(path: string): Promise<number> {
  const response = await fetch(`${web.address}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${web.token}`, 'content-type': 'application/octet-stream' },
    body: 'x',
  })
  return response.status
}

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 5000
  while (!holds() && Date.now() < end) await wait(20)
  expect(holds()).toBe(true)
}
