import { existsSync, readdirSync } from 'node:fs'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { event, feedCsv, feedPath } from '../import/feed-files.ts'
import { locationOf } from '../../shared/source-place.ts'
import { type Synced, sourceAt, startSynced, useBuckets } from './buckets.ts'
import type { Fault } from './fault-proxy.ts'

const buckets = useBuckets()
afterEach(() => buckets.proxy.clear())

const may = feedPath('billing_event_feed', '2026-05')
const june = feedPath('billing_event_feed', '2026-06')
const many = feedCsv(
  'billing_event_feed',
  Array.from({ length: 400 }, (_, id) => event({ billing_event_id: `m${id}`, transaction_reference_id: `m${id}` })),
)
const few = feedCsv('billing_event_feed', [event({ billing_event_id: 'j' })])

/** A bucket with two months, of which the larger one meets the faults. */
function twoMonths(): Promise<Synced> {
  return startSynced(sourceAt(buckets, buckets.create({ [may]: many, [june]: few })))
}

/** The book and the cache after a sync that went well; nothing is reconciled for it, which takes longer than the sync. */
async function expectWhole({ client, service, book }: Synced): Promise<void> {
  expect((await client.imports.history()).reduce((sum, { rows }) => sum + rows, 0)).toBe(401)
  const known = await service.app().knownObjects(locationOf(service.sources.named('acme')), '')
  expect(known.map(({ key, inBook }) => [key, inBook])).toEqual([
    [may, true],
    [june, true],
  ])
  expect(existsSync(`${book}.sync`)).toBe(false)
}

const passing: readonly [string, Fault[], { times?: number }?][] = [
  ['a connection cut in the middle of a body', [{ kind: 'cut', after: 20_000 }]],
  [
    'one that is cut again and again, each time further on',
    Array.from({ length: 6 }, () => ({ kind: 'cut', after: 9_000 })),
  ],
  ['one that is reset before it answers', [{ kind: 'cut', after: -1 }]],
  ['a body that stalls', [{ kind: 'stall', after: 10_000 }]],
  ['an answer that never comes', [{ kind: 'stall', after: -1 }]],
  ['500 InternalError', [{ kind: 'answer', status: 500, code: 'InternalError' }]],
  ['503 SlowDown', [{ kind: 'answer', status: 503, code: 'SlowDown' }]],
  ['a byte that is wrong', [{ kind: 'corrupt' }]],
  ['a wrong checksum', [{ kind: 'headers', set: { 'x-amz-checksum-crc32': 'AAAAAA==' } }]],
]

describe('what passes is tried again, and the sync ends right:', () => {
  test.each(passing)('%s', async (_name, faults) => {
    const synced = await twoMonths()
    const handles = faults.map((fault) => buckets.proxy.fail(fault, { times: 1, match: ({ key }) => key === may }))
    const { failed } = await synced.sync()
    expect(failed).toEqual([])
    expect(handles.map(({ befallen }) => befallen)).toEqual(faults.map(() => 1))
    await expectWhole(synced)
  })

  test('a body that broke off goes on behind its last byte', async () => {
    const synced = await twoMonths()
    buckets.proxy.fail({ kind: 'cut', after: 20_000 }, { times: 1, match: ({ key }) => key === may })
    await synced.sync()
    const ranges = buckets.proxy.requests.filter(({ key, operation }) => key === may && operation === 'GetObject')
    expect(ranges.at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/)
    await expectWhole(synced)
  })

  test('a clock of this computer that is a day wrong', async () => {
    const synced = await twoMonths()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 })
    onTestFinished(() => void vi.useRealTimers())
    await synced.sync()
    await expectWhole(synced)
  })

  test('a bucket in another region: the detour is made once, not for each object', async () => {
    const bucket = buckets.create({ [may]: many, [june]: few })
    const synced = await startSynced(sourceAt(buckets, bucket))
    const before = buckets.proxy.requests.length
    buckets.proxy.fail({ kind: 'region', region: 'eu-west-1' })
    await synced.sync()
    await expectWhole(synced)
    const regions = buckets.proxy.requests.slice(before).map(({ region }) => region)
    expect(regions).toEqual(['us-east-1', 'eu-west-1', 'eu-west-1', 'eu-west-1'])
    buckets.proxy.clear()
  })
})

const ofOneObject: readonly [string, Fault, RegExp][] = [
  ['403 AccessDenied', { kind: 'answer', status: 403, code: 'AccessDenied' }, /^s3:GetObject is missing/],
  [
    '403 of the key of KMS',
    {
      kind: 'answer',
      status: 403,
      code: 'AccessDenied',
      message: 'User: arn:aws:iam::1:user/a is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:1',
    },
    /^kms:Decrypt is missing/,
  ],
  ['an object in Glacier', { kind: 'answer', status: 403, code: 'InvalidObjectState' }, /archived: restore it in S3/],
  ['one that is gone', { kind: 'answer', status: 404, code: 'NoSuchKey' }, /gone from the bucket/],
  [
    'one that changed meanwhile',
    { kind: 'answer', status: 412, code: 'PreconditionFailed' },
    /changed while it was fetched/,
  ],
  ['bytes that stay wrong', { kind: 'corrupt' }, /not those of the bucket: the MD5 differs/],
]

