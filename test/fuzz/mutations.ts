import { gunzipSync, gzipSync } from 'node:zlib'
import { storedZip } from '../sample/archive.ts'
import type { Random } from '../sample/random.ts'

/** A file as it was, and a copy of it to which something happened. */
export interface Seed {
  readonly name: string
  readonly bytes: Buffer
}

/** Texts that other programs, other countries and other people leave in a cell. */
export const oddCells: readonly string[] = [
  '',
  ' ',
  '-',
  '#REF!',
  '#N/A',
  'NaN',
  '(null)',
  '\\N',
  '="00123"',
  '=1+1',
  "'00123",
  '1.23E+11',
  '781216640.0',
  '2.5',
  '1,234',
  '1.234',
  '0,123',
  '1.234,56',
  '(1,234.56)',
  '1 234,56 €',
  '$ -   ',
  '₹1,23,456.78',
  '￥１００',
  '37.04 CR',
  '100 200',
  '0x1F',
  'Infinity',
  '99999999999999999999',
  '0.1234567891234',
  '07/22',
  'Jul 22',
  '01/02/2022',
  '31/12/22',
  '2022-02-30',
  '0022-07-15',
  'Grand Total',
  'SUMME',
  'Net Amount',
  'Transaction Reference ID',
  'a"b',
  '"',
  'a\nb',
  'a\r\nb',
  '\u0000',
  '\u001a',
  '\uFEFF',
  '\u202E1',
  '株式会社',
  'x'.repeat(40_000),
]

type Mutation = (bytes: Buffer, random: Random) => Buffer

const place = (bytes: Buffer, random: Random): number => random.int(0, Math.max(0, bytes.length - 1))

/** Where a piece of up to `longest` bytes lies. */
function piece(bytes: Buffer, random: Random, longest: number): { start: number; end: number } {
  const start = place(bytes, random)
  return { start, end: Math.min(bytes.length, start + random.int(1, longest)) }
}

/** What happens to bytes, whatever they are. */
const bytewise: readonly Mutation[] = [
  (bytes, random) => {
    const copy = Buffer.from(bytes)
    for (let count = random.int(1, 8); count > 0 && copy.length > 0; count--)
      copy[place(copy, random)] = random.int(0, 255)
    return copy
  },
  (bytes, random) => bytes.subarray(0, place(bytes, random)),
  (bytes, random) => {
    const { start, end } = piece(bytes, random, 200)
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)])
  },
  (bytes, random) => {
    const { start, end } = piece(bytes, random, 2000)
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)])
  },
  (bytes, random) => {
    const at = place(bytes, random)
    const noise = Buffer.from(Array.from({ length: random.int(1, 30) }, () => random.int(0, 255)))
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)])
  },
  (bytes, random) => {
    const at = place(bytes, random)
    const mark = random.pick(['\u0000', '\u001a', '\uFEFF', '"', '\r', '\n', '\u00e4'])
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(mark), bytes.subarray(at)])
  },
  (bytes) => Buffer.concat([bytes, bytes]),
  (bytes, random) => Buffer.concat([bytes, Buffer.alloc(random.int(1, 600))]),
]

/** What happens to tables: their cells, separators, lines and letters. */
const textual: readonly Mutation[] = [
  (bytes, random) => inSomeCells(bytes, random, () => random.pick(oddCells)),
  (bytes, random) => inSomeCells(bytes, random, (cell) => `${cell}${random.pick(oddCells)}`),
  (bytes, random) => inSomeCells(bytes, random, (cell) => `"${cell.replaceAll('"', '""')}"`),
  (bytes, random) => Buffer.from(bytes.toString('utf8').replaceAll(',', random.pick([';', '\t', '|', ' , ']))),
  (bytes, random) => Buffer.from(bytes.toString('utf8').replaceAll('\n', random.pick(['\r\n', '\r', '\n\n']))),
  (bytes) =>
    Buffer.from(
      bytes
        .toString('utf8')
        .split('\n')
        .map((line) => (line === '' ? line : `"${line.replaceAll('"', '""')}"`))
        .join('\n'),
    ),
  (bytes, random) => {
    const lines = bytes.toString('utf8').split('\n')
    const [from, to] = [random.int(0, lines.length - 1), random.int(0, lines.length - 1)]
    lines.splice(to, 0, ...lines.slice(Math.min(from, to), Math.max(from, to) + 1))
    return Buffer.from(lines.join('\n'))
  },
  (bytes, random) => {
    const lines = bytes.toString('utf8').split('\n')
    lines.splice(random.int(0, lines.length), 0, random.pick(['sep=;', 'Total,,1.00', 'A note', '', ',,,,']))
    return Buffer.from(lines.join('\n'))
  },
  (bytes, random) => Buffer.from(bytes.toString('utf8'), random.pick(['utf16le', 'latin1'])),
  (bytes) => Buffer.from(`\uFEFF${bytes.toString('utf8')}`, 'utf16le'),
]

/** Puts what `change` gives in place of up to five cells. */
function inSomeCells(bytes: Buffer, random: Random, change: (cell: string) => string): Buffer {
  const lines = bytes.toString('utf8').split('\n')
  for (let count = random.int(1, 5); count > 0; count--) {
    const number = random.int(0, lines.length - 1)
    const cells = (lines[number] ?? '').split(',')
    const column = random.int(0, cells.length - 1)
    cells[column] = change(cells[column] ?? '')
    lines[number] = cells.join(',')
  }
  return Buffer.from(lines.join('\n'))
}

/** Puts a file into wrappings in which people keep files, sometimes damaged on the way. */
const wrapped: readonly Mutation[] = [
  (bytes) => gzipSync(bytes),
  (bytes) => storedZip([{ path: 'report.csv', bytes }]),
  (bytes, random) =>
    storedZip(
      ['a.csv', random.pick(['../up.csv', '/', 'C:\\x.csv', 'a.csv', '']), 'b/c.csv'].map((path) => ({ path, bytes })),
    ),
  (bytes) => storedZip([{ path: 'inner.zip', bytes: storedZip([{ path: 'report.csv', bytes }]) }]),
]

/** A mutated copy of `seed`; the same chance gives the same copy. */
export function mutated(seed: Seed, random: Random): Seed {
  const isText = !seed.bytes.subarray(0, 4000).includes(0)
  let bytes = seed.bytes
  for (let count = random.int(1, 3); count > 0; count--)
    bytes = random.pick(isText && random.chance(70) ? textual : bytewise)(bytes, random)
  if (random.chance(12)) bytes = random.pick(wrapped)(bytes, random)
  if (random.chance(6)) bytes = random.pick(bytewise)(bytes, random)
  return { name: seed.name, bytes }
}

/** The first lines of a text, or the whole of anything else: small files are tried in greater number. */
export function shortened({ name, bytes }: Seed, lines = 30): Seed {
  const text = name.endsWith('.gz') ? gunzipSync(bytes) : bytes
  if (text.subarray(0, 4000).includes(0)) return { name, bytes }
  return { name, bytes: Buffer.from(text.toString('utf8').split('\n').slice(0, lines).join('\n')) }
}
