import { copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp } from '../../main/app.ts'
import { createService } from '../../main/service/service.ts'
import { tieout } from './command-line.ts'

let folder = ''
const at = (name: string): string => join(folder, name)
const input = (name: string): string => join(import.meta.dirname, '12', name)

/** A book with one import in its file and one in its log, as a kill leaves it. */
async function killedBook(name: string): Promise<void> {
  const app = await openApp({ book: at(`${name}-alive.tieout`) })
  await app.import([input(`${name}_2022-08-15.csv`)])
  await app.settle()
  await app.import([input(`${name}2_2022-09-15.csv`)])
  for (const end of ['', '.wal']) copyFileSync(`${app.book}${end}`, at(`${name}.tieout${end}`))
  cpSync(`${app.book}.files`, at(`${name}.tieout.files`), { recursive: true })
  await app.close()
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-faults-'))
  await killedBook('A')
  await killedBook('B')
})

const isCut = /^Files that were imported into this book are no longer in it.* Import again: A2_2022-09-15\.csv\.\n$/

test('every command says which imports a cut log has lost, until they are there again', async () => {
  const log = at('A.tieout.wal')
  truncateSync(log, Math.round(statSync(log).size * 0.6))
  const book = ['--book', 'A.tieout']
  const commands = [
    ['status'],
    ['query', 'source_files'],
    ['query', 'source_files', '--out', 'files.csv'],
    ['reconcile'],
    ['export', '--out', 'a.xlsx'],
    ['import', input('A_2022-08-15.csv')],
  ]
  for (const command of commands) {
    const { code, stdout, stderr } = await tieout(folder, [...command, ...book])
    // What is there is answered rightly.
    expect([command[0], code, stderr]).toEqual([command[0], 0, expect.stringMatching(isCut)])
    expect(stdout).not.toBe('')
    expect(stdout).not.toContain('no longer')
  }
  const status = await tieout(folder, ['status', ...book, '--json'])
  expect(JSON.parse(status.stdout)).toMatchObject({ imports: [{ import_id: 1 }], warning: status.stderr.trim() })
  expect(status.stderr).toMatch(isCut)
  const rows = await tieout(folder, ['query', 'source_files', ...book, '--json'])
  expect([JSON.parse(rows.stdout).length, rows.stderr]).toEqual([1, expect.stringMatching(isCut)])
  const again = await tieout(folder, ['import', input('A2_2022-09-15.csv'), ...book])
  expect([again.code, again.stderr]).toEqual([0, ''])
  expect((await tieout(folder, ['status', ...book])).stderr).toBe('')
})

test('the log of another book is put aside by the command line too, in a sentence', async () => {
  copyFileSync(at('A.tieout'), at('x.tieout'))
  copyFileSync(at('B.tieout.wal'), at('x.tieout.wal'))
  const { code, stdout, stderr } = await tieout(folder, ['status', '--book', 'x.tieout', '--json'])
  expect(code).toBe(0)
  expect(stderr).toMatch(/^The log beside this book belongs to another book.*\n$/)
  expect(stdout).not.toContain('B2_2022-09-15.csv')
  expect(readdirSync(folder).filter((name) => name.startsWith('x.tieout.wal.bad-'))).toHaveLength(1)
})

test('whoever only asks whether a book is free leaves its log to be put aside when somebody is told', async () => {
  for (const end of ['', '.wal']) copyFileSync(at(`${end === '' ? 'A' : 'B'}.tieout${end}`), at(`y.tieout${end}`))
  const service = await createService({
    sampleFolder: folder,
    shell: 'web',
    version: '1.2.3',
    dataFolder: at('other-data'),
  })
  try {
    await service.desk.requireFree(at('y.tieout'))
    expect(existsSync(at('y.tieout.wal'))).toBe(true)
    await service.desk.open(at('y.tieout'), { create: false })
    expect((await service.bookInfo()).warning).toMatch(/belongs to another book/)
  } finally {
    await service.close()
  }
})