describe('an object that cannot be had is named with the reason, the others come in, and the next sync brings it:', () => {
  test.each(ofOneObject)('%s', async (_name, fault, reason) => {
    const synced = await twoMonths()
    buckets.proxy.fail(fault, { match: ({ key }) => key === may })
    const { failed, import: imported } = await synced.sync()
    expect(failed).toEqual([{ key: may, reason: expect.stringMatching(reason) as string }])
    expect(imported.files.map(({ status }) => status)).toEqual(['imported'])
    expect((await synced.client.imports.history()).map(({ rows }) => rows)).toEqual([1])
    buckets.proxy.clear()
    expect((await synced.sync()).fetched.objects).toBe(1)
    await expectWhole(synced)
  })
})

const ending: readonly [string, Fault, string, RegExp][] = [
  ['503 SlowDown that stays', { kind: 'answer', status: 503, code: 'SlowDown' }, 'source-failed', /asks to slow down/],
  [
    '500 that stays',
    { kind: 'answer', status: 500, code: 'InternalError' },
    'source-failed',
    /trouble of its own \(HTTP 500\)/,
  ],
  [
    '400 ExpiredToken',
    { kind: 'answer', status: 400, code: 'ExpiredToken' },
    'sign-in-needed',
    /sign-in for acme has expired/,
  ],
  [
    '403 InvalidAccessKeyId',
    { kind: 'answer', status: 403, code: 'InvalidAccessKeyId' },
    'sign-in-needed',
    /does not know the access key/,
  ],
  [
    '403 SignatureDoesNotMatch',
    { kind: 'answer', status: 403, code: 'SignatureDoesNotMatch' },
    'sign-in-needed',
    /secret access key of acme is not the right one/,
  ],
  [
    'a body that always stalls',
    { kind: 'stall', after: 0 },
    'source-failed',
    /does not answer.*what was fetched is kept/,
  ],
  ['connections that are always reset', { kind: 'cut', after: -1 }, 'source-failed', /connection to .* broke off/],
  [
    'a clock that stays wrong',
    { kind: 'answer', status: 403, code: 'RequestTimeTooSkewed' },
    'source-failed',
    /clock of this computer is wrong/,
  ],
  [
    '301 that does not say where to',
    { kind: 'answer', status: 301, code: 'PermanentRedirect' },
    'source-failed',
    /lies in another region than us-east-1/,
  ],
]

describe('what does not pass ends the sync with one sentence, the book as it was and what came kept:', () => {
  test.each(ending)('%s', async (_name, fault, code, sentence) => {
    const synced = await twoMonths()
    buckets.proxy.fail(fault, { match: ({ key }) => key === may })
    await expect(synced.sync()).rejects.toMatchObject({ code, message: expect.stringMatching(sentence) as string })
    expect(await synced.client.imports.history()).toEqual([])
    // Whole files only carry their names.
    for (const name of readdirSync(`${synced.book}.sync`, { recursive: true, encoding: 'utf8' }))
      expect(name).toMatch(/^[0-9a-f]{16}(\/[0-9a-f]{64}(\.part)?)?$/)
    buckets.proxy.clear()
    await synced.sync()
    await expectWhole(synced)
  })

  const ofListing: readonly [string, Fault, RegExp][] = [
    ['no such bucket', { kind: 'answer', status: 404, code: 'NoSuchBucket' }, /There is no bucket called bucket-\d+/],
    ['access denied', { kind: 'answer', status: 403, code: 'AccessDenied' }, /^s3:ListBucket is missing/],
    [
      'something new',
      { kind: 'answer', status: 418, code: 'Teapot' },
      /error that Tieout does not know: Teapot \(HTTP 418\)/,
    ],
  ]
  test.each(ofListing)('%s, when the bucket is listed', async (_name, fault, sentence) => {
    const synced = await twoMonths()
    buckets.proxy.fail(fault)
    await expect(synced.plan()).rejects.toMatchObject({ message: expect.stringMatching(sentence) as string })
  })

  test('a right that is missing for every object is not asked for a thousand times', async () => {
    const objects = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${index}.csv`, 'x']))
    const { sync } = await startSynced(sourceAt(buckets, buckets.create(objects)))
    buckets.proxy.fail({ kind: 'answer', status: 403, code: 'AccessDenied' }, { match: ({ key }) => key !== undefined })
    const before = buckets.proxy.count('GetObject')
    await expect(sync()).rejects.toMatchObject({ code: 'source-failed', data: { permission: 's3:GetObject' } })
    expect(buckets.proxy.count('GetObject') - before).toBeLessThan(20)
  })
})
