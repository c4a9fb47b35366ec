import { describe, expect, it } from 'vitest'
import { describe as describeProgress } from '../../main/shells/cli/progress.ts'
import { count, counted, figure, textTable } from '../../main/shells/cli/text-table.ts'

describe('figures', () => {
  it('have thousands, two decimals or more, and parentheses when negative', () => {
    expect(figure('1234567.500000')).toBe('1,234,567.50 ')
    expect(figure('-1234.5')).toBe('(1,234.50)')
    expect(figure('0.125')).toBe('0.125 ')
    expect(figure('-0.00')).toBe('0.00 ')
    expect(figure('123456789012345678.90')).toBe('123,456,789,012,345,678.90 ')
    expect(figure(null)).toBe('')
  })

  it('that count are whole', () => {
    expect(count(1234567)).toBe('1,234,567')
    expect(counted(1, 'row')).toBe('1 row')
    expect(counted(2000, 'row')).toBe('2,000 rows')
  })
})

describe('a table', () => {
  it('puts words at the left and figures at the right', () => {
    const text = textTable(
      [{ header: 'State' }, { header: 'Net', align: 'right' }],
      [
        ['disbursed', figure('1000')],
        ['日本', figure('-5')],
      ],
    )
    expect(text).toBe(
      ['  State            Net', '  ─────────  ─────────', '  disbursed  1,000.00', '  日本          (5.00)', ''].join(
        '\n',
      ),
    )
  })
})

describe('progress', () => {
  it('says how far, how much, and how fast', () => {
    const event = { step: 'Importing', done: 12_000_000, total: 24_000_000, unit: 'bytes', file: 'a.csv' } as const
    expect(describeProgress(event, 1500)).toBe('Importing a.csv  12.0 MB of 24.0 MB  50%  8.0 MB/s')
    expect(describeProgress({ step: 'Writing', done: 5000, total: 20_000, unit: 'rows' }, 1000)).toBe(
      'Writing  5,000 rows of 20,000 rows  25%  5,000 rows/s',
    )
    expect(describeProgress({ step: 'Reconciling', done: 3, total: null, unit: 'steps' }, 1000)).toBe('Reconciling  3')
  })
})

it('moves no cursor with a text of a file or a store', () => {
  expect(textTable([{ header: 'Object' }], [['a\u001b[2J\nb']])).toBe('  Object\n  ───────\n  a�[2J�b\n')
})
