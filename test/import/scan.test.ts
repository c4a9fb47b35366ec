import { expect, test } from 'vitest'
import { createScanner, flags, maximumLine, scanRecords } from '../../main/import/formats/scan.ts'
import { isExplained } from '../../main/import/problems.ts'

interface Seen {
  text: string
  cells: number
  line: number
  flags: number
}

async function scan(text: string, chunk = text.length + 1, delimiter = ','): Promise<Seen[]> {
  const seen: Seen[] = []
  const bytes = Buffer.from(text)
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
  }
  await scanRecords(chunks(), { delimiter }, (buffer, start, end, cells, line, found) =>
    seen.push({ text: buffer.toString('utf8', start, end), cells, line, flags: found }),
  )
  return seen
}

const mixed = 'a,b\r\n"x\ny","2"\n\n"he said ""hi""",3\nlast,4'

test.each([1, 2, 3, 5, 1000])('records are the same however the file is cut into chunks (%i bytes)', async (chunk) => {
  expect(await scan(mixed, chunk)).toEqual([
    { text: 'a,b', cells: 2, line: 1, flags: 0 },
    { text: '"x\ny","2"', cells: 2, line: 2, flags: 0 },
    { text: '', cells: 1, line: 4, flags: 0 },
    { text: '"he said ""hi""",3', cells: 2, line: 5, flags: 0 },
    { text: 'last,4', cells: 2, line: 6, flags: 0 },
  ])
})

test('line ends may be carriage returns alone', async () => {
  expect((await scan('a,b\rc,d\r')).map(({ text }) => text)).toEqual(['a,b', 'c,d'])
})

test('a quote that is never closed costs its own line only', async () => {
  const seen = await scan('a,b\n"open,2\nc,d\ne,f\n')
  expect(seen.map(({ text, flags: found }) => [text, found])).toEqual([
    ['a,b', 0],
    ['"open,2', flags.malformed],
    ['c,d', 0],
    ['e,f', 0],
  ])
})

test('a quote that runs into the next one costs its own line only', async () => {
  const seen = await scan('"open,2\nc,5" disk\ne,f\n')
  expect(seen.map(({ text, line }) => [text, line])).toEqual([
    ['"open,2', 1],
    ['c,5" disk', 2],
    ['e,f', 3],
  ])
  expect(seen[1]?.flags).toBe(flags.stray)
})

test('white space at the edge of a cell is seen', async () => {
  const seen = await scan('a, b\n"c ",d\ne,f\u00a0\nplain,row\n')
  expect(seen.map(({ flags: found }) => found & flags.padded)).toEqual([8, 8, 8, 0])
})

test('an overlong line is one record, whole', async () => {
  const long = 'x'.repeat(3_000_000)
  const seen = await scan(`a,b\n${long}\nc,d\n`, 100_000)
  expect(seen.map(({ text, line, flags: found }) => [text.length, line, found])).toEqual([
    [3, 1, 0],
    [3_000_000, 2, flags.overlong],
    [3, 3, 0],
  ])
})

test('a line that is longer than memory should hold ends the reading with a sentence', () => {
  const { push } = createScanner({ delimiter: ',' }, () => {})
  const chunk = Buffer.alloc(1 << 24, 'x')
  let said: unknown = null
  try {
    for (let read = 0; read <= maximumLine + chunk.length; read += chunk.length) push(chunk)
  } catch (error) {
    said = error
  }
  expect(isExplained(said)).toBe(true)
  expect(String(said)).toMatch(/Line 1 is longer than 256 MB: it is not a table/)
})
