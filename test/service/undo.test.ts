import { expect, test } from 'vitest'
import { type ProcedureMeta, contract } from '../../shared/contract.ts'

/** Every procedure of the contract by its name, with what is said of it. */
function procedures(router: object, path: readonly string[] = []): [string, ProcedureMeta][] {
  return Object.entries(router).flatMap(([name, one]: [string, object]) =>
    '~orpc' in one
      ? [[[...path, name].join('.'), (one['~orpc'] as { meta: ProcedureMeta }).meta] as [string, ProcedureMeta]]
      : procedures(one, [...path, name]),
  )
}

/** Writes and jobs that no undo takes back, by why: the book holds after them what it held before, or another book does. */
const withoutUndo: Readonly<Record<string, string>> = {
  'look at things, or make again what follows from the book':
    'imports.recognise reconciliation.run reconciliation.status sources.plan',
  'write beside the book': 'exports.workbook exports.rows books.backUp app.logProblem',
  'change which book is open, or put another in its place, which is backed up first':
    'books.open books.close books.openSample books.forget books.restore books.rebuild',
  'are settings, which show what they were and are set back': 'settings.change books.configure',
  'concern the sources of this machine': 'sources.save sources.remove',
}

test('whatever writes says how it is taken back, or stands here with the reason why it cannot be', () => {
  const all = procedures(contract)
  const names = new Set(all.map(([name]) => name))
  const writing = all.filter(([, { kind }]) => kind !== 'read')
  expect(writing.length).toBeGreaterThan(15)
  const undone = writing.filter(([, { undoneBy }]) => undoneBy !== undefined)
  for (const [name, { undoneBy }] of undone) {
    expect({ name, undoneBy, isThere: names.has(undoneBy ?? '') }).toMatchObject({ isThere: true })
    expect(undoneBy).not.toBe(name)
  }
  const listed = Object.values(withoutUndo).flatMap((text) => text.split(' '))
  expect([...undone.map(([name]) => name), ...listed].toSorted()).toEqual(writing.map(([name]) => name).toSorted())
  expect(all.filter(([, { kind, undoneBy }]) => kind === 'read' && undoneBy !== undefined)).toEqual([])
})
