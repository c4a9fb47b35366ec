import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { inspect } from '../../main/import/formats/inspect.ts'
import { type TestBook, newBook, newFolder, unaccounted, write } from '../import/books.ts'
import { billedHeader, billedLine, caseFiles, lines } from './reports.ts'

/** The bytes of `text` in a page for which Node can only read: of each character, those that are read as it. */
function encode(text: string, page: string): Buffer {
  const decoder = new TextDecoder(page, { fatal: true })
  const bytes = new Map<string, number[]>()
  const learn = (...codes: number[]): void => {
    try {
      const char = decoder.decode(Uint8Array.from(codes))
      if (!bytes.has(char)) bytes.set(char, codes)
    } catch {
      // These bytes stand for nothing.
    }
  }
  for (let code = 0; code < 256; code++) learn(code)
  for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) learn(lead, trail)
  return Buffer.from(Array.from(text).flatMap((char) => bytes.get(char) ?? []))
}

const table = (...names: string[]): string =>
  lines([billedHeader, ...names.map((name, index) => billedLine(`T${index + 1}`, '9.70', name))])

async function namesOf(rows: TestBook['rows'], file: string): Promise<unknown[]> {
  const found = await rows(
    `select subscriber_company_name as name from billed_revenue join files as f using (file_id)
     where f.name = '${file}' order by line`,
  )
  return found.map(({ name }) => name)
}

test('names in three encodings, and two in one file, as they came', async () => {
  const { import: importFiles, rows } = await newBook()
  const { files } = await importFiles(caseFiles('11-encodings'))
  expect(await namesOf(rows, 'concat.csv')).toEqual([
    'Crème Brûlée Example SARL',
    'Łódź Example Sp. z o.o.',
    'Müller Example GmbH',
  ])
  expect(await namesOf(rows, 'macroman.csv')).toEqual(['Müller Example GmbH'])
  expect(await namesOf(rows, 'shiftjis.csv')).toEqual(['株式会社サンプル'])
  expect(files.map((file) => [basename(file.path), file.rows_kept, file.warnings.length, unaccounted(file)])).toEqual([
    ['concat.csv', 3, 1, 0],
    ['macroman.csv', 1, 1, 0],
    ['shiftjis.csv', 1, 1, 0],
  ])
  expect(files[0]?.warnings[0]).toMatch(/^Line 5 is not UTF-8 .* names on them may be wrong/)
  expect(files[1]?.warnings[0]).toMatch(/not UTF-8: .* Mac Roman, .* line 2\. Names may be wrong/)
  expect(
    await rows(`select string_agg(transaction_reference_id, ' ' order by transaction_reference_id) as keys,
      sum(seller_net_revenue)::decimal(9, 2)::varchar as net from billed_revenue`),
  ).toEqual([{ keys: 'refE1 refE2 refE3 refE4 refE5', net: '78.60' }])
})

const pages: [string, string, string[]][] = [
  ['windows-1250', 'Windows-1250', ['Łódź Example Sp. z o.o.', 'Spółka Akcyjna Ząbki', 'Škoda Example a.s.']],
  ['windows-1251', 'Windows-1251', ['ООО Пример', 'Газпром нефть', 'Общество']],
  ['koi8-r', 'KOI8-R', ['ООО Пример', 'Общество', 'Завод']],
  ['windows-1253', 'Windows-1253', ['Παράδειγμα ΑΕ', 'Εθνική Τράπεζα']],
  ['windows-1255', 'Windows-1255', ['חברת דוגמה']],
  ['windows-874', 'Windows-874', ['บริษัท ตัวอย่าง จำกัด']],
  ['gb18030', 'GB 18030', ['深圳市腾讯计算机系统有限公司', '中国电信']],
  ['big5', 'Big5', ['台灣範例股份有限公司']],
  ['euc-jp', 'EUC-JP', ['さくらインターネット株式会社']],
  ['euc-kr', 'EUC-KR', ['예제 주식회사', '삼성전자']],
  ['shift_jis', 'Shift_JIS', ['東京ソフトウェア株式会社', '帳票']],
  ['macintosh', 'Mac Roman', ['Société Générale', 'Crème Brûlée SARL', 'Größe & Söhne']],
]

test('names in the code pages of the world, each with one warning', async () => {
  const folder = newFolder()
  const { import: importFiles, rows } = await newBook()
  const paths = pages.map(([page, , names]) => write(folder, `${page}.csv`, encode(table('Plain Ltd', ...names), page)))
  const { files } = await importFiles(paths)
  for (const [index, [page, title, names]] of pages.entries()) {
    expect(await namesOf(rows, `${page}.csv`)).toEqual(['Plain Ltd', ...names])
    expect(files[index]?.warnings).toHaveLength(1)
    expect(files[index]?.warnings[0]).toContain(`read as ${title}`)
    expect(files[index]?.warnings[0]).toContain('line 3')
  }
})

