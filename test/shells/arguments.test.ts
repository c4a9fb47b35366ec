import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CommanderError } from 'commander'
import { afterAll, describe, expect, it } from 'vitest'
import { choice, condition, day, importNumber, times } from '../../main/shells/cli/arguments.ts'
import { failureOf } from '../../main/shells/cli/exit.ts'
import { refuseOverwriting, requireAnyPath } from '../../main/shells/cli/paths.ts'
import { TieoutError } from '../../shared/errors.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieout-arguments-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('arguments', () => {
  it('are days of the calendar', () => {
    expect(day('2024-02-29')).toBe('2024-02-29')
    for (const text of ['2026-02-30', '2026-13-01', '2026-1-1', '01/02/2026', '2026-02-29', 'today', ''])
      expect(() => day(text)).toThrow(/YYYY-MM-DD/)
  })

  it('are conditions, whose value may hold anything', () => {
    const first = condition('currency=USD')
    expect(condition('state=a=b', first)).toEqual([
      { operator: 'equals', column: 'currency', value: 'USD' },
      { operator: 'equals', column: 'state', value: 'a=b' },
    ])
    expect(condition('note=')).toEqual([{ operator: 'blank', column: 'note' }])
    expect([...condition('invoice_date>=2026-05-01'), ...condition('net<=-1.50')]).toEqual([
      { operator: 'greater-or-equal', column: 'invoice_date', value: '2026-05-01' },
      { operator: 'less-or-equal', column: 'net', value: '-1.50' },
    ])
    for (const text of ['state', '=USD', '', '>=1', 'net>=', 'a<b'])
      expect(() => condition(text)).toThrow(/COLUMN=VALUE/)
  })

  it('are what files are: a section, of all of them or of one', () => {
    expect(choice('br1=reports/a=b.csv', choice('dis1'))).toEqual([
      { section: 'dis1' },
      { section: 'br1', path: 'reports/a=b.csv' },
    ])
    expect(choice('headings')).toEqual([{ section: null }])
    expect(() => choice('disbursement')).toThrow(
      /no report section of this name\. It is one of dis1, .*, or headings\.$/,
    )
    expect(() => choice('dis1=')).toThrow(/Behind dis1= stands the file/)
  })

  it('are numbers of imports', () => {
    expect(importNumber('12')).toBe(12)
    for (const text of ['1.5', '-1', 'last', '', '9'.repeat(30)]) expect(() => importNumber(text)).toThrow(/number/)
  })

  it('are times the usual limits, from 1 on', () => {
    expect([times('1'), times('10'), times('2.5')]).toEqual([1, 10, 2.5])
    for (const text of ['0', '0.5', '-1', '1e9', 'all', '', '0x10', '9999999'])
      expect(() => times(text)).toThrow(/from 1 on/)
  })
})

describe('paths', () => {
  it('must lead to something, at least one of them', () => {
    expect(() => requireAnyPath([join(folder, 'none'), folder])).not.toThrow()
    expect(() => requireAnyPath([join(folder, 'none')])).toThrow(expect.objectContaining({ code: 'file-unreadable' }))
  })

  it('of what is written are never the book or what is read, by whatever name', () => {
    const book = join(folder, 'a.tieout')
    const reports = join(folder, 'reports')
    const report = join(reports, 'r.csv')
    mkdirSync(reports)
    for (const file of [book, report]) writeFileSync(file, '')
    symlinkSync(report, join(folder, 'link.csv'))
    const refused = (out: string): void =>
      expect(() => refuseOverwriting(out, book, [reports])).toThrow(expect.objectContaining({ code: 'wrong-usage' }))
    refused(book)
    refused(join(reports, '..', 'a.tieout'))
    refused(report)
    refused(join(folder, 'link.csv'))
    refused(folder)
    refuseOverwriting(join(folder, 'new', 'out.xlsx'), book, [reports])
    refuseOverwriting(join(reports, 'out.xlsx'), book, [reports])
  })
})

describe('errors', () => {
  it('are one sentence, a code and an exit code', () => {
    expect(failureOf(new TieoutError('book-locked', 'It is open.'))).toEqual({
      code: 'book-locked',
      message: 'It is open.',
      exit: 3,
    })
    expect(failureOf(new TieoutError('cancelled', 'Cancelled.')).exit).toBe(5)
    expect(failureOf(new TieoutError('target-busy', 'Busy.')).exit).toBe(1)
    expect(
      failureOf(new CommanderError(1, 'commander.unknownOption', "error: unknown option '--x'\n(Did you mean --y?)")),
    ).toEqual({
      code: 'wrong-usage',
      message: "Unknown option '--x'. (Did you mean --y?)",
      exit: 2,
    })
    expect(failureOf(new Error('Binder Error: x\nLINE 1: ...'))).toEqual({
      code: 'internal',
      message: 'Something unexpected happened. TIEOUT_DEBUG=1 shows the details.',
      exit: 1,
    })
  })
})
