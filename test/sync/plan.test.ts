import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RemoteObject } from '../../main/sync/listing.ts'
import { type KnownObject, planSync } from '../../main/sync/plan.ts'

const runs = Number(process.env['TIEOUT_PROPERTY_RUNS'] ?? 100)

const key = fc
  .tuple(
    fc.constantFrom('', 'a/', 'a/b/', 'year=2026/month=05/'),
    fc.constantFrom('data', 'one', '.one', '~$one', 'ü'),
    fc.constantFrom('.csv', '.CSV', '.csv.gz', '.zip', '.meta.json', '.md', '', '/'),
  )
  .map((parts) => parts.join(''))
const version = fc.record({
  bytes: fc.constantFrom(0, 1, 2),
  etag: fc.constantFrom('x', 'y'),
  lastModified: fc.constantFrom('2026-05-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z'),
})
const remote = fc.uniqueArray(
  fc
    .tuple(key, version, fc.boolean())
    .map(([name, facts, isArchived]): RemoteObject => ({ key: name, ...facts, storageClass: 'STANDARD', isArchived })),
  { selector: (object) => object.key, maxLength: 30 },
)
const known = fc.uniqueArray(
  fc
    .tuple(key, version, fc.constantFrom('report', 'side-file', 'not-a-report'), fc.boolean())
    .map(([name, facts, outcome, inBook]): KnownObject => ({
      key: name,
      ...facts,
      outcome,
      reason: null,
      inBook,
      version: '1',
    })),
  { selector: (object) => object.key, maxLength: 30 },
)

test('every listed object is fetched, unchanged, skipped or archived, and nothing is in two of them', () => {
  fc.assert(
    fc.property(remote, known, (listed, before) => {
      const plan = planSync(listed, before, '1')
      const told = (changes: readonly string[]): string[] =>
        plan.attention.filter(({ change }) => changes.includes(change)).map((one) => one.key)
      const apart = [...plan.objects.map((one) => one.key), ...told(['skipped', 'archived'])]
      expect(new Set(apart).size).toBe(apart.length)
      expect(apart.length + plan.unchanged).toBe(listed.length)
      expect(told(['new', 'changed']).toSorted()).toEqual(plan.wanted.map(({ object }) => object.key).toSorted())
      const keys = new Set(listed.map((object) => object.key))
      expect(told(['deleted']).toSorted()).toEqual(
        before
          .filter((object) => object.outcome === 'report' && object.inBook && !keys.has(object.key))
          .map((object) => object.key)
          .toSorted(),
      )
      expect(plan.listed).toEqual({ objects: listed.length, bytes: listed.reduce((sum, { bytes }) => sum + bytes, 0) })
    }),
    { numRuns: runs },
  )
})

test('once everything that was wanted is known, nothing is wanted', () => {
  fc.assert(
    fc.property(remote, known, (listed, before) => {
      const { wanted } = planSync(listed, before, '1')
      const now = new Map(before.map((object) => [object.key, object]))
      const remember = (object: RemoteObject, outcome: KnownObject['outcome']): void =>
        void now.set(object.key, { ...object, outcome, reason: null, inBook: true, version: '1' })
      for (const { object, side } of wanted) {
        remember(object, 'report')
        if (side) remember(side, 'side-file')
      }
      expect(planSync(listed, [...now.values()], '1').wanted).toEqual([])
    }),
    { numRuns: runs },
  )
})

test('what a system or a platform writes beside the data is not fetched, and a folder with a point is', () => {
  const listed = [
    '.team/data.csv',
    '__MACOSX/._data.csv',
    '$RECYCLE.BIN/data.csv',
    'out/_temporary/0/data.csv',
    '_SUCCESS.csv',
  ]
  const plan = planSync(
    listed.map((name) => ({
      key: name,
      bytes: 1,
      etag: 'x',
      lastModified: '2026-05-01T00:00:00.000Z',
      storageClass: 'STANDARD',
      isArchived: false,
    })),
    [],
    '1',
  )
  expect(plan.wanted.map(({ object }) => object.key)).toEqual(['.team/data.csv', '_SUCCESS.csv'])
})
