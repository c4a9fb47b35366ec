import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sectionById } from '../../shared/reports/catalogue.ts'
import { importText, unaccounted } from './books.ts'

/** How often the properties are tried; the marathon raises it. */
const runs = Number(process.env['TIEOUT_PROPERTY_RUNS'] ?? 20)

interface Row {
  cells: string[]
  /** Cents of the net amount of a row that must be kept; null for one that must be refused. */
  cents: bigint | null
}
type Part = { kind: 'noise'; line: string } | { kind: 'section'; id: string; rows: Row[] }

const headers: Record<string, string[]> = Object.fromEntries(
  ['dis1', 'br1', 'sc1', 'dis7'].map((id) => [id, sectionById(id).columns.map(({ label }) => label)]),
)

const text = fc.string({
  unit: fc.constantFrom('a', 'é', ' ', ',', ';', '"', '\n', '=', '😀', 'x', '7'),
  maxLength: 12,
})
const cents = fc.bigInt({ min: -99_999_999_99n, max: 99_999_999_99n })

const badAmounts = ['abc', '1,2,3', '1.23E+4', '12.3456789', '--5', '']

function decimal(value: bigint): string {
  const size = value < 0n ? -value : value
  return `${value < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`
}

const spellings = [
  decimal,
  (value: bigint): string => (value < 0n ? `(${decimal(-value)})` : `€${decimal(value)}`),
  (value: bigint): string => (value < 0n ? `${decimal(-value)}-` : `+${decimal(value)}`),
]

/** Sections without a currency column are taken as dollars, and a sign of another currency is refused there. */
function inCurrencyOf(id: string, amount: string): string {
  const hasCurrency = sectionById(id).columns.some(({ role }) => role === 'currency')
  return hasCurrency ? amount : amount.replace('€', '$')
}

const row = (id: string): fc.Arbitrary<Row> =>
  fc
    .record({
      words: text,
      // Every reference of AWS has a digit: a word beside hardly anything but amounts is refused as a total.
      key: fc.stringMatching(/^[a-z0-9]{5,11}[0-9]$/),
      amount: cents,
      spelling: fc.constantFrom(...spellings),
      bad: fc.option(fc.constantFrom(...badAmounts), { freq: 6, nil: null }),
    })
    .map(({ words, key, amount, spelling, bad }) => ({
      cents: bad === null ? amount : null,
      cells: sectionById(id).columns.map((column) => {
        if (column.role === 'net') return bad ?? inCurrencyOf(id, spelling(amount))
        if (column.role === 'currency') return 'EUR'
        if (column.role === 'transaction_reference') return `k${key}`
        if (column.type === 'account') return '123456789012'
        if (column.type === 'money') return '0.00'
        if (column.type === 'text') return words
        return ''
      }),
    }))

const noise = fc.constantFrom('', '   ', 'Section 3: Something else', 'A note to the reader', 'End of report', 'Total')
const part: fc.Arbitrary<Part> = fc.oneof(
  { weight: 1, arbitrary: noise.map((line): Part => ({ kind: 'noise', line })) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('dis1', 'br1', 'sc1', 'dis7')
      .chain((id) => fc.array(row(id), { maxLength: 6 }).map((rows): Part => ({ kind: 'section', id, rows }))),
  },
)

const quote = (cell: string, delimiter: string, always: boolean): string =>
  always || /["\r\n]/.test(cell) || cell.includes(delimiter) || cell.startsWith(' ')
    ? `"${cell.replaceAll('"', '""')}"`
    : cell

const encodings: Record<string, (value: string) => Buffer> = {
  'utf-8': (value) => Buffer.from(value),
  'utf-8 mark': (value) => Buffer.from(`\uFEFF${value}`),
  'utf-16': (value) => Buffer.from(`\uFEFF${value}`, 'utf16le'),
}

test('lines read are kept, headers, titles, blanks or refused; and amounts in are amounts out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom(...Object.keys(encodings)),
      fc.boolean(),
      async (parts, delimiter, lineEnd, encoding, always) => {
        const lines: string[] = []
        let expectedRows = 0
        let expectedRefused = 0
        const sums = new Map<string, bigint>()
        for (const piece of parts) {
          if (piece.kind === 'noise') {
            lines.push(piece.line)
            continue
          }
          const cells = (values: string[]): string =>
            values.map((cell) => quote(cell, delimiter, always)).join(delimiter)
          lines.push(cells(headers[piece.id] ?? []))
          for (const { cells: values, cents: amount } of piece.rows) {
            lines.push(cells(values))
            if (amount === null) expectedRefused++
            else {
              expectedRows++
              sums.set(piece.id, (sums.get(piece.id) ?? 0n) + amount)
            }
          }
        }
        const content = (encodings[encoding] ?? encodings['utf-8'])?.(lines.join(lineEnd))
        const { file, rows } = await importText(content ?? '')
        if (!parts.some(({ kind }) => kind === 'section')) {
          expect(file.status).toBe('unrecognised')
          return
        }
        expect(unaccounted(file)).toBe(0)
        expect(file.rows_kept).toBe(expectedRows)
        expect(file.refused_rows).toBe(expectedRefused)
        expect(file.header_lines).toBe(parts.filter(({ kind }) => kind === 'section').length)
        expect(Number((await rows('select count(*) as n from refused_rows'))[0]?.['n'])).toBe(expectedRefused)
        for (const id of Object.keys(headers)) {
          const net = sectionById(id).columns.find(({ role }) => role === 'net')?.name
          const [sum] = await rows(`select coalesce(sum("${net}"), 0)::decimal(38, 6)::varchar as net from "${id}"`)
          // Six decimals without the point are hundredths of cents times a hundred.
          expect(BigInt(String(sum?.['net']).replace('.', ''))).toBe((sums.get(id) ?? 0n) * 10_000n)
        }
      },
    ),
    { numRuns: runs },
  )
}, 600_000)
