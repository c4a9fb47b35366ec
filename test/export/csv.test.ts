import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import Papa from 'papaparse'
import { afterAll, describe, expect, it } from 'vitest'
import { csvText } from '../../main/export/csv.ts'
import { jsonText } from '../../main/export/json.ts'
import type { QueryColumn } from '../../main/queries/query.ts'
import { writeTextFile } from '../../main/export/text-file.ts'
import type { Row } from '../../main/database/connection.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieout-csv-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const columns: QueryColumn[] = [
  { name: 'transaction_reference', type: 'text' },
  { name: 'net', type: 'money' },
  { name: 'due_date', type: 'date' },
  { name: 'paid_at', type: 'datetime' },
  { name: 'lines', type: 'integer' },
  { name: 'note', type: 'text' },
]
const rows: Row[] = [
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
]

describe('csv', () => {
  it('for a program is plain: values as they are, LF, no mark', async () => {
    expect(await csv(columns, rows, 'program')).toBe(
      [
        'transaction_reference,net,due_date,paid_at,lines,note',
        '0123,-100.00,2022-07-31,2022-09-09T12:00:00Z,2,=1+1',
        '+id,0.125,,2022-09-09T12:00:00.500000Z,1,"a ""b"", c\nd"',
        '',
      ].join('\n'),
    )
  })

  it('for a spreadsheet has a mark, CRLF, and no text that would run; ids, amounts and dates stay', async () => {
    const text = await csv(columns, rows, 'spreadsheet')
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
    const text = await csv(
      [{ name: 'note', type: 'text' }],
      [...run, ...plain].map((note) => ({ note })),
      'spreadsheet',
    )
    const read = Papa.parse<string[]>(text.slice(1), { newline: '\r\n', delimiter: ',' })
      .data.slice(1, -1)
      .map(([note]) => note)
    expect(read).toEqual([...run.map((note) => `'${note}`), ...plain])
  })

  it('for a spreadsheet leaves amounts, counts and days as they are, whatever they begin with', async () => {
    const types = ['money', 'decimal', 'percent', 'integer', 'date', 'datetime'] as const
    const given = types.map((type) => ({ name: type, type }))
    const row = Object.fromEntries(types.map((type) => [type, '-1.00']))
    const text = await csv(given, [row], 'spreadsheet')
    expect(text.split('\r\n')[1]).toBe(types.map(() => '-1.00').join(','))
  })

  it('is read back by another reader as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string()), { minLength: 1 }),
        async (values) => {
          const text = await csv(
            [
              { name: 'a', type: 'text' },
              { name: 'b', type: 'text' },
            ],
            values.map(([a, b]) => ({ a, b })),
            'program',
          )
          expect(Papa.parse<string[]>(text, { newline: '\n', delimiter: ',' }).data.slice(1, -1)).toEqual(values)
        },
      ),
    )
  })

  it('appears in its file when it is whole, and not at all when something fails', async () => {
    const path = join(folder, 'new folder', 'a.csv')
    await writeTextFile(path, csvText(columns, chunks(rows), 'spreadsheet'))
    expect(readFileSync(path)[0]).toBe(0xef)
    async function* failing(): AsyncGenerator<string> {
      yield 'half'
      throw new Error('no more')
    }
    await expect(writeTextFile(join(folder, 'b.csv'), failing())).rejects.toThrow('no more')
    expect(readdirSync(folder)).toEqual(['new folder'])
  })
})

describe('json', () => {
  it('is one array with amounts, ids and dates as text and counts as numbers', async () => {
    const text = await all(jsonText(columns, chunks(rows)))
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
    expect(JSON.parse(await all(jsonText(columns, chunks([]))))).toEqual([])
  })
})

async function* chunks(all: Row[]): AsyncGenerator<Row[]> {
  for (const row of all) yield [row]
}

async function all(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

function csv(of: QueryColumn[], values: Row[], reader: 'program' | 'spreadsheet'): Promise<string> {
  return all(csvText(of, chunks(values), reader))
}
