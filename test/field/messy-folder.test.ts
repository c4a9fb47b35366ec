import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { isCopyName, isSystemFile } from '../../shared/system-files.ts'
import { newBook, newFolder, unaccounted, write } from '../import/books.ts'
import { storedZip } from '../sample/archive.ts'
import { billedHeader, billedLine, lines } from './reports.ts'
import { builtProgram } from '../packaging/programs.ts'

const archive = join(import.meta.dirname, '14-messy-folder/in.tar')
const report = (reference: string): string => lines([billedHeader, billedLine(reference, '9.70')])

test('eighteen months of a real folder', async () => {
  const folder = newFolder()
  execFileSync('tar', ['xf', archive, '-C', folder])
  const { import: importFiles, rows } = await newBook()
  const { files } = await importFiles([join(folder, 'in')])
  expect(
    await rows(`select count(*)::integer as lines, count(distinct transaction_reference_id)::integer as keys,
      sum(seller_net_revenue)::decimal(9, 2)::varchar as net from billed_revenue`),
  ).toEqual([{ lines: 59, keys: 59, net: '10534.50' }])
  for (const file of files) expect(unaccounted(file)).toBe(0)

  const listed = files.map(({ path }) => relative(join(folder, 'in'), path))
  const notListed =
    /desktop\.ini|thumbs\.db|icon|\.DS_Store|~\$|~lock|__MACOSX|RECYCLE|Trash|_SUCCESS|\.metadata|(^|\/)\._/i
  expect(listed.filter((path) => notListed.test(path))).toEqual([])
  expect(files.filter(({ reason }) => notListed.test(reason ?? ''))).toEqual([])
  const imported = files.filter(({ status }) => status === 'imported').map(({ path }) => basename(path))
  expect(imported.filter((name) => name.includes('(1)'))).toEqual([])
  expect(imported).toHaveLength(23)

  const others = files.filter(({ status }) => status !== 'imported' && status !== 'already-imported')
  expect(others.map(({ path }) => basename(path)).toSorted()).toEqual([
    'Billed revenue 2025-03.csv.crdownload',
    'dead.csv',
    'invoice AWS EMEA.pdf',
    'notes.docx',
    'notes.txt',
  ])
  expect(others.find(({ path }) => path.endsWith('.crdownload'))?.reason).toMatch(
    /^It is a download that is not finished/,
  )
})

test('the command line says that some files of it were not read', async () => {
  const folder = newFolder()
  execFileSync('tar', ['xf', archive, '-C', folder])
  const program = await builtProgram('cli')
  const book = join(folder, 'x.tieout')
  const env = { ...process.env, TIEOUT_DATA: join(folder, 'data') }
  const run = promisify(execFile)(process.execPath, [program, 'import', '--book', book, join(folder, 'in')], { env })
  await expect(run).rejects.toMatchObject({ code: 4, stdout: expect.stringContaining('59 rows kept, 0 refused') })
})

test('what a system made for itself, whatever its letter case, and what only looks like it', () => {
  const system = [
    'Desktop.ini',
    'THUMBS.DB',
    'ehthumbs_vista.db',
    'Icon\r',
    '.DS_Store',
    '._report.csv',
    '~$report.xlsx',
    '.~lock.report.csv#',
    '__macosx',
    '$Recycle.Bin',
    'system volume information',
    '.Trash-1000',
    '@eaDir',
    '.Spotlight-V100',
    'lost+found',
    '.git',
    '_success',
    '_started_4711',
    '_committed_4711',
    '_temporary',
    '0b1c.csv.metadata',
    'part-0.CRC',
    'x_$folder$',
    'Thumbs.db:encryptable',
    '~WRL0001.tmp',
    'pagefile.sys',
  ]
  expect(system.filter((name) => !isSystemFile(name))).toEqual([])
  const persons = [
    'desktop.ini.csv',
    'Icon.csv',
    'thumbs.db.csv',
    'recycle.bin.csv',
    '_2026.csv',
    'metadata.csv',
    'success',
  ]
  expect(persons.filter(isSystemFile)).toEqual([])
  const copies = [
    'report (1).csv',
    'report (1).csv.gz',
    'report(12).csv',
    'report - Copy.csv',
    'report - Copy (2).csv',
    'report copy 2.csv',
    'report - Kopie.csv',
    'Kopie von report.csv',
    'Copy of report.csv',
    'report - Copie.csv',
    'report (1)',
    'report - コピー.csv',
    'reportのコピー 2.csv',
    'report - 副本 (2).csv',
    'report — копия.csv',
    'report – kopie.csv',
    "report (Anna's conflicted copy 2026-05-31).csv",
  ]
  expect(copies.filter((name) => !isCopyName(name))).toEqual([])
  expect(['report 2.csv', 'report (2026).csv', 'photocopy.csv', 'copy.csv', '(1).csv.csv'].filter(isCopyName)).toEqual(
    [],
  )
})

