import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openBook } from '../../main/database/open.ts'
import { longestText, losesDigits, toCell, toDate, toNumber, toText } from '../../main/export/cells.ts'

describe('amounts', () => {
  it('become numbers while a number keeps every digit', () => {
    expect(toCell('money', '100.000000')).toBe(100)
    expect(toCell('money', '-0.010000')).toBe(-0.01)
    expect(toCell('money', '-0.000000')).toBe(0)
    expect(toCell('money', '9999999999999.99')).toBe(9999999999999.99)
    expect(toCell('integer', '9007199254740990')).toBe(9007199254740990)
  })

  it('stay text where a number would round them', () => {
    expect(toCell('money', '1234567890123456.78')).toBe('1234567890123456.78')
    expect(toCell('money', '123456789012.123456')).toBe('123456789012.123456')
    expect(toCell('integer', '9007199254740993')).toBe('9007199254740993')
  })

  it('survive the way through a number, digit by digit, or are text', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
        fc.integer({ min: 0, max: 6 }),
        (digits, scale) => {
          const text = withPoint(digits, scale)
          const number = toNumber(text)
          if (number === null) return
          expect(String(number)).toBe(
            text
              .replace(/(\.\d*?)0+$/, '$1')
              .replace(/\.$/, '')
              .replace(/^-0$/, '0'),
          )
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('are judged alike in SQL and here', async () => {
    const values = [
      '0',
      '-0.01',
      '123456789012.123456',
      '999999999999.990000',
      '100000000000.000001',
      '99999999999.9999',
      '123456789.012345',
    ]
    const book = await openBook(':memory:')
    const connection = await book.connect()
    for (const value of values) {
      const loses = await connection.value(`select ${losesDigits('$value::decimal(18,6)')}`, { value })
      expect([value, loses]).toEqual([value, toNumber(value) === null])
    }
    connection.close()
    await book.close()
  })
})

describe('dates', () => {
  it('are days of UTC, whatever the zone of the machine', () => {
    expect(toCell('date', '2022-07-31')).toEqual(new Date(Date.UTC(2022, 6, 31)))
    expect(toCell('datetime', '2022-07-31 23:59:59.123456')).toEqual(new Date(Date.UTC(2022, 6, 31, 23, 59, 59, 123)))
    expect(toCell('datetime', '2022-07-31T23:59:59Z')).toEqual(new Date(Date.UTC(2022, 6, 31, 23, 59, 59)))
  })

  it('that a spreadsheet cannot show stay text', () => {
    expect(toDate('1900-02-28')).toBeNull()
    expect(toDate('2026-02-30')).toBeNull()
    expect(toCell('date', '0001-01-01')).toBe('0001-01-01')
    expect(toCell('date', '9999-01-01')).toEqual(new Date(Date.UTC(9999, 0, 1)))
  })
})

describe('text', () => {
  it('that looks like a formula or a number is left as it is', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '012345678901', '1.23E+11', 'TRUE', '2022-07'])
      expect(toCell('id', text)).toBe(text)
  })

  it('is never an object, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cell = toCell('text', text)
        expect(cell === null || typeof cell === 'string').toBe(true)
      }),
    )
  })

  it('shows what XML forbids, instead of losing it', () => {
    expect(toText('a\u0000b\u0007c\u007f')).toBe('a␀b␇c␡')
    expect(toText('half \ud83d pair \ude00')).toBe('half \ufffd pair \ufffd')
    expect(toText('whole 😀')).toBe('whole 😀')
    expect(toText('one\r\ntwo\rthree\tfour')).toBe('one\ntwo\nthree\tfour')
  })

  it('is escaped where Excel would read an escape', () => {
    expect(toText('_x0041_')).toBe('_x005F_x0041_')
    expect(toText('file_xlsx_report')).toBe('file_xlsx_report')
  })

  it('is cut with a mark at the limit of a cell, and never inside a character', () => {
    expect(toText('a'.repeat(longestText))).toHaveLength(longestText)
    const cut = toText('😀'.repeat(20_000))
    expect(cut.length).toBeLessThanOrEqual(longestText)
    expect(cut).toMatch(/😀 … \[cut: the cell is full\]$/u)
  })

  it('that is not there is an empty cell', () => {
    expect(toCell('text', null)).toBeNull()
    expect(toCell('text', '')).toBeNull()
    expect(toCell('text', true)).toBe('yes')
  })
})

function withPoint(digits: bigint, scale: number): string {
  const sign = digits < 0n ? '-' : ''
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
  return scale === 0 ? sign + text : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`
}
