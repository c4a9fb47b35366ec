import { ORPCError } from '@orpc/client'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Transport, directTransport, portTransport, webTransport } from './transports.ts'

const sample = join(import.meta.dirname, '../../assets/sample')
/** One file of each kind that the calls look at, an archive among them. */
const reports = [
  'Billed_revenue_1786611660000.csv',
  'monthly_revenue_billing_and_revenue_data_2026-06-15.csv',
  'disbursement_2026-06-13.zip',
].map((name) => join(sample, name))

const transports: Transport[] = []
beforeAll(async () => {
  transports.push(await directTransport(), await portTransport(), await webTransport())
})
afterAll(async () => {
  for (const transport of transports) await transport.close()
})

/** What came of a call: a result, how many pieces came before it, or the error as it crossed. */
type Outcome = { readonly result: unknown; readonly pieces?: number | string } | { readonly error: unknown }

type Call = (transport: Transport) => Promise<unknown>

/** Every procedure at least once, each kind of error, in an order that makes sense with one book. */
const calls: readonly (readonly [name: string, call: Call])[] = [
  ['app.state before a book', ({ client }) => client.app.state()],
  ['app.logProblem', ({ client }) => client.app.logProblem({ message: 'a mistake of the page' })],
  ['settings.get', ({ client }) => client.settings.get()],
  ['settings.change', ({ client }) => client.settings.change({ theme: 'dark', zoom: 1.25, privacy: true })],
  ['settings.change of a wrong shape', ({ client }) => client.settings.change({ zoom: 99 })],
  ['queries.page without a book', ({ client }) => client.queries.page({ name: 'controls', offset: 0, limit: 10 })],
  ['imports.run without a book', ({ client }) => client.imports.run({ paths: reports })],
  ['books.open of none', ({ client, dataFolder }) => client.books.open({ path: book(dataFolder, 'none') })],
  ['imports.recognise', ({ client }) => client.imports.recognise({ paths: reports })],
  ['books.open', ({ client, dataFolder }) => client.books.open({ path: book(dataFolder, 'own'), create: true })],
  ['queries.page of an empty book', ({ client }) => client.queries.page({ name: 'controls', offset: 0, limit: 10 })],
  ['imports.run', ({ client }) => client.imports.run({ paths: reports })],
  ['imports.run again', ({ client }) => client.imports.run({ paths: reports })],
  ['imports.history', ({ client }) => client.imports.history()],
  ['imports.undoPreview', ({ client }) => client.imports.undoPreview({ importId: 1 })],
  ['imports.undo of none', ({ client }) => client.imports.undo({ importId: 99 })],
  ['imports.undo', ({ client }) => client.imports.undo({ importId: 1 })],
  ['imports.redo', ({ client }) => client.imports.redo()],
  ['imports.redo of nothing', ({ client }) => client.imports.redo()],
  ['books.configure', ({ client }) => client.books.configure({ tolerance: '0.05' })],
  ['books.configure of a wrong shape', ({ client }) => client.books.configure({ tolerance: '-1' })],
  ['reconciliation.run', ({ client }) => client.reconciliation.run({})],
  ['reconciliation.status', ({ client }) => client.reconciliation.status({})],
  ['queries.list', ({ client }) => client.queries.list()],
  ['queries.columns', ({ client }) => client.queries.columns({ name: 'reconciliation' })],
  ['queries.columns of none', ({ client }) => client.queries.columns({ name: 'reconcilation' })],
  ...['reconciliation', 'cash_application', 'uncollected_funds', 'exceptions', 'controls', 'coverage', 'dis1'].map(
    (name) =>
      [`queries.page of ${name}`, ({ client }) => client.queries.page({ name, offset: 0, limit: 100 })] as [
        string,
        Call,
      ],
  ),
  [
    'queries.page sorted, filtered and searched',
    ({ client }) =>
      client.queries.page({
        name: 'reconciliation',
        filters: [
          { operator: 'equals', column: 'currency', value: 'USD' },
          { operator: 'greater', column: 'billed_net', value: '10.00' },
        ],
        search: 'a',
        orderBy: [{ column: 'billed_net', descending: true }],
        offset: 5,
        limit: 20,
      }),
  ],
  [
    'queries.page by a column that is not there',
    ({ client }) =>
      client.queries.page({
        name: 'controls',
        orderBy: [{ column: 'no_such; drop table files' }],
        offset: 0,
        limit: 1,
      }),
  ],
  ['queries.page of too many rows', ({ client }) => client.queries.page({ name: 'controls', offset: 0, limit: 5000 })],
  ['queries.totals', ({ client }) => client.queries.totals({ name: 'reconciliation' })],
  ['queries.facets', ({ client }) => client.queries.facets({ name: 'reconciliation', column: 'state' })],
  ['queries.text as CSV', ({ client }) => client.queries.text({ name: 'exceptions', format: 'csv' })],
  ['queries.text as JSON', ({ client }) => client.queries.text({ name: 'controls', format: 'json' })],
  ['queries.keyDetails', async ({ client }) => client.queries.keyDetails(await firstKey(client))],
  ['queries.fileLine', async ({ client }) => client.queries.fileLine(await firstLine(client))],
  ['queries.overview', ({ client }) => client.queries.overview()],
  ['exports.workbook', async (transport) => exported(transport, await transport.target('book.xlsx'))],
  [
    'exports.rows',
    async ({ client, target }) => {
      const path = await target('rows.csv')
      const job = await client.exports.rows({ name: 'exceptions', path, format: 'csv' })
      return { answer: await outcomeOf(async () => job), text: readFileSync(path, 'utf8') }
    },
  ],
  ['books.backUp', ({ client }) => client.books.backUp()],
  ['books.backups', ({ client, dataFolder }) => client.books.backups({ path: book(dataFolder, 'own') })],
  ['books.close', ({ client }) => client.books.close()],
  ['books.openSample', ({ client }) => client.books.openSample()],
  ['books.forget', ({ client, dataFolder }) => client.books.forget({ path: book(dataFolder, 'own') })],
  ['app.state with a book', ({ client }) => client.app.state()],
]

