import { expect, test } from 'vitest'
import { openError } from '../../main/database/damage.ts'
import { failureOf } from '../../main/shells/cli/exit.ts'
import { writeError } from '../../main/export/target.ts'
import { systemProblem } from '../../shared/system-problems.ts'

/** An error as Node makes it. */
function system(code: string, syscall: string, path = '/books/a.tieout'): Error {
  return Object.assign(new Error(`${code}: some words, ${syscall} '${path}'`), { code, syscall, path, errno: -1 })
}

const database = (text: string): Error =>
  new Error(`IO Error: Could not write file "/books/a.tieout": ${text}\nStack trace: at x`)

test.each([
  [system('ENOSPC', 'write'), /^The disk is full\./],
  [database('No space left on device'), /^The disk is full\./],
  [new Error('Out of Memory Error: could not offload: max_temp_directory_size (1 GB)'), /^The disk is full\./],
  [database('There is not enough space on the disk.'), /^The disk is full\./],
  [system('EDQUOT', 'write'), /^Your share of the disk/],
  [database('Disk quota exceeded'), /^Your share of the disk/],
  [system('EROFS', 'open'), /^\/books\/a\.tieout cannot be written: the disk or folder is read-only\./],
  [system('ENOENT', 'mkdir'), /^\/books\/a\.tieout cannot be written: the disk or folder is read-only\./],
  [database('Read-only file system'), /^\/books\/a\.tieout cannot be written: the disk or folder is read-only\./],
  [system('EIO', 'read'), /^\/books\/a\.tieout cannot be read or written: the disk or network drive/],
  [database('Input/output error'), /^\/books\/a\.tieout cannot be read or written: the disk or network drive/],
  [database('Stale file handle'), /network drive/],
  [system('EMFILE', 'open'), /^Too many files are open/],
  [database('Too many open files'), /^Too many files are open/],
  [new Error('Out of Memory Error: failed to allocate data of size 1.0 GiB'), /^There was too little memory/],
  [system('EACCES', 'open'), /^\/books\/a\.tieout may not be read or written: permission is denied/],
  [database('Permission denied'), /permission is denied/],
  [system('EBUSY', 'rename'), /in use by another program/],
  [system('ENOTDIR', 'mkdir'), /a file stands where a folder is needed/],
  [system('ENOENT', 'open'), /^\/books\/a\.tieout is not there\./],
])('%s is a sentence of ours that says what to do', (error, sentence) => {
  const wrapped = new Error('It failed within', { cause: error })
  for (const one of [error, wrapped]) {
    expect(systemProblem(one)?.message).toMatch(sentence)
    expect(failureOf(one).message).toMatch(sentence)
    expect(failureOf(one).message).not.toMatch(/\b[A-Z]{5,}\b|IO Error|Stack|errno/)
  }
  expect(systemProblem(error)?.cause).toBe(error)
})

test('what a cell says is no word of the system', () => {
  const text = `Conversion Error: Could not convert string 'No space left on device' to DECIMAL(18,6)`
  expect(systemProblem(new Error(text))).toBeNull()
  expect(systemProblem(system('EXOTIC', 'open', '/Permission denied/No space left on device.csv'))).toBeNull()
  expect(failureOf(new Error(text)).message).toBe('Something unexpected happened. TIEOUT_DEBUG=1 shows the details.')
})

test('a file that cannot be opened says so without the words of the database', () => {
  const cases: [string, RegExp][] = [
    ['IO Error: Could not set lock on file "/b": Conflicting lock is held in node (PID 7)', /open in another Tieout/],
    ['IO Error: Could not set lock on file "/b": Resource temporarily unavailable', /open in another Tieout/],
    ['IO Error: Could not set lock on file "/b": No locks available', /cannot be locked where it lies.*this computer/],
    ['IO Error: File locks are not supported for this file system', /cannot be locked where it lies/],
    [
      'IO Error: Cannot open file "/b": The process cannot access the file because it is being used by another process',
      /open in another Tieout/,
    ],
    ['IO Error: Cannot open file "/b": Read-only file system', /read-only/],
    ['IO Error: Could not write file "/b": No space left on device', /^The disk is full/],
    ['Serialization Error: Failed to deserialize: field id mismatch', /damaged, or no Tieout book/],
    [
      'IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2',
      /damaged, or no Tieout book/,
    ],
    ['IO Error: Trying to read a database file with version number 99', /newer Tieout/],
  ]
  for (const [text, sentence] of cases) {
    const { message } = openError('/books/a.tieout', new Error(text))
    expect(message).toMatch(sentence)
    expect(message).not.toMatch(/IO Error|checksum|Serialization|PID/)
  }
})

test('an export says why it cannot be written', () => {
  const cases: [string, RegExp][] = [
    ['EROFS', /^\/x\.xlsx cannot be written: the disk or folder is read-only\. Choose another place\.$/],
    ['ENOSPC', /the disk is full/],
    ['EDQUOT', /the disk is full/],
    ['EIO', /the disk or network drive does not answer/],
    ['EMFILE', /Too many files are open/],
  ]
  for (const [code, sentence] of cases)
    expect(writeError(system(code, 'open', '/x.xlsx'), '/x.xlsx').message).toMatch(sentence)
})
