import { describe, expect, it } from 'vitest'
import { fileName, folderOf, nameParts } from '../../renderer/formats/file-name.ts'
import { formatsOf } from '../../renderer/formats/formats.ts'

describe('formats', () => {
  const american = formatsOf('en-US')
  const german = formatsOf('de-DE')

  it('writes money with two decimals, groups and parentheses', () => {
    expect(american.money('1234567.5')).toBe('1,234,567.50')
    expect(american.money('-1234.5')).toBe('(1,234.50)')
    expect(german.money('1234567.5')).toBe('1.234.567,50')
  })

  it('keeps every digit of amounts that floating point cannot hold', () => {
    expect(american.money('12345678901234567890.123456')).toBe('12,345,678,901,234,567,890.123456')
    expect(american.money('0.1000001')).toBe('0.1000001')
  })

  it('does not put zero in parentheses', () => {
    expect(american.money('-0.00')).toBe('0.00')
    expect(american.money('-0.004')).toBe('(0.004)')
  })

  it('gives back what is no amount', () => {
    expect(american.money('Not available')).toBe('Not available')
    expect(american.money('1e5')).toBe('1e5')
  })

  it('writes dates of any place on earth as the same day', () => {
    expect(american.date('2026-01-31')).toBe('Jan 31, 2026')
    expect(american.month('2026-01')).toBe('January 2026')
    expect(american.date('no date')).toBe('no date')
  })

  it('writes sizes', () => {
    expect(american.bytes(0)).toBe('0 byte')
    expect(american.bytes(1500)).toBe('1.5 kB')
    expect(american.bytes(359_000_000)).toBe('359 MB')
  })

  it('follows the machine where the setting is no locale', () => {
    expect(formatsOf('no such locale at all').money('1.5')).toMatch(/^1[.,]50$/)
  })
})

describe('file names', () => {
  it('are the last part of a path of any system, with the archive that holds them', () => {
    expect(fileName('/home/a/b.csv')).toBe('b.csv')
    expect(fileName('C:\\reports\\b.csv')).toBe('b.csv')
    expect(fileName('/home/a/july.zip/x/b.csv')).toBe('july.zip/x/b.csv')
    expect(folderOf('C:\\reports\\b.csv')).toBe('C:\\reports')
    expect(folderOf('b.csv')).toBe('')
  })
})

describe('parts of a file name', () => {
  it('keep dates and endings whole, and together are the name', () => {
    const name = 'a.zip/monthly_revenue_2026-06-15.csv'
    const texts = nameParts(name).map(({ text }) => text)
    expect(texts).toEqual(['a.zip/', 'monthly_', 'revenue_', '2026-06-15.csv'])
    expect(texts.join('')).toBe(name)
    expect(nameParts('Sales, June.csv').map(({ at }) => at)).toEqual([0, 7])
  })
})