test('Windows-1252 has its own signs, and what is in no page loses nothing', async () => {
  const folder = newFolder()
  const { import: importFiles, rows } = await newBook()
  const western = Buffer.from(
    table('L\x92Or\xe9al \x96 Paris', '\x93Best\x94 Trade\x99', '\x80uro Bank', 'Stra\xdfe')
      .replaceAll('9.70', '\x809.70')
      .replaceAll('USD', 'EUR'),
    'latin1',
  )
  const unknown = Buffer.from(table('\xaa\xbd\xfe\x81 \xa6\xb2', '\x90\x8d\xb9'), 'latin1')
  const { files } = await importFiles([write(folder, 'western.csv', western), write(folder, 'unknown.csv', unknown)])
  expect(await namesOf(rows, 'western.csv')).toEqual(['L’Oréal – Paris', '“Best” Trade™', '€uro Bank', 'Straße'])
  expect(files.map(({ rows_kept: kept, warnings }) => [kept, warnings.length])).toEqual([
    [4, 1],
    [2, 1],
  ])
  expect(files[1]?.warnings[0]).toMatch(/nothing tells what it is in: from line 2 on names may be wrong/)
})

test('one bad byte costs no other name, nor an amount beside it', async () => {
  const folder = newFolder()
  const { import: importFiles, rows } = await newBook()
  const good = Buffer.from(table('München', 'Größe', '株式会社'))
  // A character that was cut to fit, as by a column that counts bytes.
  const cut = Buffer.from(table('München Ö'))
  cut[cut.indexOf('Ö') + 1] = 0x2e
  const stray = Buffer.from(billedLine('T4', '€9.70', 'Wałęsa ?').join(','))
  stray[stray.indexOf('?')] = 0xff
  const { files } = await importFiles([
    join(import.meta.dirname, '../faults/10/enc_2022-08-15.csv'),
    write(folder, 'stray.csv', Buffer.concat([good, stray, Buffer.from('\n')])),
    write(folder, 'cut.csv', cut),
  ])
  expect(files.map((file) => [file.rows_kept, file.refused_rows, unaccounted(file)])).toEqual([
    [2, 0, 0],
    [3, 1, 0],
    [1, 0, 0],
  ])
  expect(await rows('select product_title as product from br1 order by line')).toEqual([
    { product: 'München Größe' },
    { product: 'ÿ' },
  ])
  expect(await namesOf(rows, 'stray.csv')).toEqual(['München', 'Größe', '株式会社'])
  // The amount names euros in a row of dollars: the sign was read.
  expect(files[1]?.refusals[0]?.reason).toContain('"€9.70" names another currency')
  expect(String(await namesOf(rows, 'cut.csv'))).toMatch(/^München /)
  expect(files.map(({ warnings }) => warnings.filter((text) => /not UTF-8.*may be wrong/.test(text)).length)).toEqual([
    1, 1, 1,
  ])
})

test('UTF-16 with and without mark, of any script, put behind each other, cut off, broken', async () => {
  const folder = newFolder()
  const { import: importFiles, rows } = await newBook()
  const wide = (text: string): Buffer => Buffer.from(text, 'utf16le')
  const cyrillic = Array.from({ length: 40 }, () => 'Общество с ограниченной ответственностью')
  const { files } = await importFiles([
    write(folder, 'cyrillic le.csv', wide(table(...cyrillic))),
    write(folder, 'cyrillic be.csv', wide(table(...cyrillic)).swap16()),
    write(folder, 'twice.csv', wide(`\uFEFF${table('Ä')}\uFEFF${table('Ö')}`)),
    write(folder, 'odd.csv', Buffer.concat([wide(`\uFEFF${table('Ä', 'Ö')}`), Buffer.from('\n')])),
    write(folder, 'broken.csv', wide(`\uFEFF${table('Ä', 'Ö \uD83D')}`)),
    write(
      folder,
      'twice in UTF-8.csv',
      `\uFEFF${table('Ä')}\uFEFF"${table('Ö').replaceAll(',', '","').replaceAll('\n', '"\n"').slice(0, -1)}`,
    ),
    write(folder, 'UTF-32.csv', Buffer.concat(Array.from(`\uFEFF${table('Ä')}`, (char) => wide(`${char}\0`)))),
    write(folder, 'UTF-32 without mark.csv', Buffer.concat(Array.from(table('Ä'), (char) => wide(`${char}\0`)))),
  ])
  expect(files.map((file) => [basename(file.path), file.rows_kept, file.refused_rows, unaccounted(file)])).toEqual([
    ['cyrillic le.csv', 40, 0, 0],
    ['cyrillic be.csv', 40, 0, 0],
    ['twice.csv', 2, 0, 0],
    ['odd.csv', 2, 0, 0],
    ['broken.csv', 2, 0, 0],
    ['twice in UTF-8.csv', 2, 0, 0],
    ['UTF-32.csv', 0, 0, 0],
    ['UTF-32 without mark.csv', 0, 0, 0],
  ])
  expect(await namesOf(rows, 'cyrillic be.csv')).toEqual(cyrillic)
  expect(await namesOf(rows, 'odd.csv')).toEqual(['Ä', 'Ö'])
  expect(await namesOf(rows, 'twice in UTF-8.csv')).toEqual(['Ä', 'Ö'])
  expect(files.map(({ warnings }) => warnings)).toEqual([
    [],
    [],
    [],
    [],
    [expect.stringMatching(/broken, first on line 3/)],
    [],
    [],
    [],
  ])
  expect(files[6]?.reason).toBe('It is written in UTF-32, which Tieout does not read: save it as UTF-8.')
  expect(files[7]?.reason).toBe(files[6]?.reason)
})

