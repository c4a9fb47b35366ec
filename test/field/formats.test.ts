import { cpSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { storedZip } from '../sample/archive.ts'
import { newBook, newFolder, write } from '../import/books.ts'

const cases = join(import.meta.dirname, '12-formats')
const zip = (names: Record<string, string>): Buffer =>
  storedZip(Object.entries(names).map(([path, text]) => ({ path, bytes: Buffer.from(text) })))

/** A compound file whose directory, with these names, lies behind so many bytes. */
function compound(names: readonly string[], before = 512): Buffer {
  const file = Buffer.alloc(before + 128 * 8)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file)
  file.writeUInt16LE(9, 30)
  file.writeUInt32LE(before / 512 - 1, 48)
  for (const [index, name] of ['Root Entry', ...names].entries()) {
    const at = before + index * 128
    file.write(name, at, 'utf16le')
    file.writeUInt16LE(name.length * 2 + 2, at + 64)
    file[at + 66] = index === 0 ? 5 : 2
  }
  return file
}

/** A letter about a workbook is no workbook. */
function wordWithText(): Buffer {
  const file = compound(['WordDocument'], 2048)
  file.write('\0Workbook\0', 1000, 'utf16le')
  return file
}

const types = (main: string): Record<string, string> => ({
  '[Content_Types].xml': `<Types><Override PartName="/main.xml" ContentType="application/${main}"/></Types>`,
  '_rels/.rels': '<Relationships/>',
  'main.xml': '<main/>',
})

/** File name, content, and what the one line about it must say. Names are misleading on purpose. */
const foreign: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ['far.csv', compound(['Workbook'], 512 * 400), /old Excel workbook \(\.xls\).*save it as \.xlsx/],
  ['five.dat', compound(['Book']), /old Excel workbook/],
  ['biff.xls', Buffer.from('09080800000505000000000000000000', 'hex'), /old Excel workbook/],
  ['aword.xls', wordWithText(), /Word document/],
  ['letter.xls', compound(['WordDocument']), /Word document/],
  ['talk.csv', compound(['PowerPoint Document']), /PowerPoint/],
  ['mail.xlsx', compound(['__substg1.0_0037001F']), /e-mail/],
  ['locked.csv', compound(['EncryptionInfo', 'EncryptedPackage'], 2048), /locked with a password/],
  ['word.xlsx', zip({ '[Content_Types].xml': '', 'word/document.xml': '' }), /Word document/],
  ['word2.zip', zip(types('vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml')), /Word document/],
  ['slides.csv', zip({ '[Content_Types].xml': '', 'ppt/presentation.xml': '' }), /PowerPoint/],
  ['drawing.zip', zip({ '[Content_Types].xml': '', 'visio/document.xml': '' }), /document of another program/],
  ['second.xlsx', zip(types('vnd.ms-excel.sheet.binary.macroEnabled.main')), /binary Excel workbook \(\.xlsb\)/],
  ['text.ods', zip({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '' }), /OpenDocument text/],
  ['calc.zip', zip({ 'content.xml': '', mimetype: 'application/vnd.oasis.opendocument.spreadsheet' }), /\.ods/],
  [
    'flat.xls',
    '<?xml version="1.0"?>\n<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>',
    /\.ods/,
  ],
  ['book.epub', zip({ mimetype: 'application/epub+zip', 'a.xhtml': '' }), /document of another program/],
  ['letter.pages', zip({ 'Index/Document.iwa': '', 'Metadata/Properties.plist': '' }), /Apple Pages/],
  ['talk.zip', zip({ 'Index/Document.iwa': '', 'Index/Slide-1.iwa': '' }), /Apple Pages or Keynote/],
  [
    'upper.csv',
    '\uFEFF\r\n  <HTML><BODY><TABLE border=1><TR><TD>1</TD></TR></TABLE></BODY></HTML>',
    /web page \(HTML\) with a table/,
  ],
  [
    'wide.xls',
    Buffer.from('\uFEFF<html><table><tr><td>1</td></tr></table></html>', 'utf16le'),
    /web page \(HTML\) with a table/,
  ],
  [
    'portal.csv',
    '<!-- saved -->\n<!doctype html>\n<html lang="en"><form><input type="password"></form></html>',
    /HTML\), and not the report.*sign in/,
  ],
  [
    'archive.xls',
    'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<html></html>',
    /MHTML/,
  ],
  [
    'expired.csv',
    '<Error><Code>ExpiredToken</Code><Message>x</Message></Error>',
    /error message of S3 \(ExpiredToken\)/,
  ],
  ['any.csv', '<?xml version="1.0"?><feed><row a="1"/></feed>', /XML file/],
  ['statement.csv', '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n', /PDF/],
  ['note.csv', '{\\rtf1\\ansi Dear reader}', /RTF/],
  ['scan.csv', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), /picture/],
  ['photo.csv', Buffer.from('ffd8ffe000104a464946', 'hex'), /picture/],
  ['moving.gif', 'GIF89a\x01\x00', /picture/],
  [
    'old.tar.csv',
    Buffer.concat([Buffer.from('MZ.csv'.padEnd(257, '\0')), Buffer.from('ustar\x0000'), Buffer.alloc(255)]),
    /tar archive/,
  ],
  ['pack.rar', 'Rar!\x1a\x07\x01\x00', /RAR archive/],
  ['a.csv.bz2', Buffer.from('425a683931415926535900000000', 'hex'), /bzip2/],
  ['a.csv.xz', Buffer.from('fd377a585a0000', 'hex'), /packed by xz/],
  ['a.csv.zst', Buffer.from('28b52ffd0000', 'hex'), /zstd/],
  ['a.csv.lz4', Buffer.from('04224d180000', 'hex'), /lz4/],
  ['a.z01', 'PK\x07\x08PK\x03\x04\x00', /one part of a ZIP/],
  ['a.orc', 'ORC\x00\x01', /ORC file/],
  ['a.avro', 'Obj\x01\x04', /Avro/],
  ['a.feather', 'ARROW1\x00\x00', /Arrow/],
  ['a.parquet', 'PARE\x00\x01', /Parquet file is encrypted/],
  ['a.db', 'SQLite format 3\x00', /SQLite/],
  ['other.tieout', Buffer.concat([Buffer.alloc(8, 7), Buffer.from('DUCK\x40\x00')]), /DuckDB database/],
  ['a.accdb', Buffer.from('\x00\x01\x00\x00Standard ACE DB', 'latin1'), /Access database/],
  [
    'report.eml',
    'From: a@example.com\r\nTo: b@example.com\r\nSubject: Report\r\n\r\nAttached.\r\n',
    /e-mail.*save the file that is attached/,
  ],
  ['side.meta.json', '{ "dataSetRequestId": "1", "dataSetCoverageRange": {} }', /Commerce Analytics Service/],
  ['list.csv', '[{"a": 1}]', /JSON/],
  ['link.url', '[InternetShortcut]\r\nURL=https://example.com\r\n', /shortcut/],
  ['key.csv', '-----BEGIN PGP MESSAGE-----\n\nabc\n', /encrypted: decrypt/],
  ['blank.csv', '\uFEFF \r\n\r\n\t\r\n', /empty but for blanks/],
  ['wideblank.csv', Buffer.from('\uFEFF\r\n\r\n', 'utf16le'), /empty but for blanks/],
  ['mark.csv', '\uFEFF', /empty/],
  ['nothing.csv', '', /It is empty/],
  ['hole.csv', Buffer.alloc(5000), /nothing but zero bytes/],
  ['random.csv', Buffer.from([1, 2, 3, 0, 200, 4, 0, 9]), /neither text nor a workbook/],
  ['packed.csv', gzipSync(compound(['Workbook'])), /old Excel workbook/],
  [
    'reports.tar.gz',
    gzipSync(Buffer.concat([Buffer.alloc(257, 'a'), Buffer.from('ustar\x0000'), Buffer.alloc(300)])),
    /tar archive/,
  ],
]

