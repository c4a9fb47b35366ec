import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openBook } from '../../main/database/open.ts'
import { importPaths } from '../../main/import/import.ts'
import { FileProblem, generalSentence, knownSentences, sentenceOf } from '../../main/import/problems.ts'
import { newBook, newFolder, write } from '../import/books.ts'
import { oddZip } from '../field/odd-zip.ts'

/** What no sentence for a person holds: words of the system, of libraries and of the database. */
const technical =
  /E[A-Z]{4,}|Error:|errno|signature|central directory|EOF|inflate|deflate|zlib|undefined|unexpected|entity|syscall|stack|NaN|null/
const report = 'Product,Product Code,SellerRev,AWSRefFee,Net Amount,Transaction Reference ID\nP,c,100,-3,97,T1\n'

function isKnown(sentence: string): boolean {
  return knownSentences.some((known) => (typeof known === 'string' ? known === sentence : known.test(sentence)))
}

test('an error of the system or of a library is a sentence that says what to do, and none of its words', () => {
  const codes =
    'EACCES EPERM ENOENT ENOTDIR EISDIR ELOOP ENAMETOOLONG EBUSY EMFILE ENFILE ENOSPC EDQUOT EIO ESTALE ETIMEDOUT'
  const errors = [
    ...[...codes.split(' '), 'UNKNOWN', 'Z_BUF_ERROR', 'Z_DATA_ERROR', 'ERR_STRING_TOO_LONG', 'EWHATEVER'].map((code) =>
      Object.assign(new Error(`${code}: syscall open '/home/name/a.csv'`), { code }),
    ),
    new Error('1:68: undefined entity.'),
    new Error('End of central directory record signature not found.'),
    new RangeError('Invalid string length'),
    new Error('Out of Memory Error: could not allocate block of size 256.0 KiB'),
    new Error('IO Error: Could not write file "/tmp/x": No space left on device'),
    'a text that was thrown',
  ]
  for (const error of errors) {
    const sentence = sentenceOf(error)
    expect(isKnown(sentence)).toBe(true)
    expect(sentence).toMatch(/^[A-Z][^]*\.$/)
    expect(sentence).not.toMatch(technical)
  }
  expect(sentenceOf(errors[0])).toContain('permission denied')
  expect(sentenceOf(errors.at(-2))).toContain('The disk is full')
  expect(sentenceOf(errors.at(-1))).toBe(generalSentence)
  expect(sentenceOf(new FileProblem('It is so.'))).toBe('It is so.')
  for (const known of knownSentences) expect(String(known)).not.toMatch(technical)
})

test.skipIf(process.getuid?.() === 0)('a file that may not be read is told, and the next one is read', async () => {
  const folder = newFolder()
  chmodSync(write(folder, 'a.csv', report), 0)
  write(folder, 'b.csv', report)
  const { files } = await (await newBook()).import([folder])
  expect(files.map(({ reason }) => reason)).toEqual([expect.stringContaining('permission denied'), null])
})

test('links that lead nowhere or to themselves are told', async () => {
  const folder = newFolder()
  symlinkSync(join(folder, 'b.csv'), join(folder, 'a.csv'))
  symlinkSync(join(folder, 'a.csv'), join(folder, 'b.csv'))
  symlinkSync(join(folder, 'nothing'), join(folder, 'c.csv'))
  mkdirSync(join(folder, 'd.csv'))
  const { files } = await (await newBook()).import([folder])
  expect(files.map(({ reason }) => reason)).toEqual([
    'It is a link that leads to itself.',
    'It is a link that leads to itself.',
    expect.stringContaining('There is no file or folder at'),
  ])
})

test('the words of a library go to the log, and no others', async () => {
  const problems: [string, unknown][] = []
  const book = await openBook(join(newFolder(), 'a.tieout'), {
    onProblem: (event, error) => problems.push([event, error]),
  })
  const folder = newFolder()
  write(folder, 'a.gz', gzipSync(report).subarray(0, 30))
  write(folder, 'b.xlsx', oddZip([{ name: 'xl/workbook.xml', content: '<workbook><a>&nbsp;</a>' }]))
  const { files } = await importPaths(book, [folder], { workFolder: join(newFolder(), 'work'), keepFiles: true })
  await book.close()
  for (const { reason } of files) expect(reason).not.toMatch(technical)
  for (const [event] of problems) expect(event).toMatch(/^import\./)
})

test('a file with bytes that were changed is imported, or its reason is a sentence', async () => {
  const workbook = new ExcelJS.Workbook()
  for (const line of report.trim().split('\n')) workbook.addWorksheet(line.slice(0, 3)).addRow(line.split(','))
  const nested = readFileSync(join(import.meta.dirname, '07/nest.zip'))
  const sources = [
    Buffer.from(await workbook.xlsx.writeBuffer()),
    oddZip([
      { name: 'a.csv', content: report },
      { name: 'b/c.csv', content: report.repeat(3) },
    ]),
    gzipSync(report.repeat(20)),
    nested.subarray(0, 3000),
  ]
  const folder = newFolder()
  const change = fc.array(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(255)), {
    maxLength: 6,
  })
  const cut = fc.option(fc.double({ min: 0.01, max: 1, noNaN: true }), { nil: 1 })
  fc.sample(fc.tuple(fc.nat(sources.length - 1), change, cut), { numRuns: 120, seed: 7 }).forEach(
    ([which, changes, end], index) => {
      const bytes = Buffer.from(sources[which] ?? '')
      for (const [place, byte] of changes) bytes[Math.floor(place * bytes.length)] = byte
      write(folder, `${index}.bin`, bytes.subarray(0, Math.ceil(bytes.length * end)))
    },
  )
  const { files } = await (await newBook()).import([folder])
  const reasons = files.flatMap(({ status, reason }) => (status === 'failed' ? [reason ?? ''] : []))
  expect(reasons.length).toBeGreaterThan(10)
  for (const reason of reasons) expect(reason).not.toMatch(technical)
})
