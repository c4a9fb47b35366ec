import { existsSync } from 'node:fs'
import { problemOf } from '../../main/sync/problems.ts'
import { afterEach, expect, test, vi } from 'vitest'
import { billedReport, newFolder } from '../service/services.ts'
import { sourceAt, startSynced, useBuckets } from './buckets.ts'
import { selfSignedCertificate } from './certificate.ts'
import { tieout } from './command-line.ts'
import { startFaultProxy } from './fault-proxy.ts'
import { startHttpProxy } from './http-proxy.ts'

const buckets = useBuckets()
afterEach(() => vi.unstubAllEnvs())

const report = { 'monthly_billed_revenue_report_2026-06-15.csv': billedReport([['t1', '97.00']]) }

test('goes through the proxy that the environment names, and not where NO_PROXY says so', async () => {
  const proxy = await startHttpProxy()
  try {
    const { plan } = await startSynced(sourceAt(buckets, buckets.create(report)))
    vi.stubEnv('HTTP_PROXY', proxy.endpoint)
    expect((await plan()).fetch.objects).toBe(1)
    expect(proxy.targets).toEqual([expect.stringContaining(`GET ${buckets.proxy.endpoint}/bucket-`) as string])
    vi.stubEnv('NO_PROXY', '127.0.0.1')
    expect((await plan()).fetch.objects).toBe(1)
    expect(proxy.targets).toHaveLength(1)
  } finally {
    await proxy.stop()
  }
})

test('a certificate that nobody vouches for is refused with what to do, and taken once its authority is named', async () => {
  const certificate = selfSignedCertificate()
  const tls = await startFaultProxy(buckets.server.endpoint, { https: certificate })
  try {
    const source = sourceAt({ proxy: tls }, buckets.create(report))
    const { plan, dataFolder, file, at } = await startSynced(source)
    await expect(plan()).rejects.toMatchObject({
      code: 'source-failed',
      message: expect.stringMatching(
        /certificate of .* is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\).*NODE_EXTRA_CA_CERTS/,
      ) as string,
    })
    const { code, json } = await tieout(['sync', 'acme', '--book', at('other.tieout'), '--dry-run', '--json'], {
      TIEOUT_DATA: dataFolder,
      NODE_EXTRA_CA_CERTS: file('authority.pem', certificate.cert),
    })
    expect({ code, json }).toMatchObject({ code: 0, json: { fetch: { objects: 1 } } })
  } finally {
    await tls.stop()
  }
})

test('nobody at the address', async () => {
  const gone = await startHttpProxy()
  await gone.stop()
  const { plan } = await startSynced(sourceAt(buckets, 'bucket', { endpoint: gone.endpoint }))
  await expect(plan()).rejects.toMatchObject({
    message: expect.stringContaining('does not accept connections') as string,
  })
})

test.each([
  ['ENOTFOUND', 'source', /cannot be found: there is no connection/],
  ['CERT_HAS_EXPIRED', 'source', /certificate .* is not trusted/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'source', /certificate .* is not trusted/],
  ['ETIMEDOUT', 'passing', /does not answer/],
  ['ENETUNREACH', 'passing', /connection .* broke off/],
  ['ENOSPC', 'source', /disk is full/],
  ['EACCES', 'source', /may not be written/],
] as const)('%s says what to do', (code, scope, sentence) => {
  const error = Object.assign(new Error(`what the system calls ${code}`), { code })
  const problem = problemOf(error, sourceAt({ proxy: buckets.proxy }, 'bucket'), 'read')
  expect(problem).toMatchObject({ scope, error: { code: 'source-failed' } })
  expect(problem.error.message).toMatch(sentence)
})

test('killed while it fetches and while it imports, a sync goes on where it was, and the book has everything once', async () => {
  const lines = (prefix: string): string =>
    billedReport(Array.from({ length: 3_000 }, (_, index) => [`${prefix}${index}`, '97.00'] as const))
  const slow = 'monthly_billed_revenue_report_2026-07-15.csv'
  const bucket = buckets.create({ 'monthly_billed_revenue_report_2026-06-15.csv': lines('a'), [slow]: lines('b') })
  const folder = newFolder()
  const { dataFolder, client } = await startSynced(sourceAt(buckets, bucket))
  await client.books.close()
  const book = `${folder}/book.tieout`
  const sync = (killWhen?: () => boolean) =>
    tieout(['sync', 'acme', '--book', book, '--json'], { TIEOUT_DATA: dataFolder }, killWhen)

  const stall = buckets.proxy.fail({ kind: 'stall', after: 50_000 }, { match: ({ key }) => key === slow })
  expect((await sync(() => stall.befallen > 0)).signal).toBe('SIGKILL')
  stall.remove()
  buckets.proxy.clear()
  // The text of the files on their way into the book lies in this folder.
  expect((await sync(() => existsSync(`${book}.tieout-work/file-0-0`))).signal).toBe('SIGKILL')

  const { code, json } = await sync()
  expect(code).toBe(0)
  expect(json).toMatchObject({ plan: { objects: 2 }, failed: [] })
  const status = await tieout(['status', '--book', book, '--json'], { TIEOUT_DATA: dataFolder })
  expect(status.json).toMatchObject({ imports: [{ import_id: 1, files: 2, rows: 6_000, refused_rows: 0 }] })
})
