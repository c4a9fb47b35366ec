import { mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLog } from '../../main/service/log.ts'
import { openRecents } from '../../main/service/recents.ts'
import { newFolder, start } from './services.ts'

test('a file that cannot be read just now stays where it is, and is not written over', () => {
  const folder = newFolder()
  const recents = openRecents(folder, openLog(join(folder, 'logs')))
  // A folder cannot be read as a file, as little as one that another program holds.
  mkdirSync(join(folder, 'recent.json'))
  expect(recents.list()).toEqual([])
  expect(() => recents.add('/books/a.tieout')).toThrow('EISDIR')
  expect(readdirSync(folder).toSorted()).toEqual(['logs', 'recent.json'])
  rmdirSync(join(folder, 'recent.json'))
  recents.add('/books/a.tieout')
  writeFileSync(join(folder, 'recent.json'), '{ "version": 1, ')
  expect(recents.list()).toEqual([])
  expect(readdirSync(folder).some((name) => name.startsWith('recent.json.damaged-'))).toBe(true)
})

test('a book opens although it cannot be remembered', async () => {
  const { client, service, dataFolder, at } = await start()
  mkdirSync(join(dataFolder, 'recent.json'))
  await client.books.open({ path: at('a.tieout'), create: true })
  await client.books.open({ path: at('b.tieout'), create: true })
  expect((await client.app.state()).book?.name).toBe('b')
  expect(service.log.tail(9).join('\n')).toContain('recents')
  expect(readFileSync(join(dataFolder, 'logs', 'tieout.log'), 'utf8')).toContain('stored.unreadable')
})
