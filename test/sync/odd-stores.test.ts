import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { unlessAborted } from '../../main/service/sync.ts'
import { parsePlace } from '../../shared/source-place.ts'
import { feedCsv, feedPath } from '../import/feed-files.ts'
import { billedReport, finished } from '../service/services.ts'
import { changesOf, patient, quick, sourceAt, startSynced, useBuckets } from './buckets.ts'

const buckets = useBuckets()
afterEach(() => {
  buckets.proxy.clear()
  vi.unstubAllEnvs()
})

const report = billedReport([['t1', '97.00']])
const rowsOf = (files: readonly { readonly rows_kept: number }[]): number =>
  files.reduce((sum, file) => sum + file.rows_kept, 0)

describe('objects', () => {
  test('an empty side file, and one that is too large, are said and keep nothing out', async () => {
    const bucket = buckets.create({
      'a.csv': report,
      'a.meta.json': '',
      'b.csv': billedReport([['t2', '1.00']]),
      'b.meta.json': 'x'.repeat((1 << 20) + 1),
    })
    const { sync } = await startSynced(sourceAt(buckets, bucket))
    const { plan, import: imported } = await sync()
    expect(changesOf(plan.attention)).toEqual({ new: ['a.csv', 'b.csv'], skipped: ['a.meta.json', 'b.meta.json'] })
    expect(rowsOf(imported.files)).toBe(2)
    expect((await sync()).fetched.objects).toBe(0)
  })

  test('a side file that may not be read names its report, which comes when it can', async () => {
    const bucket = buckets.create({ 'a.csv': report, 'a.meta.json': '{}' })
    const { sync } = await startSynced(sourceAt(buckets, bucket))
    const denied = { kind: 'answer', status: 403, code: 'AccessDenied' } as const
    buckets.proxy.fail(denied, { match: ({ key }) => key === 'a.meta.json' })
    const { failed, import: imported } = await sync()
    expect(failed.map(({ key }) => key).toSorted()).toEqual(['a.csv', 'a.meta.json'])
    expect(imported.files).toEqual([])
    buckets.proxy.clear()
    expect(rowsOf((await sync()).import.files)).toBe(1)
  })

  test('archived objects in front of a good one do not keep it out', async () => {
    const archived = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`a${index}.csv`, report]))
    const { sync } = await startSynced(sourceAt(buckets, buckets.create({ ...archived, 'z.csv': report })))
    buckets.proxy.fail(
      { kind: 'answer', status: 403, code: 'InvalidObjectState' },
      { match: ({ key }) => key?.startsWith('a') ?? false },
    )
    const { failed, import: imported } = await sync()
    expect(failed).toHaveLength(8)
    expect(rowsOf(imported.files)).toBe(1)
  })

  test.each([
    {
      what: 'a feed',
      header: feedCsv('billing_event_feed', []),
      may: feedPath('billing_event_feed', '2026-05'),
      june: feedPath('billing_event_feed', '2026-06'),
    },
    {
      what: 'a report',
      header: billedReport([]),
      may: 'cas/monthly_billed_revenue_report_2026-06-15.csv',
      june: 'cas/monthly_billed_revenue_report_2026-07-15.csv',
    },
  ])('two months of $what that are the same header are two files: an undo takes out its own', async (months) => {
    const { header, may, june } = months
    const bucket = buckets.create({ [may]: header })
    const { sync, client } = await startSynced(sourceAt(buckets, bucket))
    await sync()
    buckets.server.put(bucket, june, header)
    expect((await sync()).import.importId).toBe(2)
    await client.imports.undo({ importId: 2 })
    expect((await sync()).plan).toMatchObject({ unchanged: 1, attention: [{ key: june, change: 'new' }] })
  })

  test('a store that lists no ETags is synced all the same', async () => {
    const { sync } = await startSynced(sourceAt(buckets, buckets.create({ 'a.csv': report })))
    const change = (body: string): string => body.replaceAll(/<ETag>.*?<\/ETag>/g, '')
    buckets.proxy.fail({ kind: 'rewrite', change }, { match: ({ key }) => key === undefined })
    expect(rowsOf((await sync()).import.files)).toBe(1)
    expect((await sync()).plan.unchanged).toBe(1)
  })

  test('weak ETags are compared and never sent as a condition, which no store could meet', async () => {
    const { sync } = await startSynced(sourceAt(buckets, buckets.create({ 'a.csv': report })))
    const weak = (body: string): string => body.replaceAll(/<ETag>.*?<\/ETag>/g, '<ETag>W/"version"</ETag>')
    buckets.proxy.fail({ kind: 'rewrite', change: weak }, { match: ({ key }) => key === undefined })
    buckets.proxy.fail({ kind: 'headers', set: { etag: 'W/"version"' } }, { match: ({ key }) => key !== undefined })
    expect(rowsOf((await sync()).import.files)).toBe(1)
  })

  test('a body that does not end where it should is not written to the disk for ever', async () => {
    const { sync, book } = await startSynced(
      sourceAt(buckets, buckets.create({ 'a.csv': report.padEnd(3_000_000, '\n') })),
    )
    buckets.proxy.fail(
      { kind: 'rewrite', change: (body) => body.replace(/<Size>\d+<\/Size>/, '<Size>100</Size>') },
      { match: ({ key }) => key === undefined },
    )
    const { failed } = await sync()
    expect(failed).toMatchObject([{ reason: expect.stringContaining('More bytes came') as string }])
    expect(existsSync(`${book}.sync`)).toBe(false)
  })
})