describe('a call comes to the same, directly, over a message port and over HTTP', () => {
  it.each(calls)('%s', async (_name, call) => {
    const [direct, ...others] = await Promise.all(
      transports.map(async (transport) => [transport.name, plain(await outcomeOf(() => call(transport)), transport)]),
    )
    for (const [name, outcome] of others) expect([name, outcome]).toEqual([name, direct?.[1]])
  })

  it('and errors have their code, sentence and facts', async () => {
    for (const transport of transports) {
      const { client } = transport
      const unknown = await outcomeOf(() => client.queries.columns({ name: 'reconcilation' }))
      expect(unknown).toMatchObject({
        error: { code: 'wrong-usage', status: 400, defined: true, message: expect.stringContaining('reconciliation') },
      })
    }
  })
})

describe.each([0, 1, 2])('a job on transport %i', (index) => {
  const transport = (): Transport => transports[index] ?? fail()

  it('tells its progress, and every listener that it runs', async () => {
    const { client, dataFolder } = transport()
    await client.books.open({ path: book(dataFolder, 'jobs'), create: true })
    const stop = new AbortController()
    const events = await client.app.events(undefined, { signal: stop.signal })
    expect((await events.next()).value).toMatchObject({ type: 'ready' })
    const job = await client.imports.run({ paths: reports })
    const first = await job.next()
    expect(first).toMatchObject({
      done: false,
      value: {
        step: expect.any(String),
        done: expect.any(Number),
        unit: expect.stringMatching(/^(?:bytes|rows|steps)$/),
      },
    })
    expect((await events.next()).value).toMatchObject({ type: 'job' })
    await job.return(undefined)
    await untilIdle(client)
    stop.abort()
  })

  it.each(['by its signal', 'by leaving the loop'])('is cancelled %s; the book is as before', async (way) => {
    const { client } = transport()
    const before = await client.app.state()
    const stop = new AbortController()
    const job = await client.imports.run({ paths: reports }, { signal: stop.signal })
    await job.next()
    if (way === 'by its signal') {
      stop.abort()
      await expect(drain(job)).rejects.toBeInstanceOf(Error)
    } else await job.return(undefined)
    await untilIdle(client)
    const after = await client.app.state()
    expect([after.book?.empty, after.undo]).toEqual([before.book?.empty, before.undo])
    expect(await client.imports.history()).toEqual([])
  })

  it('goes on where nothing was cancelled', async () => {
    const { client } = transport()
    const outcome = await outcomeOf(() => client.imports.run({ paths: reports }))
    expect(outcome).toMatchObject({ result: { importId: 1 }, pieces: expect.any(Number) })
    expect((await client.app.state()).book).toMatchObject({ empty: false })
  })
})