test('a broken character is no part of a key', async () => {
  const { import: importFiles } = await newBook()
  const text = Buffer.from(
    `\uFEFF${lines([billedHeader, billedLine('T1\uD83D', '1.00'), billedLine('T2', '2.00')])}`,
    'utf16le',
  )
  const { files } = await importFiles([write(newFolder(), 'key.csv', text)])
  expect(files).toMatchObject([{ rows_kept: 1, refused_rows: 1, refusals: [{ line: 2 }] }])
  expect(files[0]?.refusals[0]?.reason).toMatch(/^Transaction Reference ID: the cell holds a broken character/)
})

test('where the first line that is not UTF-8 stands, in a file of any size', async () => {
  const folder = newFolder()
  const long = Buffer.from(table(...Array.from({ length: 60_000 }, () => 'Größe & Söhne')))
  const path = write(folder, 'long.csv', Buffer.concat([long, Buffer.from('T,M\xfcller,1,USD,0\n', 'latin1')]))
  expect(await inspect(path)).toMatchObject({
    encoding: 'windows-1252',
    notes: [expect.stringMatching(/^Line 60002 is not/)],
  })
  const returns = write(
    folder,
    'returns.csv',
    Buffer.from(table('a', 'b', 'M\xfcller').replaceAll('\n', '\r'), 'latin1'),
  )
  expect((await inspect(returns)).notes).toEqual([expect.stringContaining('line 4')])
})

test('a text in several encodings of which one is UTF-16 is not read, wherever they change', async () => {
  const folder = newFolder()
  const { import: importFiles } = await newBook()
  const wide = (text: string): Buffer => Buffer.from(text, 'utf16le')
  const names = Array.from({ length: 30 }, () => 'Müller')
  const { files } = await importFiles([
    write(folder, 'narrow behind.csv', Buffer.concat([wide(`\uFEFF${table(...names)}`), Buffer.from(table('Ä', 'Ö'))])),
    write(folder, 'narrow before.csv', Buffer.concat([Buffer.from(table('Ä')), wide(table(...names))])),
    write(folder, 'chinese.csv', wide(`\uFEFF${table(...names.map(() => '深圳市腾讯计算机系统有限公司'.repeat(9)))}`)),
  ])
  expect(files.map((file) => [basename(file.path), file.status, file.rows_kept])).toEqual([
    ['narrow behind.csv', 'unrecognised', 0],
    ['narrow before.csv', 'unrecognised', 0],
    ['chinese.csv', 'imported', 30],
  ])
  expect(files[0]?.reason).toMatch(/^It is in UTF-16 in one part and in another encoding in the next/)
  expect(files[1]?.reason).toBe(files[0]?.reason)
})

test('valid UTF-8 whose names are broken, or were turned twice, is said to be so', async () => {
  const folder = newFolder()
  const { import: importFiles, rows } = await newBook()
  const twice = (text: string): string => Buffer.from(text).toString('latin1')
  const { files } = await importFiles([
    write(folder, 'broken.csv', table('Plain Ltd', 'M\uFFFDnchen')),
    write(folder, 'twice.csv', table('Plain Ltd', 'Łódź', twice('Crème Brûlée'))),
    write(folder, 'twice, Windows.csv', table('Itâ€™s', 'CafÃ©')),
    write(folder, 'right.csv', table('MAÇÃ IRMÃ\u00a0LTDA', 'Âge «Ã»', 'Łódź', '株式会社')),
  ])
  expect(files.map(({ rows_kept: kept }) => kept)).toEqual([2, 3, 2, 4])
  expect(files.map(({ warnings }) => warnings)).toEqual([
    [expect.stringMatching(/broken, first on line 3/)],
    [expect.stringMatching(/^Its text was turned into UTF-8 twice, which first shows on line 4/)],
    [expect.stringMatching(/^Its text was turned into UTF-8 twice, which first shows on line 2/)],
    [],
  ])
  expect(await namesOf(rows, 'broken.csv')).toEqual(['Plain Ltd', 'M\uFFFDnchen'])
})