test('a name that was given is listed whatever it is; a folder that was given is looked into', async () => {
  const folder = newFolder()
  const { import: importFiles } = await newBook()
  const { files } = await importFiles([
    write(folder, '.hidden.csv', report('T1')),
    join(write(folder, '.Trash-1000/deleted.csv', report('T2')), '..'),
    write(folder, 'Thumbs.db', report('T3')),
    write(folder, 'late.csv.part', report('T4')),
  ])
  expect(files.map(({ path, status }) => [basename(path), status])).toEqual([
    ['.hidden.csv', 'imported'],
    ['deleted.csv', 'imported'],
    ['Thumbs.db', 'imported'],
    ['late.csv.part', 'failed'],
  ])
})

test('of equal files the original is shown, in a folder, over folders, in an archive, and not a link to it', async () => {
  const folder = newFolder()
  write(folder, 'a/report (1).csv', report('T1'))
  write(folder, 'a/report - Copy.csv', report('T1'))
  write(folder, 'b/report.csv', report('T1'))
  write(folder, 'b/only (1).csv', report('T2'))
  mkdirSync(join(folder, 'z'))
  write(folder, 'z/linked.csv', report('T3'))
  symlinkSync(join(folder, 'z'), join(folder, '0 latest'))
  symlinkSync(join(folder, 'z/linked.csv'), join(folder, '1.csv'))
  write(
    folder,
    'pack.zip',
    storedZip([
      { path: 'x/in a zip (1).csv', bytes: Buffer.from(report('T5')) },
      { path: '$RECYCLE.BIN/x.csv', bytes: Buffer.from(report('T5')) },
      { path: '__MACOSX/x/._in a zip.csv', bytes: Buffer.from('x') },
      { path: 'x/in a zip.csv', bytes: Buffer.from(report('T5')) },
    ]),
  )
  mkdirSync(join(folder, 'later.csv.download'))
  write(folder, 'later.csv.download/later.csv', 'half a li')
  write(folder, '.away.csv.icloud', 'bplist00')
  const { import: importFiles } = await newBook()
  const { files } = await importFiles([folder])
  const shown = files.map(({ path, status, reason }) => [relative(folder, path), status, reason?.slice(0, 12) ?? ''])
  expect(shown.filter(([, status]) => status !== 'already-imported')).toEqual([
    ['.away.csv.icloud', 'failed', 'It lies in i'],
    ['b/report.csv', 'imported', ''],
    ['later.csv.download', 'failed', 'It is a down'],
    ['pack.zip/x/in a zip.csv', 'imported', ''],
    ['z/linked.csv', 'imported', ''],
    ['b/only (1).csv', 'imported', ''],
  ])
  expect(shown.filter(([, status]) => status === 'already-imported').map(([path]) => path)).toEqual([
    'pack.zip/x/in a zip (1).csv',
    '1.csv',
    'a/report (1).csv',
    'a/report - Copy.csv',
  ])
  const again = await newBook()
  const given = await again.import([join(folder, 'a/report (1).csv'), join(folder, 'b/report.csv')])
  expect(given.files.map(({ path, status }) => [basename(path), status])).toEqual([
    ['report.csv', 'imported'],
    ['report (1).csv', 'already-imported'],
  ])
})
