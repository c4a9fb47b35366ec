import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { machineMark } from '../../main/database/owner.ts'
import { prepareTarget } from '../../main/export/target.ts'
import { builtProgram } from '../packaging/programs.ts'
import { finished, manyLines, start } from '../service/services.ts'
import { tieout } from './command-line.ts'

let folder = ''
const at = (name: string): string => join(folder, name)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-faults-'))
  mkdirSync(at('temporary'))
  // Long enough that no command is done with it before it is killed, however busy the machine is.
  writeFileSync(at('many.csv'), manyLines('M', 300_000))
  writeFileSync(at('one.csv'), manyLines('A', 3))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Starts a command and kills it as soon as `begun`; gives the number of its process. */
async function killed(args: readonly string[], begun: () => boolean): Promise<number> {
  const child = spawn(process.execPath, [await builtProgram('cli'), ...args], {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, TIEOUT_DATA: at('data'), TMPDIR: at('temporary') },
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  while (!begun() && child.exitCode === null) await wait(5)
  child.kill('SIGKILL')
  await ended
  return child.pid ?? 0
}

const temporary = (): string[] => readdirSync(at('temporary'))

test('the temporary folders of killed commands are removed by the next start, those of living ones are not', async () => {
  const env = { TMPDIR: at('temporary') }
  for (const args of [
    ['run', 'many.csv', '--out', 'x.xlsx'],
    ['recognise', 'many.csv'],
  ]) {
    const pid = await killed(args, () => temporary().length > 0)
    expect(temporary()).toEqual([expect.stringContaining(`-${pid}-`)])
    expect((await tieout(folder, ['sources', 'list'], env)).code).toBe(0)
    expect(temporary()).toEqual([])
  }
  const dead = spawnSync(process.execPath, ['-e', '']).pid
  const kept = [
    `tieout-run-${machineMark}-${process.pid}-AAAAAA`,
    // Of another machine, of a test, of another program.
    `tieout-run-000000-${dead}-AAAAAA`,
    'tieout-test-AAAAAA',
    `tieout-run-${machineMark}-${dead}-AAAAAA.txt`,
  ]
  const gone = `tieout-run-${machineMark}-${dead}-AAAAAA`
  for (const name of [...kept, gone]) mkdirSync(at(`temporary/${name}`))
  writeFileSync(at(`temporary/${gone}/book.tieout`), '')
  await tieout(folder, ['sources', 'list'], env)
  expect(temporary().toSorted()).toEqual(kept.toSorted())
})

test('what killed exports left is removed by any later export into the folder', async () => {
  mkdirSync(at('out'))
  writeFileSync(at('some.csv'), manyLines('S', 4000))
  await tieout(folder, ['import', 'some.csv', '--book', 'many.tieout'])
  const parts = (): string[] => readdirSync(at('out')).filter((name) => name.endsWith('.part'))
  const pid = await killed(['export', '--book', 'many.tieout', '--out', 'out/once.xlsx'], () => parts().length > 0)
  expect(parts()).toEqual([expect.stringContaining(`-${pid}-`)])
  writeFileSync(at(`out/.tieout-0123456789ab-${pid}-01234567-000000.part`), 'of another machine')
  writeFileSync(at(`out/.tieout-0123456789ab-${process.pid}-01234567-${machineMark}.part`), 'of one that lives')
  writeFileSync(at(`out/notes-${pid}-01234567.part`), 'of another program')
  const target = prepareTarget(at('out/other.xlsx'))
  expect(existsSync(target.temporary)).toBe(true)
  target.abandon()
  await tieout(folder, ['export', '--book', 'many.tieout', '--out', 'out/other.xlsx'])
  expect(readdirSync(at('out')).toSorted()).toEqual(
    [`.tieout-0123456789ab-${pid}-01234567-000000.part`, `notes-${pid}-01234567.part`, 'other.xlsx'].toSorted(),
  )
})

test('imports that were killed again and again leave one backup, and push no other out', async () => {
  const { client, service, dataFolder, at: own, file } = await start()
  const path = own('a.tieout')
  await client.books.open({ path, create: true })
  await finished(client.imports.run({ paths: [file('one.csv', manyLines('A', 3))] }))
  await client.books.backUp()
  const reasons = async (): Promise<string[]> => (await client.books.backups({ path })).map(({ reason }) => reason)
  // A killed process neither keeps nor drops what it made.
  for (let time = 0; time < 25; time++) await service.backups.attempt(service.app(), 'before import 2')
  expect(await reasons()).toEqual(['before import 2', 'by hand'])
  const [before] = await client.books.backups({ path })
  await finished(client.imports.run({ paths: [file('two.csv', manyLines('B', 3))] }))
  expect(await reasons()).toEqual(['before import 2', 'by hand'])
  expect((await client.books.backups({ path }))[0]?.id).not.toBe(before?.id)
  // Killed when the import was in already: the state before it is none that the next import begins with.
  await service.backups.attempt(service.app(), 'before import 3')
  await service.app().import([file('three.csv', manyLines('C', 3))])
  await finished(client.imports.run({ paths: [file('four.csv', manyLines('D', 3))] }))
  expect(await reasons()).toEqual(['before import 4', 'before import 3', 'before import 2', 'by hand'])
  // The same reason, of a book with other files.
  await service.backups.attempt(service.app(), 'before import 5')
  await service.app().undo(2)
  await service.backups.attempt(service.app(), 'before import 5')
  expect((await reasons()).filter((reason) => reason === 'before import 5')).toHaveLength(2)
  const [folderOfBackups = ''] = readdirSync(join(dataFolder, 'backups'))
  expect(readdirSync(join(dataFolder, 'backups', folderOfBackups)).filter((name) => !name.endsWith('.tieout'))).toEqual(
    [expect.stringMatching(/before import 5\.tieout\.unsettled$/)],
  )
})
