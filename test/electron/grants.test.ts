import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { createGrants } from '../../main/shells/electron/grants.ts'

test('a page may name what was chosen and what lies in a folder that was, to be read; and nothing else', () => {
  const grants = createGrants()
  grants.add('read', ['/in/folder', '/in/a.csv'])
  for (const path of ['/in/folder', '/in/folder/deep/b.csv', '/in/a.csv', '/in/x/../a.csv', '/in/archive/../folder/c'])
    expect([path, grants.allows('read', path)]).toEqual([path, true])
  for (const path of [
    '/in',
    '/in/folder/../secret',
    '/in/folder-evil/b.csv',
    '/in/a.csv.bak',
    '/etc/passwd',
    '//server/share/a',
  ])
    expect([path, grants.allows('read', path)]).toEqual([path, false])
  // To be read is not to be written.
  expect(grants.allows('write', '/in/a.csv')).toBe(false)
})

test('what is to be written is one file, never a folder with all in it', () => {
  const grants = createGrants()
  grants.add('write', ['/out/march.xlsx'])
  expect(grants.allows('write', '/out/march.xlsx')).toBe(true)
  expect(grants.allows('write', '/out/march.xlsx/x')).toBe(false)
  expect(grants.allows('read', '/out/march.xlsx')).toBe(false)
})

test('a path holds until what it was chosen for is done, as often as it was chosen', () => {
  const grants = createGrants()
  grants.add('read', ['/in/a.csv', '/in/folder'])
  grants.add('read', ['/in/a.csv'])
  grants.drop('read', ['/in/a.csv'])
  expect(grants.allows('read', '/in/a.csv')).toBe(true)
  grants.drop('read', ['/in/a.csv', '/in/folder/x.csv', '/in/folder/y.csv', '/never/chosen'])
  expect(grants.list('read')).toEqual([])
  expect(grants.allows('read', '/in/folder/x.csv')).toBe(false)
})

test('all of it can be told to an engine that starts again', () => {
  const grants = createGrants()
  grants.add('read', ['/in/a.csv', '/in/b.csv'])
  grants.add('read', ['/in/a.csv'])
  expect(grants.list('read')).toEqual(['/in/a.csv', '/in/a.csv', '/in/b.csv'].map((path) => resolve(path)))
})
