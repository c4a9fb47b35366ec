import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from '../../main/shells/content-security.ts'
import { type RawAnswer, type TestServing, requestText, sendRaw, startServing } from './serving.ts'

let web: TestServing
beforeAll(async () => {
  web = await startServing()
})
afterAll(() => web.end())

type Headers = Record<string, string | null>

async function ask(method: string, path: string, headers: Headers = {}, body?: string): Promise<RawAnswer> {
  const answer = await sendRaw(web.port, requestText(web.port, method, path, headers, body))
  expectGuarded(answer)
  return answer
}

/** Calls a procedure as the page does. */
function call(name: string, input?: unknown, headers: Headers = {}): Promise<RawAnswer> {
  const own = { authorization: `Bearer ${web.token}`, 'content-type': 'application/json' }
  return ask('POST', `/rpc/${name}`, { ...own, ...headers }, JSON.stringify({ json: input }))
}

function errorOf(answer: RawAnswer): { code: string; status: number; message: string } {
  return JSON.parse(answer.body).json
}

/** What holds for every answer, whatever it says. */
function expectGuarded({ headers }: RawAnswer): void {
  expect(headers['content-security-policy']).toMatch(
    /^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'$/,
  )
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['referrer-policy']).toBe('no-referrer')
  expect(headers['cross-origin-opener-policy']).toBe('same-origin')
  expect(headers['cross-origin-resource-policy']).toBe('same-origin')
  expect(headers['cross-origin-embedder-policy']).toBe('require-corp')
  expect(headers['permissions-policy']).toContain('camera=()')
  expect(headers['cache-control']).toBe('no-store')
  for (const name of Object.keys(headers)) expect(name).not.toMatch(/^access-control-|^x-powered-by$|^server$/)
}

describe('policy of the page', () => {
  it('is this one, in production and development', () => {
    expect(contentSecurityPolicy({ nonce: 'N', connect: 'self' })).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-N'; img-src 'self' data:; font-src 'self' data:; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(contentSecurityPolicy({ nonce: 'N', connect: 'self', development: true })).toBe(
      "default-src 'none'; script-src 'self' 'nonce-N'; style-src 'self' 'nonce-N'; img-src 'self' data:; " +
        "font-src 'self' data:; connect-src 'self' ws://127.0.0.1:* ws://localhost:*; worker-src blob:; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'",
    )
  })

  it('has a new nonce in each answer, the same in the page', async () => {
    const pages = [await ask('GET', '/'), await ask('GET', '/index.html')]
    const nonces = pages.map(({ headers, body }) => {
      const nonce = /'nonce-([^']{20,})'/.exec(headers['content-security-policy'] ?? '')?.[1] ?? ''
      expect(body).toBe(`<meta property="csp-nonce" nonce="${nonce}"><p>page</p>`)
      return nonce
    })
    expect(new Set(nonces).size).toBe(2)
  })
})

describe('address', () => {
  it('is exactly the one that was printed', async () => {
    const { port } = web
    const foreign = [
      'localhost',
      `localhost:${port}`,
      `127.0.0.1.evil.com:${port}`,
      `127.0.0.1:${port}.evil.com`,
      `evil.com`,
      `127.0.0.1`,
      `127.0.0.1:${port + 1}`,
      `127.0.0.2:${port}`,
      `[::1]:${port}`,
      `0.0.0.0:${port}`,
      `2130706433:${port}`,
      `127.1:${port}`,
      `user@127.0.0.1:${port}`,
      '',
    ]
    for (const host of foreign) {
      const answers = [
        await ask('GET', '/', { host }),
        await ask('POST', '/rpc/app/state', { host, authorization: `Bearer ${web.token}` }, '{}'),
      ]
      expect([host, ...answers.map(({ status }) => status)]).toEqual([host, 403, 403])
    }
    expect((await ask('GET', '/', { host: null })).status).toBe(403)
  })

  it('is named once', async () => {
    const own = `host: 127.0.0.1:${web.port}\r\n`
    for (const hosts of [`${own}host: evil.com\r\n`, `host: evil.com\r\n${own}`, `${own}${own}`]) {
      const answer = await sendRaw(web.port, `GET / HTTP/1.1\r\n${hosts}connection: close\r\n\r\n`)
      expectGuarded(answer)
      expect([400, 403]).toContain(answer.status)
    }
  })

  it('is not taken from the request line', async () => {
    expect((await ask('GET', 'http://evil.com/')).status).toBe(400)
    expect((await ask('OPTIONS', '*')).status).toBe(400)
  })

  it('is on loopback only', () => {
    expect(web.address).toBe(`http://127.0.0.1:${web.port}`)
  })
})

