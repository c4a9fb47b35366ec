import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openBook } from '../../main/database/open.ts'
import { newFolder, start } from './services.ts'

/** Leaves beside a book what a process that is killed leaves. */
function leaveBeside(book: string): string[] {
  return ['.tieout-tmp', '.tieout-work'].map((end) => {
    mkdirSync(`${book}${end}`, { recursive: true })
    writeFileSync(join(`${book}${end}`, 'spilled'), 'x')
    return `${book}${end}`
  })
}

test('what killed processes left beside books is removed at the next start, whichever book is opened then', async () => {
  const dataFolder = newFolder()
  const first = await start({ dataFolder })
  const at = (name: string): string => join(dataFolder, 'books', name)
  for (const name of ['old.tieout', 'last.tieout']) await first.client.books.open({ path: at(name), create: true })
  await first.service.close()
  const left = [...leaveBeside(at('old.tieout')), ...leaveBeside(at('gone.tieout'))]
  const others = leaveBeside(join(dataFolder, 'books', 'not-a-book'))
  const { service } = await start({ dataFolder })
  await expect.poll(() => left.filter((path) => existsSync(path))).toEqual([])
  expect(service.desk.app?.book).toBe(at('last.tieout'))
  expect(others.map((path) => existsSync(path))).toEqual([true, true])
})

test('of a book that is in use nothing is removed', async () => {
  const dataFolder = newFolder()
  mkdirSync(join(dataFolder, 'books'))
  const path = join(dataFolder, 'books', 'held.tieout')
  const held = await openBook(path)
  const left = leaveBeside(path)
  await start({ dataFolder })
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(left.map((one) => existsSync(one))).toEqual([true, true])
  await held.close()
})
