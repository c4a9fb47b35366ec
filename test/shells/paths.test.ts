import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { builtProgram } from '../packaging/programs.ts'
import { storedZip } from '../sample/archive.ts'
import { billedReport, newFolder } from '../service/services.ts'
import { useBuckets } from '../sync/buckets.ts'

const buckets = useBuckets()

const textOf = (name: string): string => billedReport([[name, '97.00']])

/** A folder to stand in, and the program, which is killed when it does not come to an end. */
function newPlace() {
  const folder = newFolder()
  return {
    folder,
    /** Writes a report below the folder, other than every other one. */
    report(name: string): string {
      const path = join(folder, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, textOf(name))
      return path
    },
    /** Writes a ZIP archive of reports below the folder. */
    archive(name: string, members: readonly string[]): void {
      writeFileSync(join(folder, name), storedZip(members.map((path) => ({ path, bytes: Buffer.from(textOf(path)) }))))
    },
    async tieout(...args: string[]): Promise<string> {
      const ended = await promisify(execFile)(process.execPath, [await builtProgram('cli'), ...args], {
        cwd: folder,
        env: { ...process.env, TIEOUT_DATA: join(folder, 'data') },
        timeout: 180_000,
        killSignal: 'SIGKILL',
      })
      return ended.stdout
    },
  }
}

/** The list of files in what a command wrote: its heading, and the name of each file. */
function listed(text: string): { heading: string; names: string[] } {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => /^ {2}File\b.* Recognised as/.test(line))
  const rest = lines.slice(start + 1)
  const end = rest.indexOf('')
  const cell = (line = ''): string => line.trim().split(/ {2,}/)[0] ?? ''
  return {
    heading: cell(lines[start]),
    names: rest
      .slice(0, end)
      .map(cell)
      .filter((name) => !/^[-─]+$/.test(name)),
  }
}

test('files are listed whatever the order of absolute and relative paths', async () => {
  const { report, tieout } = newPlace()
  const first = report('a_2022-08-15.csv')
  report('reports/b_2022-08-15.csv')
  const imported = await tieout('import', first, 'reports/b_2022-08-15.csv', '--book', 'x.tieout')
  const expected = { heading: 'File', names: [first, 'reports/b_2022-08-15.csv'] }
  expect(listed(imported)).toEqual(expected)
  expect(listed(await tieout('status', '--book', 'x.tieout'))).toEqual(expected)
})

test('the folder that all files lie in is said once, also within an archive', async () => {
  const { report, archive, tieout, folder } = newPlace()
  report('reports/a_2022-08-15.csv')
  const names = ['2022/b_2022-09-15.csv', 'c_2022-10-15.csv']
  archive('reports/all.zip', names)
  const members = names.map((name) => `all.zip/${name}`)
  expect(listed(await tieout('import', join(folder, 'reports'), '--book', 'x.tieout'))).toEqual({
    heading: `File in ${folder}/reports/`,
    names: ['a_2022-08-15.csv', ...members],
  })
  expect(listed(await tieout('import', 'reports/all.zip', '--book', 'y.tieout'))).toEqual({
    heading: 'File in reports/all.zip/',
    names,
  })
})

test('paths of Windows, of this machine, in archives and in a store stand in one list', async () => {
  const { report, archive, tieout } = newPlace()
  const absolute = report('d_2022-11-15.csv')
  const [windows, other] = ['C:\\Reports\\a_2022-08-15.csv', 'C:\\Reports\\2022\\b_2022-09-15.csv']
  const name = 'c_2022-10-15.csv'
  archive('all.zip', [name])
  for (const path of [windows, other]) report(path)
  expect(listed(await tieout('import', windows, other, '--book', 'x.tieout'))).toEqual({
    heading: 'File in C:\\Reports\\',
    names: ['a_2022-08-15.csv', '2022\\b_2022-09-15.csv'],
  })

  const key = 'cas/monthly_billed_revenue_report_2026-06-15.csv'
  const bucket = buckets.create({ [key]: textOf(key) })
  const place = [`s3://${bucket}`, '--endpoint', buckets.proxy.endpoint, '--path-style', '--region', 'us-east-1']
  await tieout('sources', 'add', 'acme', ...place)
  await tieout('import', absolute, 'all.zip', '--book', 'x.tieout')
  expect(listed(await tieout('sync', 'acme', '--book', 'x.tieout')).names).toEqual([expect.stringMatching(/\.csv$/)])
  const { heading, names } = listed(await tieout('status', '--book', 'x.tieout'))
  expect({ heading, names: names.slice(0, 4) }).toEqual({
    heading: 'File',
    names: [windows, other, absolute, `all.zip/${name}`],
  })
  expect(names[4]).toMatch(/^(s3|https?):\/\/.*_2026-06-15\.csv$/)
})