describe('origin', () => {
  it('of another site is refused, with the right token too', async () => {
    const foreign = [
      'http://evil.com',
      'null',
      `https://127.0.0.1:${web.port}`,
      `http://localhost:${web.port}`,
      `http://127.0.0.1:${web.port}.evil.com`,
      `http://127.0.0.1:${web.port + 1}`,
      'http://127.0.0.1',
      '',
    ]
    for (const origin of foreign) {
      const answers = [await call('app/state', undefined, { origin }), await ask('GET', '/', { origin })]
      expect([origin, ...answers.map(({ status }) => status)]).toEqual([origin, 403, 403])
    }
  })

  it('of the page itself, or none, is answered with the token', async () => {
    expect((await call('app/state', undefined, { origin: web.address })).status).toBe(200)
    expect((await call('app/state')).status).toBe(200)
  })

  it('is asked for by no preflight: there are no headers for other sites', async () => {
    const preflight = { origin: 'http://evil.com', 'access-control-request-method': 'POST' }
    expect((await ask('OPTIONS', '/rpc/app/state', preflight)).status).toBe(403)
    expect((await ask('OPTIONS', '/rpc/app/state', { ...preflight, origin: web.address })).status).toBe(405)
  })
})

describe('token', () => {
  it('is 256 random bits', () => {
    expect(Buffer.from(web.token, 'base64url')).toHaveLength(32)
    expect(web.url).toBe(`${web.address}/#${web.token}`)
  })

  it('is needed for everything but the page', async () => {
    const wrong = [null, '', 'Bearer', 'Bearer ', `Bearer ${web.token.slice(1)}`, `Bearer ${web.token}x`, web.token]
    const basic = `Basic ${Buffer.from(`x:${web.token}`).toString('base64')}`
    const places = [
      ['POST', '/rpc/app/state'],
      ['POST', '/rpc/no/such'],
      ['POST', '/uploads?name=a.csv'],
      ['POST', '/targets'],
      ['POST', '/downloads'],
      ['GET', '/alive'],
    ] as const
    for (const authorization of [...wrong, basic, `Bearer ${'A'.repeat(43)}`])
      for (const [method, path] of places) {
        const body = method === 'POST' ? '{}' : undefined
        const answer = await ask(method, path, { authorization, 'content-type': 'application/json' }, body)
        expect([authorization, path, answer.status]).toEqual([authorization, path, 401])
        expect(errorOf(answer).code).toBe('not-allowed')
      }
    // Not in the address either: there it would end up in histories and logs.
    expect((await ask('GET', `/alive?token=${web.token}`)).status).toBe(401)
    expect((await ask('GET', '/alive', { authorization: `Bearer ${web.token}` })).status).toBe(204)
  })

  it('is given for a code that works once, to the page itself', async () => {
    const code = web.startUrl().split('#start=')[1]
    const start = (origin: string | null, given: unknown): Promise<RawAnswer> =>
      ask('POST', '/start', { origin, 'content-type': 'application/json' }, JSON.stringify({ code: given }))
    expect((await start(null, code)).status).toBe(403)
    expect((await start('http://evil.com', code)).status).toBe(403)
    expect((await start(web.address, 'guess')).status).toBe(401)
    expect((await start(web.address, { $ne: '' })).status).toBe(400)
    const given = await start(web.address, code)
    expect([given.status, JSON.parse(given.body)]).toEqual([200, { token: web.token }])
    expect((await start(web.address, code)).status).toBe(401)
  })
})

