import { expect } from 'vitest'
import { type App, type ControlResult, openApp } from '../../main/app.ts'
import type { ExpectedControl } from './controls.ts'
import type { Manifest } from './manifest.ts'

type Row = Readonly<Record<string, unknown>>

/** What the program says about a folder of reports, in the words of the manifest. */
export interface Answer {
  readonly imported: Awaited<ReturnType<App['import']>>
  readonly result: Awaited<ReturnType<App['reconcile']>>
  readonly reconciliation: readonly Row[]
  readonly exceptions: readonly Row[]
  readonly uncollected: readonly Row[]
}

/** Imports and reconciles a folder in a book of its own. */
export async function answerFor(folder: string): Promise<Answer> {
  const app = await openApp({ book: null })
  try {
    const imported = await app.import([folder])
    const result = await app.reconcile()
    const rowsOf = async (name: string): Promise<Row[]> => {
      const rows: Row[] = []
      for await (const chunk of (await app.query(name)).stream) rows.push(...chunk)
      return rows
    }
    const [reconciliation, exceptions, uncollected] = [
      await rowsOf('reconciliation'),
      await rowsOf('exceptions'),
      await rowsOf('uncollected_funds'),
    ]
    return { imported, result, reconciliation, exceptions, uncollected }
  } finally {
    await app.close()
  }
}

/** Every count of every file. */
export function expectFiles(answer: Answer, manifest: Manifest): void {
  const found = answer.imported.files.map((file) => ({
    name: nameOf(file.path),
    status: file.status,
    sections: file.sections.map(({ section, rows }) => ({ section, rows })),
    lines_read: file.lines_read,
    rows_kept: file.rows_kept,
    header_lines: file.header_lines,
    title_lines: file.title_lines,
    blank_lines: file.blank_lines,
    refused_rows: file.refused_rows,
  }))
  const expected = manifest.files.map(({ path, ...file }) => ({ ...file, status: path ? 'imported' : 'missing' }))
  expect(byName(found)).toEqual(byName(expected))
}

/** Sums and keys of every state, and which keys have which reason. */
export function expectStates(answer: Answer, manifest: Manifest): void {
  expect(answer.result.as_of).toBe(manifest.as_of)
  const amount = (known: string | null): string => (known === null ? 'not known' : String(millionths(known)))
  const figures = (states: readonly StateFigures[]): string[] =>
    states
      .map(({ currency, state, keys, billed_net, disbursed_net, open_net }) =>
        [currency, state, keys, amount(billed_net), amount(disbursed_net), amount(open_net)].join(' '),
      )
      .toSorted()
  expect(figures(answer.result.states)).toEqual(figures(manifest.states))
  for (const { state, reason, keys, references } of manifest.reasons) {
    const rows = answer.reconciliation.filter((row) => row['state'] === state && row['reason'] === reason)
    expect([state, reason, rows.length]).toEqual([state, reason, keys])
    if (references === null) continue
    const found = rows.map((row) => row['transaction_reference'] ?? `(none) ${String(row['currency'])}`)
    expect(found.toSorted()).toEqual(references)
  }
  const ageing = manifest.ageing.map(({ currency, bucket, keys, open_net }) => {
    const rows = answer.reconciliation.filter(
      (row) => openStates.has(String(row['state'])) && row['currency'] === currency && row['ageing_bucket'] === bucket,
    )
    const open = rows.reduce((sum, row) => sum + millionths(String(row['open_net'])), 0n)
    return [
      [currency, bucket, rows.length, open],
      [currency, bucket, keys, millionths(open_net)],
    ] as const
  })
  for (const [found, expected] of ageing) expect(found).toEqual(expected)
}

