import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Connection, Row } from '../../main/database/connection.ts'
import { type Book, openBook } from '../../main/database/open.ts'
import { type CsvReader, csvHeader, csvLine } from '../../main/export/csv.ts'
import { jsonText } from '../../main/export/json.ts'
import { writeLines, writeTextFile } from '../../main/export/text-file.ts'
import { describe as columnsOf, publicColumns, shown } from '../../main/queries/columns.ts'
import { csvText } from './written-by-rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieout-csv-'))
let book: Book
let connection: Connection
beforeAll(async () => {
  book = await openBook(':memory:')
  connection = await book.connect()
})
afterAll(async () => {
  connection.close()
  await book.close()
  rmSync(folder, { recursive: true, force: true })
})

const rows = `(values
  ('0123', -100::decimal(18, 6), date '2022-07-31', timestamp '2022-09-09 12:00:00', 2, '=1+1'),
  ('+id', 0.125, null, '2022-09-09 12:00:00.5', 1, 'a "b", c' || chr(10) || 'd')
) as q(transaction_reference, net, due_date, paid_at, lines, note)`

describe('csv', () => {
  it('for a program is plain: values as they are, LF, no mark', async () => {
    expect(await csv(rows, 'program')).toBe(
      [
        'transaction_reference,net,due_date,paid_at,lines,note',
        '0123,-100.00,2022-07-31,2022-09-09T12:00:00Z,2,=1+1',
        '+id,0.125,,2022-09-09T12:00:00.500000Z,1,"a ""b"", c\nd"',
        '',
      ].join('\n'),
    )
  })

  it('for a spreadsheet has a mark, CRLF, and no text that would run; ids, amounts and dates stay', async () => {
    const text = await csv(rows, 'spreadsheet')
    expect(text.startsWith('\ufefftransaction_reference,net')).toBe(true)
    expect(text).toContain("0123,-100.00,2022-07-31,2022-09-09T12:00:00Z,2,'=1+1\r\n")
    expect(text).toContain('+id,0.125,')
  })

  it('for a spreadsheet guards whatever its programs take for a formula, and nothing that they do not', async () => {
    const signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '−']
    const before = ['', ' ', '\v', '\f', '\u0000', '\u0007', '\u0085', '\u00a0', '\u200b', '\u2028', '\ufeff', ' \t\v ']
    const run = signs.flatMap((sign) => before.map((blank) => `${blank}${sign}1+1`))
    run.push('\t', '\tx', '\r=1', '\rx', '\nx', '\n=1', `${' '.repeat(40)}@SUM(A1)`)
    const plain = [
      '',
      ' ',
      'Anchor',
      ' Anchor',
      '1=1',
      "'=1+1",
      'a@b.example',
      '0123',
      '1-2',
      '\vAnchor',
      '→=1',
      '(=1)',
    ]
    const text = await csv(await tableOf([...run, ...plain].map((note) => [note])), 'spreadsheet')
    const read = Papa.parse<string[]>(text.slice(1), { newline: '\r\n', delimiter: ',' })
      .data.slice(1, -1)
      .map(([note]) => note)
    expect(read).toEqual([...run.map((note) => `'${note}`), ...plain])
  })

  it('for a spreadsheet leaves amounts, counts and days as they are, whatever they begin with', async () => {
    const types = ['decimal(18, 6)', 'decimal(18, 12)', 'decimal(9, 8)', 'decimal(9, 3)', 'bigint']
    const terms = types.map((type, index) => `(-1)::${type} as "c${index}"`)
    const text = await csv(`(select ${terms.join(', ')}) as q`, 'spreadsheet')
    expect(text.split('\r\n')[1]).toBe('-1.00,-1.00,-1,-1,-1')
  })

  it('treats every character alone, before and behind others as the writer of values does', async () => {
    // Beyond these Unicode has letters and what is for private use.
    const characters = `select chr(i::integer) as c from range(131072) as t(i) where i not between 55296 and 57343
                        union all select chr(i::integer) from range(917504, 918016) as t(i)`
    const places = `(select c, c || 'x' as behind, 'x' || c as before, c || '=' as sign, ' ' || c || '-' as within from (${characters})) as q`
    for (const reader of ['program', 'spreadsheet'] as const) {
      const [ours, theirs] = await both(places, reader)
      expect(ours === theirs || firstDifference(ours, theirs)).toBe(true)
    }
  })

  it('is byte for byte what is written value by value, whatever the values are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(hostile, hostile, amount, amount), { minLength: 1, size: '+1' }),
        async (values) => {
          const table = await tableOf(values)
          const typed = `(select c0, c1, c2::decimal(18, 6) as money, c3::decimal(38, 12) as fine, round(c2::decimal(18, 6), 3)::decimal(18, 3) as scale,
          c2::decimal(38, 8) as share, c3::decimal(38, 12)::bigint as lines, c2::decimal(18, 6) > 0 as is_more,
          date '2022-01-31' + (c2::decimal(18, 6)::bigint % 40000)::integer as day,
          timestamp '2022-01-31' + to_microseconds((c3::decimal(38, 12) * 1e6)::bigint) as moment, null::varchar as nothing
          from ${table}) as q`
          for (const reader of ['program', 'spreadsheet'] as const) {
            const [ours, theirs] = await both(typed, reader)
            expect(ours).toBe(theirs)
          }
        },
      ),
      { numRuns: 25 },
    )
  })

  it('is read back by another reader as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string()), { minLength: 1, size: '+1' }),
        async (values) => {
          const text = await csv(await tableOf(values), 'program')
          expect(Papa.parse<string[]>(text, { newline: '\n', delimiter: ',' }).data.slice(1, -1)).toEqual(values)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('appears in its file when it is whole, and not at all when something fails', async () => {
    const path = join(folder, 'new folder', 'a.csv')
    await writeLines(path, connection, await linesOf(rows, 'spreadsheet'), () => undefined)
    expect(readFileSync(path)[0]).toBe(0xef)
    async function* failing(): AsyncGenerator<string> {
      yield 'half'
      throw new Error('no more')
    }
    await expect(writeTextFile(join(folder, 'b.csv'), failing())).rejects.toThrow('no more')
    const wrong = { sql: `select error('no more') as "c" from range(3)`, parameters: {} }
    await expect(writeLines(join(folder, 'b.csv'), connection, wrong, () => undefined)).rejects.toThrow('no more')
    expect(readdirSync(folder)).toEqual(['new folder', 'written.csv'])
  })
})