test('a bucket whose readers pay is told so with every request', async () => {
  const source = sourceAt(buckets, buckets.create({ 'a.csv': report }), { requesterPays: true })
  const before = buckets.proxy.requests.length
  await (await startSynced(source)).sync()
  const payers = buckets.proxy.requests.slice(before).map(({ headers }) => headers['x-amz-request-payer'])
  expect(payers).toEqual(['requester', 'requester'])
})

describe('listings', () => {
  test('one that is cut short is refused', async () => {
    const { plan } = await startSynced(sourceAt(buckets, buckets.create({ 'a.csv': report })))
    const change = (body: string): string => body.replace('<IsTruncated>false', '<IsTruncated>true')
    buckets.proxy.fail({ kind: 'rewrite', change })
    await expect(plan()).rejects.toMatchObject({ message: expect.stringContaining('page by page') as string })
  })

  test('one whose pages lead back to themselves is refused', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`${index}.log`, 'x']))
    const { plan } = await startSynced(sourceAt(buckets, buckets.create(many)), { patience: patient })
    let token = ''
    const change = (body: string): string => {
      token ||= /<NextContinuationToken>.*?<\/NextContinuationToken>/.exec(body)?.[0] ?? ''
      return body.replace('<IsTruncated>false</IsTruncated>', `<IsTruncated>true</IsTruncated>${token}`)
    }
    buckets.proxy.fail({ kind: 'rewrite', change })
    await expect(plan()).rejects.toMatchObject({ message: expect.stringContaining('page by page') as string })
    expect(token).not.toBe('')
  })

  test('one that falls silent ends, and an object that is never answered is asked for so many times and not more', async () => {
    const { plan, sync } = await startSynced(sourceAt(buckets, buckets.create({ 'a.csv': report })))
    const silent = buckets.proxy.fail({ kind: 'stall', after: 50 }, { match: ({ key }) => key === undefined })
    await expect(plan()).rejects.toMatchObject({ message: expect.stringContaining('does not answer') as string })
    silent.remove()
    buckets.proxy.fail({ kind: 'stall', after: -1 }, { match: ({ key }) => key !== undefined })
    const before = buckets.proxy.count('GetObject')
    await expect(sync()).rejects.toMatchObject({ message: expect.stringContaining('does not answer') as string })
    expect(buckets.proxy.count('GetObject') - before).toBe(quick.attempts)
  })
})

describe('sign-in and cache', () => {
  test('what one source has fetched stays when another one is synced, and goes with its source', async () => {
    const lines = billedReport(Array.from({ length: 9_000 }, (_, index) => [`t${index}`, '97.00'] as const))
    const { sync, plan, client, book } = await startSynced(sourceAt(buckets, buckets.create({ 'a.csv': lines })))
    buckets.proxy.fail({ kind: 'stall', after: 60_000 }, { match: ({ key }) => key === 'a.csv' })
    await expect(sync()).rejects.toMatchObject({ code: 'source-failed' })
    buckets.proxy.clear()
    await client.sources.save({ source: sourceAt(buckets, buckets.create({ 'b.csv': report }), { name: 'other' }) })
    await finished(client.sources.sync({ name: 'other' }))
    expect((await plan()).fetchedBefore).toBeGreaterThan(50_000)
    await client.sources.remove({ name: 'acme' })
    expect(existsSync(`${book}.sync`)).toBe(false)
  })

  test('a right that is missing is told as one, whatever the role is called, and a repaired sign-in counts at once', async () => {
    const { plan } = await startSynced(sourceAt(buckets, buckets.create({ 'a.csv': report })))
    const message = 'User: arn:aws:sts::1:assumed-role/ReadOnlyMFA/anna is not authorized to perform: s3:ListBucket'
    buckets.proxy.fail({ kind: 'answer', status: 403, code: 'AccessDenied', message })
    await expect(plan()).rejects.toMatchObject({ code: 'source-failed', data: { permission: 's3:ListBucket' } })
    buckets.proxy.clear()
    vi.stubEnv('AWS_SESSION_TOKEN', 'renewed')
    await plan()
    expect(buckets.proxy.requests.at(-1)?.headers['x-amz-security-token']).toBe('renewed')
  })

  test('Cancel leaves a sign-in behind that does not end', async () => {
    const source = sourceAt(buckets, buckets.create(), { signIn: { kind: 'profile', profile: 'slow' } })
    const { client, file } = await startSynced(source)
    vi.stubEnv('AWS_CONFIG_FILE', file('config', '[profile slow]\ncredential_process = sleep 20\n'))
    for (const ask of [
      (signal: AbortSignal) => finished(client.sources.plan({ name: 'acme' }, { signal })),
      (signal: AbortSignal) => client.sources.test({ name: 'acme' }, { signal }),
    ]) {
      const stop = new AbortController()
      setTimeout(() => stop.abort(), 200)
      const begin = performance.now()
      await expect(ask(stop.signal)).rejects.toMatchObject({ code: 'cancelled' })
      // Well before the sign-in ends, on a busy machine too.
      expect(performance.now() - begin).toBeLessThan(15_000)
    }
  })
})

test('Cancel that came before the work began ends it', async () => {
  const work = pause(2_000, 'done', { ref: false })
  await expect(unlessAborted(work, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
})

test('an address of S3 is read with its prefix, an access point by its ARN', () => {
  expect(parsePlace('s3://acme/feeds/2026/')).toEqual({ bucket: 'acme', prefix: 'feeds/2026/' })
  expect(parsePlace(' s3://acme ')).toEqual({ bucket: 'acme', prefix: '' })
  const arn = 'arn:aws:s3:us-east-1:123456789012:accesspoint/finance'
  expect(parsePlace(`s3://${arn}/feeds/`)).toEqual({ bucket: arn, prefix: 'feeds/' })
  expect(parsePlace('https://acme')).toBeNull()
})