it('a connection that breaks off takes its job along', async () => {
  for (const transport of [await portTransport(), await webTransport()]) {
    const { client, dataFolder } = transport
    await client.books.open({ path: book(dataFolder, 'dropped'), create: true })
    const job = await client.imports.run({ paths: reports })
    await job.next()
    transport.drop?.()
    await expect(drain(job)).rejects.toBeInstanceOf(Error)
    await transport.close()
    const again = await directTransport()
    await again.close()
  }
})

function book(dataFolder: string, name: string): string {
  return join(dataFolder, 'books', `${name}.tieout`)
}

async function exported({ client }: Transport, path: string): Promise<unknown> {
  const outcome = await outcomeOf(() => client.exports.workbook({ path }))
  return { outcome, bytes: readFileSync(path).subarray(0, 2).toString() }
}

async function firstKey(client: Transport['client']): Promise<{ transaction_reference: string; currency: string }> {
  const { rows } = await client.queries.page({ name: 'exceptions', offset: 0, limit: 50 })
  const row = rows.find((one) => one['transaction_reference'] !== null)
  return { transaction_reference: String(row?.['transaction_reference']), currency: String(row?.['currency']) }
}

async function firstLine(client: Transport['client']): Promise<{ sha256: string; line: number }> {
  const { rows } = await client.queries.page({ name: 'dis1', offset: 0, limit: 1 })
  return { sha256: String(rows[0]?.['sha256']), line: Number(rows[0]?.['line']) }
}

/** Runs a call to its end; a stream to the end of its result. */
async function outcomeOf(call: () => Promise<unknown>): Promise<Outcome> {
  try {
    const result = await call()
    if (!isStream(result)) return { result }
    let text = ''
    for (let pieces = 0; ; pieces++) {
      const { done, value } = await result.next()
      // How often progress is told depends on the time; that it is, does not.
      if (done) return { result: value ?? text, pieces: Math.min(pieces, 1) }
      if (typeof value === 'string') text += value
    }
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error
    return { error: { ...error.toJSON() } }
  }
}

function isStream(value: unknown): value is AsyncIterator<unknown, unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}

async function drain(job: AsyncIterator<unknown, unknown>): Promise<void> {
  while (!(await job.next()).done);
}

async function untilIdle(client: Transport['client']): Promise<void> {
  const end = Date.now() + 20_000
  while ((await client.app.state()).job !== null && Date.now() < end) await wait(20)
  expect((await client.app.state()).job).toBeNull()
}

/** Without what differs by nature: the data folder, moments, the size of a database file. */
function plain(value: unknown, transport: Transport): unknown {
  if (typeof value === 'string') {
    const text = value.includes('/uploads/') ? basename(value) : value.replaceAll(transport.dataFolder, '<data>')
    return text.replaceAll(/\d{4}-\d\d-\d\d[T_ ]\d\d[:-]?\d\d[:-]?\d\d(?:[.-]\d+)?(?:Z|\+00)?/g, (moment) =>
      Math.abs(Date.parse(moment.replace(' ', 'T').replace(/(?:Z|\+00)?$/, 'Z')) - Date.now()) < 3_600_000 ||
      moment.includes('_') ||
      !moment.includes(':')
        ? '<moment>'
        : moment,
    )
  }
  if (Array.isArray(value)) return value.map((one) => plain(one, transport))
  if (typeof value !== 'object' || value === null) return value
  // Books of the same rows need not have the same number of blocks, and copies of them neither.
  const isBook = ['path', 'id'].some((name) => String(Reflect.get(value, name)).endsWith('.tieout'))
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, name === 'bytes' && isBook ? '<bytes>' : plain(one, transport)]),
  )
}

function fail(): never {
  throw new Error('There is no such transport.')
}