describe('body of a call', () => {
  const own = (): Headers => ({ authorization: `Bearer ${web.token}`, 'content-type': 'application/json' })

  it('has 1 MB at most, announced or not', async () => {
    const big = JSON.stringify({ json: { message: 'x'.repeat(1024 * 1024) } })
    const announced = await ask('POST', '/rpc/app/logProblem', own(), big)
    expect([announced.status, errorOf(announced).code]).toEqual([413, 'wrong-usage'])

    const lied = await ask('POST', '/rpc/app/logProblem', { ...own(), 'content-length': '5000000000' }, '{"json":')
    expect(lied.status).toBe(413)

    const piece = 'x'.repeat(64 * 1024)
    const chunks = `${piece.length.toString(16)}\r\n${piece}\r\n`.repeat(20)
    const head = requestText(web.port, 'POST', '/rpc/app/logProblem', { ...own(), 'transfer-encoding': 'chunked' })
    const chunked = await sendRaw(web.port, `${head}${chunks}0\r\n\r\n`)
    expectGuarded(chunked)
    expect(chunked.status).toBe(413)
  })

  it('is read when it comes in chunks', async () => {
    const head = requestText(web.port, 'POST', '/rpc/app/state', { ...own(), 'transfer-encoding': 'chunked' })
    expect((await sendRaw(web.port, `${head}2\r\n{}\r\n0\r\n\r\n`)).status).toBe(200)
  })

  it('is JSON and nothing that a form of another site can send', async () => {
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/event-stream',
    ]
    for (const type of [...types, 'application/jsonp', 'application/json, text/plain'])
      expect([type, (await call('app/state', undefined, { 'content-type': type })).status]).toEqual([type, 415])
    expect((await call('app/state', undefined, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200)
    for (const body of ['{', 'x', '{"json":"\u{fffd}', '[1,2'])
      expect((await ask('POST', '/rpc/app/state', own(), body)).status).toBe(400)
    const head = requestText(web.port, 'POST', '/rpc/app/state', { ...own(), 'content-length': '3' })
    expect((await sendRaw(web.port, Buffer.concat([Buffer.from(head), Buffer.from([0x22, 0xff, 0x22])]))).status).toBe(
      400,
    )
  })

  it('of an odd shape is refused without harm', async () => {
    for (const body of [
      'null',
      '1',
      '"x"',
      '[]',
      '{"json":{"__proto__":{"x":1}}}',
      '{"json":1,"meta":[[1,"__proto__","x"]]}',
    ]) {
      const answer = await ask('POST', '/rpc/queries/columns', own(), body)
      expect([body, answer.status >= 400 && answer.status < 600]).toEqual([body, true])
    }
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
    expect((await call('app/state')).status).toBe(200)
  })
})

describe('path', () => {
  it('leads to no file outside the page', async () => {
    const outside = [
      '/../secret.json',
      '/assets/../../secret.json',
      '/%2e%2e/secret.json',
      '/%2E%2E%2Fsecret.json',
      '/assets/%2e%2e/%2e%2e/secret.json',
      '/..%2fsecret.json',
      '/../page-evil/secret.js',
      '/..%5csecret.json',
      '/..\\secret.json',
      '/%252e%252e/secret.json',
      '//etc/passwd',
      '/assets//app.js',
      '/assets/link.json',
      '/assets/.hidden.js',
      '/index.html%00.js',
      '/index.html\0',
      '/%',
      '/%ff',
      '/assets/app.js/',
      '/assets',
      '/assets/',
      '/INDEX.HTML/../../secret.json',
      '/C:/Windows/win.ini',
      '/file:///etc/passwd',
    ]
    for (const path of outside) {
      const answer = await ask('GET', path)
      expect([path, [400, 404].includes(answer.status)]).toEqual([path, true])
      expect(answer.body).not.toMatch(/secret"|hidden$|app\.js/)
    }
    expect((await ask('GET', '/assets/app.js')).body).toBe('export {}')
    expect((await ask('GET', '/assets/app.js?x=../../secret.json')).body).toBe('export {}')
  })

  it('has its methods and no other', async () => {
    const wrong: [string, string][] = [
      ['POST', '/'],
      ['DELETE', '/index.html'],
      ['PUT', '/assets/app.js'],
      ['GET', '/rpc/app/state'],
      ['GET', '/uploads'],
      ['GET', '/targets'],
      ['POST', '/alive'],
      ['HEAD', '/downloads/x'],
    ]
    const token = { authorization: `Bearer ${web.token}` }
    for (const [method, path] of wrong) expect([path, (await ask(method, path, token)).status]).toEqual([path, 405])
    for (const method of ['TRACE', 'PROPFIND', 'OPTIONS', 'PATCH'])
      expect([method, (await ask(method, '/', token)).status]).toEqual([method, 405])
    expect((await ask('CONNECT', 'evil.com:80')).status).toBe(405)
    expect((await ask('FLY', '/')).status).toBe(400)
    const head = await ask('HEAD', '/')
    expect([head.status, head.body]).toEqual([200, ''])
  })

  it('of something that is not there is a plain 404', async () => {
    expect((await ask('GET', '/no/such.js')).status).toBe(404)
    expect((await call('no/such')).status).toBe(404)
    expect((await call('__proto__/toString')).status).toBe(404)
    expect((await ask('GET', '/downloads/guess')).status).toBe(404)
  })

  it('and headers of bad manners end the connection', async () => {
    for (const text of ['\0\0\0', 'GET / HTTP/9.9\r\n\r\n', `GET / HTTP/1.1\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`]) {
      const answer = await sendRaw(web.port, text)
      expectGuarded(answer)
      expect([400, 431]).toContain(answer.status)
    }
    const smuggled = requestText(web.port, 'POST', '/rpc/app/state', { 'transfer-encoding': 'chunked' }, '0\r\n\r\n')
    expect((await sendRaw(web.port, smuggled)).status).toBe(400)
  })
})

describe('files of the machine', () => {
  const errorCode = async (name: string, input: unknown): Promise<string> => errorOf(await call(name, input)).code

  it('are read only where the page may have put them', async () => {
    writeFileSync(join(web.folder, 'report.csv'), 'a,b\n1,2\n')
    mkdirSync(join(web.dataFolder, 'books'), { recursive: true })
    symlinkSync(web.folder, join(web.dataFolder, 'books', 'out'))
    const outside = [
      '/etc/passwd',
      join(web.folder, 'report.csv'),
      join(web.dataFolder, 'settings.json'),
      join(web.dataFolder, 'books', '..', '..', 'report.csv'),
      join(web.dataFolder, 'books', 'out', 'report.csv'),
      `${join(web.dataFolder, 'books')}-evil/x.tieout`,
      'report.csv',
    ]
    for (const path of outside) {
      expect([path, await streamError('imports/recognise', { paths: [path] })]).toEqual([path, 'not-allowed'])
      expect([path, await streamError('imports/run', { paths: [path] })]).toEqual([path, 'not-allowed'])
      // A link in the folder of books was put there by its owner: a page cannot make one.
      if (path.includes('/out/')) continue
      expect([path, await errorCode('books/open', { path })]).toEqual([path, 'not-allowed'])
      expect([path, await errorCode('books/open', { path, create: true })]).toEqual([path, 'not-allowed'])
      expect([path, await errorCode('books/backups', { path })]).toEqual([path, 'not-allowed'])
      expect([path, await streamError('books/rebuild', { path })]).toEqual([path, 'not-allowed'])
    }
  })

  it('are written only where the server said', async () => {
    expect((await call('books/open', { path: join(web.dataFolder, 'books', 'own.tieout'), create: true })).status).toBe(
      200,
    )
    const target = await ask(
      'POST',
      '/targets',
      { authorization: `Bearer ${web.token}`, 'content-type': 'application/json' },
      JSON.stringify({ name: '../../up.xlsx' }),
    )
    const { path } = JSON.parse(target.body) as { path: string }
    expect(path.startsWith(join(web.dataFolder, 'uploads'))).toBe(true)
    const outside = [
      join(web.folder, 'x.xlsx'),
      join(web.dataFolder, 'books', 'own.tieout'),
      `${path}/../x.xlsx`,
      `${path}x`,
    ]
    for (const to of outside) {
      expect([to, await streamError('exports/workbook', { path: to })]).toEqual([to, 'not-allowed'])
      const rows = { name: 'exceptions', path: to, format: 'csv' }
      expect([to, await streamError('exports/rows', rows)]).toEqual([to, 'not-allowed'])
      expect(existsSync(to) && !to.endsWith('own.tieout')).toBe(false)
    }
    expect((await call('books/close')).status).toBe(200)
  })

  /** The code of the error that a job ends with, at once or in its stream. */
  async function streamError(name: string, input: unknown): Promise<string> {
    const answer = await call(name, input)
    return /"code":"([^"]+)"/.exec(answer.body)?.[1] ?? answer.body
  }
})

it('nothing of this was a mistake of the server', () => {
  expect(web.problems).toEqual([])
})