test('a file in a format that is not read is one line, which names the format and says what to do', async () => {
  const folder = newFolder()
  for (const [name, content] of foreign)
    write(
      folder,
      name,
      typeof content === 'string' && !/[^\0-\xff]/.test(content) ? Buffer.from(content, 'latin1') : content,
    )
  const { files } = await (await newBook()).import([folder])
  expect(files.map(({ path }) => basename(path))).toEqual(foreign.map(([name]) => name).toSorted())
  for (const [name, , reason] of foreign) {
    const file = files.find(({ path }) => basename(path) === name)
    expect([name, file?.status, file?.reason]).toEqual([name, 'unrecognised', expect.stringMatching(reason)])
  }
})

test('the same formats inside an archive, and as they were met', async () => {
  const folder = newFolder()
  cpSync(cases, folder, { recursive: true })
  write(
    folder,
    'z.zip',
    storedZip([{ path: 'a/letter.csv', bytes: zip({ '[Content_Types].xml': '', 'word/document.xml': '' }) }]),
  )
  const { files } = await (await newBook()).import([folder])
  const reasons = Object.fromEntries(files.map(({ path, reason }) => [path.slice(folder.length + 1), reason]))
  expect(Object.keys(reasons)).toHaveLength(16)
  const said: Record<string, RegExp> = {
    'Blank.numbers': /Apple Numbers/,
    'binary.xlsb': /\.xlsb/,
    'bundle.7z': /7z/,
    'bundle.tar': /tar archive/,
    'calc.ods': /\.ods/,
    'denied.csv': /S3 \(AccessDenied\)/,
    'locked.xlsx': /locked with a password/,
    'login.csv': /HTML/,
    'old.xls': /\.xls\)/,
    'part-0.snappy.parquet': /Parquet/,
    'report.xls': /XML/,
    'webtable.xls': /HTML/,
    'z.zip/a/letter.csv': /Word/,
  }
  for (const [name, reason] of Object.entries(said))
    expect([name, reasons[name]]).toEqual([name, expect.stringMatching(reason)])
})

test('a report that begins like another format is a report', async () => {
  const header = 'Product,Product Code,SellerRev,AWSRefFee,Net Amount,Transaction Reference ID'
  const folder = newFolder()
  write(folder, 'a.csv', `From: reports@example.com\nSubject: Disbursement\n\n${header}\nP,c,100,-3,97,T1\n`)
  write(folder, 'b.csv', `BM,ORC\n${header}\nP,c,100,-3,97,T2\n`)
  write(folder, 'c.csv', `"< 31"\n${header}\nP,c,100,-3,97,T3\n`)
  mkdirSync(join(folder, 'xl'))
  write(folder, 'd.zip', zip({ 'xl/workbooks of may.csv': `${header}\nP,c,100,-3,97,T4\n` }))
  const { files } = await (await newBook()).import([folder])
  expect(files.map(({ status, rows_kept }) => `${status} ${rows_kept}`)).toEqual(Array(4).fill('imported 1'))
})
