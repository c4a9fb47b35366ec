import { type ClientContext, type ClientLink, ORPCError } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import { createLink } from '../../renderer/connection/link.ts'
import { PageError, connectionLost, problemOf } from '../../renderer/connection/problem.ts'
import { createStateStore, whenConnected } from '../../renderer/connection/state.ts'

type Link = ClientLink<ClientContext>

/** A link whose calls come to this. */
function linkTo(call: () => unknown): Link {
  return { call: async () => call() }
}

function lineTo(link: Link | null, isLoss: (error: unknown) => boolean = () => true) {
  const lost: Link[] = []
  return { lost, link: createLink({ current: () => link, onLost: (broken) => lost.push(broken), isLoss }) }
}

describe('a call', () => {
  it('without a connection fails at once instead of waiting', async () => {
    await expect(lineTo(null).link.call(['app', 'state'], undefined, { context: {} })).rejects.toMatchObject({
      code: 'connection-lost',
    })
  })

  it('that breaks off is a lost connection; an error of the core is not', async () => {
    const broken = linkTo(() => {
      throw new TypeError('network error')
    })
    const { link, lost } = lineTo(broken)
    await expect(link.call([], undefined, { context: {} })).rejects.toMatchObject({ code: 'connection-lost' })
    expect(lost).toEqual([broken])

    const refused = new ORPCError('book-locked', { message: 'The book is open elsewhere.' })
    const other = lineTo(
      linkTo(() => {
        throw refused
      }),
    )
    await expect(other.link.call([], undefined, { context: {} })).rejects.toBe(refused)
    expect(other.lost).toEqual([])
  })

  it('that the page itself ended is not lost', async () => {
    const stop = new AbortController()
    stop.abort()
    const { link, lost } = lineTo(
      linkTo(() => {
        throw stop.signal.reason
      }),
    )
    const error: unknown = await link
      .call([], undefined, { context: {}, signal: stop.signal })
      .catch((caught) => caught)
    expect([problemOf(error).code, lost]).toEqual(['cancelled', []])
  })

  it('with a mistake of ours keeps it', async () => {
    const mistake = new RangeError('too deep')
    const { link, lost } = lineTo(
      linkTo(() => {
        throw mistake
      }),
      () => false,
    )
    await expect(link.call([], undefined, { context: {} })).rejects.toBe(mistake)
    expect(lost).toEqual([])
  })
})

describe('a stream', () => {
  async function* pieces(end: 'done' | Error): AsyncGenerator<number, string> {
    yield 1
    yield 2
    if (end !== 'done') throw end
    return 'all'
  }

  async function read(link: Link): Promise<unknown[]> {
    const stream = (await link.call([], undefined, { context: {} })) as AsyncIterator<unknown, unknown>
    const seen: unknown[] = []
    for (;;) {
      const step = await stream.next()
      seen.push(step.value)
      if (step.done) return seen
    }
  }

  it('comes through with its result', async () => {
    expect(await read(lineTo(linkTo(() => pieces('done'))).link)).toEqual([1, 2, 'all'])
  })

  it('that breaks off in the middle is a lost connection', async () => {
    const { link, lost } = lineTo(linkTo(() => pieces(new TypeError('network error'))))
    await expect(read(link)).rejects.toMatchObject({ code: 'connection-lost' })
    expect(lost).toHaveLength(1)
  })

  it('that the core ends with an error has that error', async () => {
    const { link, lost } = lineTo(linkTo(() => pieces(new ORPCError('cancelled', { message: 'Cancelled.' }))))
    await expect(read(link)).rejects.toMatchObject({ code: 'cancelled', message: 'Cancelled.' })
    expect(lost).toEqual([])
  })
})

describe('a problem', () => {
  it('has a code of the closed list, a sentence and plain facts', () => {
    const error = new ORPCError('book-locked', {
      message: 'Open elsewhere.',
      data: { book: 'a.tieout', pid: 7, x: {} },
    })
    expect(problemOf(error)).toEqual({
      code: 'book-locked',
      message: 'Open elsewhere.',
      details: { book: 'a.tieout', pid: 7 },
    })
    expect(problemOf(new ORPCError('BAD_REQUEST', { message: 'Input validation failed' })).code).toBe('wrong-usage')
    expect(problemOf(new ORPCError('UNAUTHORIZED')).code).toBe('not-allowed')
    expect(problemOf(new ORPCError('SOMETHING_ELSE')).code).toBe('internal')
    expect(problemOf(connectionLost()).code).toBe('connection-lost')
    expect(problemOf(new PageError('file-unreadable', 'Where is it?'))).toMatchObject({ message: 'Where is it?' })
    expect(problemOf('text')).toEqual({ code: 'internal', message: 'text', details: {} })
    expect(problemOf(new Error('')).message).not.toBe('')
  })
})

describe('the state of the connection', () => {
  it('tells its changes, and who waits for it', async () => {
    const state = createStateStore('lost')
    const seen: string[] = []
    const unsubscribe = state.subscribe(() => seen.push(state.get()))
    const waiting = whenConnected(state)
    state.set('lost')
    state.set('connected')
    await waiting
    unsubscribe()
    state.set('stopped')
    expect(seen).toEqual(['connected'])
    await expect(whenConnected(state)).rejects.toThrow('stopped')
    const stop = new AbortController()
    state.set('lost')
    const given = whenConnected(state, stop.signal)
    stop.abort()
    await expect(given).rejects.toMatchObject({ name: 'AbortError' })
  })
})
