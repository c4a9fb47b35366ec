import { existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { event, feedCsv, feedPath } from '../import/feed-files.ts'
import { billedReport } from '../service/services.ts'
import { changesOf, patient, sourceAt, startSynced, useBuckets } from './buckets.ts'

const buckets = useBuckets()

const may = feedPath('billing_event_feed', '2026-05')
const june = feedPath('billing_event_feed', '2026-06')
const events = (...ids: string[]): string =>
  feedCsv(
    'billing_event_feed',
    ids.map((id) => event({ billing_event_id: id, transaction_reference_id: id })),
  )
const report = billedReport([['t1', '97.00']])
const reportKey = 'cas/monthly_billed_revenue_report_2026-06-15.csv'

test('a bucket in AWS layout comes in; a grown month and a new one come in by the next sync, and nothing by the one after', async () => {
  const bucket = buckets.create({
    [`feeds/${may}`]: events('a'),
    [`feeds/${reportKey}`]: report,
    'other/x.csv': report,
  })
  const { plan, sync, rows, book } = await startSynced(sourceAt(buckets, bucket, { prefix: 'feeds/' }))

  const first = await plan()
  expect(changesOf(first.attention)).toEqual({ new: [`feeds/${may}`, `feeds/${reportKey}`].toSorted() })
  expect(first.fetch).toEqual({ objects: 2, bytes: first.bytes })
  // Looking fetches nothing.
  expect(buckets.proxy.count('GetObject')).toBe(0)
  const { fetched, import: imported, failed } = await sync()
  expect({ fetched, failed }).toEqual({ fetched: first.fetch, failed: [] })
  expect(imported.files.map(({ path, status }) => [path.replace(/.*\/feeds/, 'feeds'), status])).toEqual([
    [`feeds/${may}`, 'imported'],
    [`feeds/${reportKey}`, 'imported'],
  ])
  expect(existsSync(`${book}.sync`)).toBe(false)

  buckets.server.put(bucket, `feeds/${may}`, events('a', 'b'))
  buckets.server.put(bucket, `feeds/${june}`, events('c'))
  const second = await sync()
  expect(changesOf(second.plan.attention)).toEqual({ changed: [`feeds/${may}`], new: [`feeds/${june}`] })
  expect(second.plan.unchanged).toBe(1)
  expect(second.import.files.find(({ path }) => path.endsWith(may))?.replaces).toMatch(/^It grew: 1 row came/)
  expect((await rows('billing_event_feed')).map((row) => row['billing_event_id'])).toEqual(['a', 'b', 'c'])

  const before = buckets.proxy.requests.length
  const third = await sync()
  expect(third.plan).toMatchObject({ unchanged: 3, fetch: { objects: 0, bytes: 0 }, attention: [] })
  expect(third.import).toEqual({ importId: null, files: [] })
  expect(buckets.proxy.requests.length - before).toBe(1)
  const [source] = await rows('synced_sources')
  expect(source).toMatchObject({ source: 'acme', files: 3, reaches_to: '2026-06-15', objects: 3, fetched_objects: 0 })
})

test('objects that are no reports are listed and skipped, and not fetched again while they stay as they are', async () => {
  const bucket = buckets.create({
    [reportKey]: report,
    'cas/readme.md': 'text',
    'cas/notes.csv': 'one,two\n1,2\n',
    'cas/empty.csv': '',
    'cas/lone.meta.json': '{}',
    'cas/.hidden.csv': report,
  })
  const { sync, rows } = await startSynced(sourceAt(buckets, bucket))
  const first = await sync()
  expect(first.fetched.objects).toBe(2)
  expect(changesOf(first.plan.attention)).toEqual({
    new: [reportKey, 'cas/notes.csv'],
    skipped: ['cas/.hidden.csv', 'cas/empty.csv', 'cas/lone.meta.json', 'cas/readme.md'],
  })
  const second = await sync()
  expect(second.fetched.objects).toBe(0)
  expect(second.plan.attention.find(({ key }) => key === 'cas/notes.csv')).toMatchObject({
    change: 'skipped',
    reason: expect.stringContaining('header') as string,
  })
  expect((await rows('synced_objects')).map(({ key, outcome }) => [key, outcome])).toEqual([
    [reportKey, 'report'],
    ['cas/notes.csv', 'not-a-report'],
  ])
})

test('packed months and Parquet files of a bucket come in, with the side file of what is packed', async () => {
  const meta = JSON.stringify({ dataSetRequestParameters: { dataSetPublicationDate: '2026-06-16T00:00:00Z' } })
  const bucket = buckets.create({
    [`feeds/${may}.gz`]: gzipSync(events('a')),
    'cas/report.csv.gz': gzipSync(report),
    'cas/report.meta.json': meta,
    'cas/other.json.gz': gzipSync('{}'),
    'cas/damaged.parquet': 'PAR1\0\0',
  })
  const { sync, rows } = await startSynced(sourceAt(buckets, bucket))
  const { import: imported, plan } = await sync()
  expect(
    imported.files.map(({ path, status, delivery_date }) => [path.split('/').at(-1), status, delivery_date]),
  ).toEqual([
    ['damaged.parquet', 'failed', null],
    ['report.csv.gz', 'imported', '2026-06-16'],
    ['data.csv.gz', 'imported', null],
  ])
  expect(changesOf(plan.attention)['skipped']).toEqual(['cas/other.json.gz'])
  expect(await rows('billing_event_feed')).toHaveLength(1)
  expect((await sync()).plan).toMatchObject({ unchanged: 3, fetch: { objects: 1 } })
})

test('what is deleted in the bucket is said and stays in the book; what an undo took out comes again', async () => {
  const bucket = buckets.create({ [may]: events('a'), [june]: events('b') })
  const { sync, rows, client } = await startSynced(sourceAt(buckets, bucket))
  await sync()
  buckets.server.remove(bucket, may)
  const { plan } = await sync()
  expect(plan.attention).toMatchObject([{ key: may, change: 'deleted' }])
  expect(await rows('billing_event_feed')).toHaveLength(2)

  await client.imports.undo({ importId: 1 })
  const again = await sync()
  expect(again.plan.attention).toMatchObject([
    { key: june, change: 'new', reason: expect.stringContaining('undo') as string },
  ])
  expect((await rows('billing_event_feed')).map((row) => row['billing_event_id'])).toEqual(['b'])
})

test('a month that became shorter is known by the file in which its rows stand', async () => {
  const bucket = buckets.create({ [may]: events('a', 'b') })
  const { sync, client } = await startSynced(sourceAt(buckets, bucket))
  await sync()
  buckets.server.put(bucket, may, events('a'))
  expect((await sync()).import.files).toMatchObject([{ status: 'already-imported' }])
  expect((await sync()).plan).toMatchObject({ unchanged: 1, attention: [] })
  await client.imports.undo({ importId: 1 })
  expect((await sync()).import.files).toMatchObject([{ status: 'imported', rows_kept: 1 }])
})

test('a side file comes with its report, and again when only the side file changed', async () => {
  const key = 'cas/customer_subscriber_annual_subscriptions.csv'
  const side = 'cas/customer_subscriber_annual_subscriptions.meta.json'
  const meta = (day: string): string =>
    JSON.stringify({ dataSetRequestParameters: { dataSetPublicationDate: `${day}T00:00:00Z` } })
  const bucket = buckets.create({ [key]: report, [side]: meta('2026-06-15') })
  const { sync, client } = await startSynced(sourceAt(buckets, bucket))
  const first = await sync()
  expect(first.import.files).toMatchObject([
    { status: 'imported', delivery_date: '2026-06-15', date_source: 'meta.json' },
  ])
  expect((await sync()).plan.unchanged).toBe(2)
  buckets.server.put(bucket, side, meta('2026-06-14'))
  const second = await sync()
  expect(second.import.files).toMatchObject([{ status: 'already-imported', delivery_date: '2026-06-14' }])
  expect((await client.imports.history()).map(({ files }) => files.length)).toEqual([1])
})

test('a listing of more than a thousand objects comes page by page, and hostile keys stay names', async () => {
  const bucket = buckets.create()
  buckets.server.putMany(
    bucket,
    Array.from({ length: 1_049 }, (_, index) => ({ key: `log/${String(index).padStart(5, '0')}.log`, body: 'x' })),
  )
  const odd = 'a b/ü+%41&=<script>/année/=1+1.csv'
  buckets.server.put(bucket, odd, report)
  buckets.proxy.fail({ kind: 'rewrite', change: (body) => body.replaceAll('log/00000.log', '../../00000.csv') })
  const { sync, at } = await startSynced(sourceAt(buckets, bucket), { patience: patient })
  const { plan, import: imported, failed } = await sync()
  buckets.proxy.clear()
  expect(plan.objects).toBe(1_050)
  expect(changesOf(plan.attention)['skipped']).toHaveLength(1_048)
  expect(imported.files.map(({ path, status }) => [path.endsWith(`/${bucket}/${odd}`), status])).toEqual([
    [true, 'imported'],
  ])
  // The key that climbs out of its folder does not exist there, and nothing was written outside the cache.
  expect(failed).toMatchObject([{ key: '../../00000.csv' }])
  expect(existsSync(at('../00000.csv'))).toBe(false)
})

test('cancelling keeps what was fetched, and the next sync goes on from there', async () => {
  const bucket = buckets.create({
    [may]: events('a'),
    [june]: events(...Array.from({ length: 2_000 }, (_, id) => `j${id}`)),
  })
  const { sync, client, book, plan } = await startSynced(sourceAt(buckets, bucket))
  buckets.proxy.fail({ kind: 'stall', after: 100_000 }, { match: ({ key }) => key === june })
  const stop = new AbortController()
  const job = await client.sources.sync({ name: 'acme' }, { signal: stop.signal })
  const run = async (): Promise<void> => {
    for await (const { files, done } of job) if (files?.done === 1 && done > 50_000) stop.abort()
  }
  await expect(run()).rejects.toMatchObject({ code: 'cancelled', message: expect.stringContaining('kept') as string })
  expect(await client.imports.history()).toEqual([])
  buckets.proxy.clear()
  expect((await plan()).fetchedBefore).toBeGreaterThan(50_000)
  const { fetched, import: imported, progress } = await sync()
  expect(fetched.objects).toBe(1)
  expect(buckets.proxy.requests.findLast(({ operation }) => operation === 'GetObject')?.range).toMatch(/^bytes=\d+-$/)
  expect(imported.files.map(({ status }) => status)).toEqual(['imported', 'imported'])
  expect(progress.some(({ unit, files }) => unit === 'bytes' && files?.total === 2)).toBe(true)
  expect(existsSync(`${book}.sync`)).toBe(false)
})