/** Every control with its outcome; what the program says beyond the manifest must be that something is missing. */
export function expectControls(answer: Answer, manifest: Manifest): void {
  const { controls } = answer.result
  const claimed = new Set<ControlResult>()
  for (const expected of manifest.controls) {
    const found = controls.filter((control) => isAbout(control, expected))
    const outcome = found.map(({ status, difference }) => ({
      status,
      difference: expected.difference === null || difference === null ? null : magnitude(difference),
    }))
    expect({ ...expected, found: outcome }).toEqual({
      ...expected,
      found: [
        { status: expected.status, difference: expected.difference === null ? null : magnitude(expected.difference) },
      ],
    })
    for (const control of found) claimed.add(control)
  }
  expect(controls.filter((control) => !claimed.has(control) && control.status !== 'not-applicable')).toEqual([])
}

/** The whole queue: nothing missing, nothing more. */
export function expectExceptions(answer: Answer, manifest: Manifest): void {
  const found = new Map<string, Row[]>()
  for (const row of answer.exceptions) {
    const kind = `${String(row['exception'])} / ${String(row['reason'])}`
    found.set(kind, [...(found.get(kind) ?? []), row])
  }
  const counts = [...found].map(([kind, rows]) => `${kind}: ${rows.length}`).toSorted()
  const expected = manifest.exceptions.map(({ exception, reason, count }) => `${exception} / ${reason}: ${count}`)
  expect(counts).toEqual(expected.toSorted())
  for (const { exception, reason, names } of manifest.exceptions) {
    const rows = found.get(`${exception} / ${reason}`) ?? []
    const left = [...rows]
    for (const name of names) {
      const index = left.findIndex((row) => isNamed(row, name))
      expect({ exception, reason, name, found: index >= 0 }).toEqual({ exception, reason, name, found: true })
      left.splice(index, 1)
    }
  }
  for (const row of answer.exceptions) expect(String(row['explanation'])).toMatch(/^.+\.$/)
}

/** Where each key of AWS's latest statement of uncollected funds was found. */
export function expectUncollected(answer: Answer, manifest: Manifest): void {
  const keys = (status: string): unknown[] =>
    answer.uncollected.filter((row) => row['status'] === status).map((row) => row['transaction_reference'])
  expect({
    found: keys('found').length,
    report_not_loaded: keys('report-not-loaded').toSorted(),
    not_found: keys('not-found').toSorted(),
  }).toEqual(manifest.uncollected)
}

const openStates: ReadonlySet<string> = new Set(['not-disbursed', 'partially-disbursed', 'reversed'])

interface StateFigures {
  readonly currency: string
  readonly state: string
  readonly keys: number
  readonly billed_net: string | null
  readonly disbursed_net: string | null
  readonly open_net: string | null
}

function isAbout(control: ControlResult, expected: ExpectedControl): boolean {
  const { about, currency } = expected
  if (control.id !== expected.id || (currency !== null && control.currency !== currency)) return false
  // A file name may end another file's name, so it must begin its own.
  return about === null || `/${control.subject}`.includes(about.includes('.') ? `/${about}` : about)
}

function isNamed(row: Row, name: string): boolean {
  const reference = row['transaction_reference']
  // A failed control may name the line that is its cause, and goes by its own name all the same.
  if (row['exception'] !== 'control-failed' && (typeof reference === 'string' || name === ''))
    return (reference ?? '') === name
  const [id, about = ''] = name.split(': ') as [string, string?]
  const subject = String(row['subject'])
  return subject.includes(id) && subject.includes(about)
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) as string
}

function byName<Named extends { readonly name: string }>(items: readonly Named[]): Named[] {
  return items.toSorted((left, right) => (left.name < right.name ? -1 : 1))
}

function magnitude(amount: string): bigint {
  const value = millionths(amount)
  return value < 0n ? -value : value
}

/** A decimal string in millionths of its unit, so that nothing is rounded away. */
function millionths(amount: string): bigint {
  const [, sign, whole = '', decimals = ''] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(amount) ?? []
  if (whole === '') throw new Error(`${amount} is not an amount`)
  return BigInt(`${sign}${whole}${decimals.padEnd(6, '0')}`)
}