describe('json', () => {
  it('is one array with amounts, ids and dates as text and counts as numbers', async () => {
    const columns = await columnsOf(connection, `select * from ${rows}`)
    const stream = (where: string) =>
      connection.stream(`select ${columns.map(shown).join(', ')} from ${rows} where ${where}`)
    const text = await all(jsonText(publicColumns(columns), stream('true')))
    expect(JSON.parse(text)).toEqual([
      {
        transaction_reference: '0123',
        net: '-100.00',
        due_date: '2022-07-31',
        paid_at: '2022-09-09T12:00:00Z',
        lines: 2,
        note: '=1+1',
      },
      {
        transaction_reference: '+id',
        net: '0.125',
        due_date: null,
        paid_at: '2022-09-09T12:00:00.500000Z',
        lines: 1,
        note: 'a "b", c\nd',
      },
    ])
    expect(JSON.parse(await all(jsonText(publicColumns(columns), stream('false'))))).toEqual([])
  })
})

/** Texts with all that has a meaning somewhere, blanks of every script, and none at all. */
const hostile = fc.option(
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(
        ...'=+-@＝−\'",;\r\n\t\v\f \u0000\u001f\u007f\u0085\u00a0\u1680\u2003\u2028\u202f\u3000\ufeff\u200baZ9é😀',
      ),
    }),
  ),
)
const amount = fc
  .tuple(fc.bigInt({ min: -(10n ** 11n), max: 10n ** 11n }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, scale]) => `${digits}e-${scale}`)

/** Rows of texts as a table, whose columns are c0, c1 and so on; no text of the database holds half of a character. */
async function tableOf(values: readonly (readonly (string | null)[])[]): Promise<string> {
  const parameters = Object.fromEntries(
    values.flatMap((row, index) => row.map((value, column) => [`v${index}_${column}`, value])),
  )
  const lines = values.map((row, index) => `(${row.map((_, column) => `$v${index}_${column}::varchar`).join(', ')})`)
  const names = values[0]?.map((_, column) => `c${column}`) ?? []
  await connection.run(
    `create or replace temp table given as select * from (values ${lines.join(', ')}) as t(${names.join(', ')})`,
    parameters,
  )
  return 'given as q'
}

async function linesOf(from: string, reader: CsvReader): Promise<{ sql: string; parameters: Record<string, never> }> {
  const columns = publicColumns(await columnsOf(connection, `select * from ${from}`))
  const header = csvHeader(columns, reader).replaceAll('"', '""')
  return { sql: `select ${csvLine(columns, reader)} as "${header}" from ${from}`, parameters: {} }
}

/** As the database writes it into a file. */
async function csv(from: string, reader: CsvReader): Promise<string> {
  const path = join(folder, 'written.csv')
  await writeLines(path, connection, await linesOf(from, reader), () => undefined)
  return readFileSync(path, 'utf8')
}

/** By the database, and value by value. */
async function both(from: string, reader: CsvReader): Promise<[string, string]> {
  const columns = await columnsOf(connection, `select * from ${from}`)
  // A mark at the beginning of a text is lost on its way out of the database, where nothing stands before it.
  const isText = (name: string): boolean => columns.some((one) => one.name === name && one.sqlType === 'VARCHAR')
  const terms = columns.map((column) =>
    isText(column.name) ? `'|' || q."${column.name}" as "${column.name}"` : shown(column),
  )
  async function* stream(): AsyncGenerator<Row[]> {
    for await (const chunk of connection.stream(`select ${terms.join(', ')} from ${from}`))
      yield chunk.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            isText(name) && value !== null ? String(value).slice(1) : value,
          ]),
        ),
      )
  }
  return [await csv(from, reader), await all(csvText(publicColumns(columns), stream(), reader))]
}

function firstDifference(ours: string, theirs: string): string {
  const [a, b] = [ours.split('\n'), theirs.split('\n')]
  const place = a.findIndex((line, index) => line !== b[index])
  return JSON.stringify([place, a[place], b[place]])
}

async function all(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}
