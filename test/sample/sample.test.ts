import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Answer,
  answerFor,
  expectControls,
  expectExceptions,
  expectFiles,
  expectStates,
  expectUncollected,
} from './agreement.ts'
import type { Manifest } from './manifest.ts'
import { type Sample, fewestMonths, makeSample } from './sample.ts'

const folder = fileURLToPath(new URL('../../assets/sample', import.meta.url))
const manifest = JSON.parse(readFileSync(fileURLToPath(new URL('manifest.json', import.meta.url)), 'utf8')) as Manifest

describe('the generator', () => {
  let sample: Sample
  beforeAll(async () => {
    sample = await makeSample(fewestMonths)
  })

  it('writes the committed files again, byte for byte', () => {
    expect(sample.files.map(({ path }) => path).toSorted()).toEqual(readdirSync(folder).toSorted())
    for (const { path, bytes } of sample.files)
      expect({ path, same: bytes.equals(readFileSync(join(folder, path))) }).toEqual({ path, same: true })
  })

  it('expects what the committed manifest says', () => {
    expect(JSON.parse(JSON.stringify(sample.manifest))).toEqual(manifest)
  })

  it('keeps the sample small and its queue readable', () => {
    expect(sample.files.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThan(1_000_000)
    const queue = manifest.exceptions.reduce((sum, { count }) => sum + count, 0)
    expect(queue).toBeGreaterThanOrEqual(20)
    expect(queue).toBeLessThanOrEqual(40)
  })

  it('holds every state, reason and control outcome of the product page', () => {
    const reasons = new Set(manifest.reasons.map(({ state, reason }) => `${state} ${reason}`))
    expect([...reasons].toSorted()).toEqual(everyReason.toSorted())
    const kinds = new Set(manifest.exceptions.flatMap(({ exception, reason }) => [exception, reason]))
    for (const kind of ['source-difference', 'currency-difference', 'missing-from-uncollected', 'missing-from-billed'])
      expect(kinds).toContain(kind)
    expect(new Set(manifest.ageing.map(({ bucket }) => bucket))).toEqual(
      new Set(['not due', '1-30', '31-60', '61-90', '91-120', '121+', 'unknown']),
    )
    const outcomes = new Set(manifest.controls.map(({ id, status }) => `${id} ${status}`))
    for (const outcome of everyOutcome) expect(outcomes).toContain(outcome)
    expect(manifest.uncollected.found).toBeGreaterThan(0)
    expect(manifest.uncollected.report_not_loaded).not.toEqual([])
    expect(manifest.uncollected.not_found).not.toEqual([])
  })
})

describe.each([
  { name: 'the committed sample', months: fewestMonths },
  { name: 'fourteen months', months: 14 },
])('$name', ({ months }) => {
  const reports = mkdtempSync(join(tmpdir(), 'tieout-sample-'))
  let answer: Answer
  let expected: Manifest
  beforeAll(async () => {
    const committed = months === fewestMonths
    expected = manifest
    if (!committed) {
      const sample = await makeSample(months)
      for (const { path, bytes } of sample.files) writeFileSync(join(reports, path), bytes)
      expected = sample.manifest
    }
    answer = await answerFor(committed ? folder : reports)
  })
  afterAll(() => rmSync(reports, { recursive: true }))

  it('is read whole', () => expectFiles(answer, expected))
  it('has the expected states', () => expectStates(answer, expected))
  it('has the expected controls', () => expectControls(answer, expected))
  it('has the expected exceptions', () => expectExceptions(answer, expected))
  it('follows uncollected funds to their billed lines', () => expectUncollected(answer, expected))
})

const everyReason = [
  'disbursed exact',
  'disbursed rounding',
  'partially-disbursed partial',
  'over-disbursed over',
  'reversed failed-disbursement',
  'sign-mismatch sign',
  'not-disbursed not-due',
  'not-disbursed past-due',
  'not-disbursed due-date-unknown',
  'nothing-due netted',
  'not-billed report-not-loaded',
  'not-billed not-in-billed-revenue',
  'not-billed no-reference',
]

// A file that does not add up cannot be made from outside, and pay-outs of feeds come with the feeds.
const everyOutcome = [
  'file-complete pass',
  'settlement-lines pass',
  'settlement-lines fail',
  'net-formula pass',
  'net-formula fail',
  'uncollected-total pass',
  'uncollected-total fail',
  'past-due-total pass',
  'past-due-total fail',
  'past-due-total not-applicable',
  'collected-total pass',
  'collected-total not-applicable',
  'roll-forward pass',
  'roll-forward fail',
  'payout-lines not-applicable',
  'dashboard-identity pass',
  'dashboard-identity fail',
]
