import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { filesReport, notesReport } from '../../main/shells/cli/report.ts'
import type { FileResult } from '../../shared/contract/imports.ts'
import { tieout } from './command-line.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-faults-'))
  for (const name of ['a', 'b'])
    copyFileSync(join(import.meta.dirname, '01', `${name}_2022-08-15.csv`), join(folder, `${name}_2022-08-15.csv`))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('an absolute path before a relative one ends, and so does every look at the book behind it', async () => {
  const [absolute, relative] = [join(folder, 'a_2022-08-15.csv'), 'b_2022-08-15.csv']
  const imported = await tieout(folder, ['import', absolute, relative, '--book', 'x.tieout'])
  expect([imported.code, imported.stdout]).toEqual([0, expect.stringContaining('2 files: 2 imported')])
  const status = await tieout(folder, ['status', '--book', 'x.tieout'])
  expect(status.code).toBe(0)
  for (const path of [absolute, relative]) expect(status.stdout).toContain(path)
})

const kinds = [
  '/home/a/x.csv',
  '/home/b/y.csv',
  '/x.csv',
  '/',
  '//server/share/x.csv',
  's3://bucket/feeds/x.csv',
  's3://bucket/y.csv',
  's3://other/feeds/x.csv',
  'C:\\reports\\x.csv',
  'C:\\reports\\more\\y.csv',
  'D:\\x.csv',
  'C:',
  'c:/reports/x.csv',
  '\\\\server\\share\\x.csv',
  '\\\\server\\other\\x.csv',
  '\\\\?\\C:\\x.csv',
  'x.csv',
  'reports/x.csv',
  './x.csv',
  '../x.csv',
  'a.zip/b/x.csv',
  '',
]

test('files of any two places are reported under a folder that both lie in, or under none', () => {
  const file = (path: string): FileResult => ({
    path,
    sha256: null,
    bytes: 1,
    sections: [],
    lines_read: 1,
    rows_kept: 1,
    header_lines: 0,
    title_lines: 0,
    blank_lines: 0,
    refused_rows: 0,
    status: 'failed',
    reason: 'It is gone.',
    delivery_date: null,
    date_source: 'unknown',
    replaces: null,
    stands_in: null,
    nearest: null,
    told: null,
    warnings: ['noted'],
    other_lines: [],
    refusals: [],
  })
  for (const one of kinds)
    for (const other of kinds) {
      const report = filesReport([file(one), file(other), file(one)])
      expect(report.match(/It is gone\./g)).toHaveLength(3)
      for (const path of [one, other]) expect(report).toContain(/[^/\\]*$/.exec(path)?.[0])
      expect(notesReport([file(one), file(other)]).match(/noted/g)).toHaveLength(2)
    }
})

test.skipIf(process.platform !== 'linux')(
  'a place at which no folder can be made is told, and not tried for ever',
  async () => {
    const input = 'a_2022-08-15.csv'
    for (const args of [
      ['import', input, '--book', '/proc/none/x.tieout'],
      ['run', input, '--out', '/proc/none/x.xlsx'],
    ]) {
      const { code, stderr } = await tieout(folder, args)
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/^\/proc\/none\S* cannot be (?:made|written): the disk or folder is read-only/),
      ])
    }
    const { code } = await tieout(folder, ['import', input, '--book', 'proc.tieout'], { TIEOUT_DATA: '/proc/none' })
    expect(code).toBe(0)
  },
)
