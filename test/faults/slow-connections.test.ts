import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { requestText, sendRaw, startServing, type TestServing } from '../shells/serving.ts'

let web: TestServing
beforeAll(async () => {
  web = await startServing({ patience: { headers: 400, body: 400, silence: 1500 } })
})
afterAll(() => web.end())

const open = 'x'.repeat(10)

/** How each begins that never ends, sent without a token. */
const endless = (): Record<string, string> => {
  const { port, address } = web
  const start = { origin: address, 'content-type': 'application/json', connection: 'keep-alive' }
  return {
    nothing: '',
    'half a line': 'GET / HT',
    'half of the headers': `POST /start HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\norigin: `,
    'a body that was announced': requestText(port, 'POST', '/start', { ...start, 'content-length': '500' }) + open,
    'a body in pieces': `${requestText(port, 'POST', '/start', { ...start, 'transfer-encoding': 'chunked' })}a\r\n${open}\r\n`,
    'a body behind the page': requestText(port, 'GET', '/', { connection: 'keep-alive', 'content-length': '500' }),
    'a body behind a refusal': requestText(port, 'POST', '/rpc/app/state', { 'content-length': '500' }),
    'a body behind nothing': requestText(port, 'POST', '/none', { connection: 'keep-alive', 'content-length': '500' }),
    'nothing behind a page': requestText(port, 'GET', '/', { connection: 'keep-alive' }),
  }
}

/** Settles when the server has ended the connection. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('error', () => undefined)
    socket.resume()
    socket.once('close', () => resolve())
  })
}

describe('without a token', () => {
  it('no connection stays that sends no end, be there ever so many', async () => {
    const sockets = Object.values(endless()).flatMap((text) =>
      Array.from({ length: 10 }, () => {
        const socket = connect(web.port, '127.0.0.1')
        if (text !== '') socket.write(text)
        return socket
      }),
    )
    await Promise.race([Promise.all(sockets.map(closed)), wait(8000)])
    const left = sockets.filter(({ closed: isClosed }) => !isClosed)
    for (const socket of left) socket.destroy()
    expect(left.length).toBe(0)
    expect((await fetch(web.address)).status).toBe(200)
  })

  it('a body that drips is not waited for either', async () => {
    const socket = connect(web.port, '127.0.0.1')
    const ended = closed(socket)
    socket.write(endless()['a body in pieces'] ?? '')
    const drip = setInterval(() => socket.write('1\r\nx\r\n'), 50)
    const since = Date.now()
    await Promise.race([ended, wait(8000)])
    clearInterval(drip)
    socket.destroy()
    expect(Date.now() - since).toBeLessThan(6000)
  })

  it('a way in is asked for in a few letters', async () => {
    const head = { origin: web.address, 'content-type': 'application/json' }
    const long = await sendRaw(
      web.port,
      requestText(web.port, 'POST', '/start', head, JSON.stringify({ code: 'x'.repeat(2000) })),
    )
    expect(long.status).toBe(413)
    const announced = { ...head, 'content-length': '900000' }
    expect((await sendRaw(web.port, requestText(web.port, 'POST', '/start', announced))).status).toBe(413)
    const late = await sendRaw(web.port, requestText(web.port, 'POST', '/start', { ...head, 'content-length': '500' }))
    expect([late.status, JSON.parse(late.body).json.message]).toEqual([408, 'The body of the call did not come.'])
  })
})

describe('with the token', () => {
  const authorization = (): string => `Bearer ${web.token}`

  it('an upload may take longer than a call, as long as something comes', async () => {
    const socket = connect(web.port, '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
    const ended = new Promise((resolve) => socket.once('close', resolve))
    socket.write(
      requestText(web.port, 'POST', '/uploads?name=a.csv', {
        authorization: authorization(),
        'content-type': 'application/octet-stream',
        'content-length': '40',
      }),
    )
    for (let piece = 0; piece < 4; piece++) {
      await wait(300)
      socket.write(open)
    }
    await ended
    expect(answer).toMatch(/^HTTP\/1\.1 201 /)
  })

  it('an upload of which nothing comes any more is given up', async () => {
    const socket = connect(web.port, '127.0.0.1')
    const ended = closed(socket)
    socket.write(
      requestText(web.port, 'POST', '/uploads?name=b.csv', {
        authorization: authorization(),
        'content-type': 'application/octet-stream',
        'content-length': '40',
      }),
    )
    await Promise.race([ended, wait(8000)])
    expect(socket.closed).toBe(true)
  })

  it('a stream of events goes on for as long as somebody listens', async () => {
    const stop = new AbortController()
    const response = await fetch(`${web.address}/rpc/app/events`, {
      method: 'POST',
      headers: { authorization: authorization(), 'content-type': 'application/json' },
      body: '{}',
      signal: stop.signal,
    })
    const reader = response.body?.getReader()
    await reader?.read()
    await wait(2500)
    const change = await fetch(`${web.address}/rpc/settings/change`, {
      method: 'POST',
      headers: { authorization: authorization(), 'content-type': 'application/json' },
      body: JSON.stringify({ json: { theme: 'dark' } }),
    })
    expect(change.status).toBe(200)
    let text = ''
    while (!text.includes('settings')) text += new TextDecoder().decode((await reader?.read())?.value)
    expect(text).toContain('settings')
    stop.abort()
  })
})
