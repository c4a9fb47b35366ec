const toXlsx = 'which Tieout does not read: open it in Excel and save it as .xlsx'
const unpack = 'which Tieout does not open: unpack it, and import the files'
const convert = 'which Tieout does not read: write the data as CSV or Parquet'
const asReport = 'get the report itself, as CSV or .xlsx'

/** What is said of a file in a format that is not read: which it is, and what to do. */
export const formats = {
  xls: `It is an old Excel workbook (.xls), ${toXlsx}.`,
  lockedWorkbook:
    'It is a workbook locked with a password: open it in Excel with its password, take the password off (File > Info > Protect Workbook), and save it again.',
  xlsb: `It is a binary Excel workbook (.xlsb), ${toXlsx}.`,
  xmlWorkbook: `It is an Excel workbook in the XML format of 2003, whatever its name says, ${toXlsx}.`,
  ods: 'It is an OpenDocument spreadsheet (.ods), which Tieout does not read: open it in LibreOffice or Excel and save it as .xlsx.',
  openDocument: `It is an OpenDocument text, presentation or drawing, not a report: ${asReport}.`,
  numbers:
    'It is an Apple Numbers spreadsheet (.numbers), which Tieout does not read: open it in Numbers and export it as Excel (.xlsx) or CSV.',
  pages: `It is an Apple Pages or Keynote document, not a report: ${asReport}.`,
  htmlTable:
    'It is a web page (HTML) with a table, and no workbook, whatever its name says: open it in Excel and save it as .xlsx, or download the report as CSV.',
  html: 'It is a web page (HTML), and not the report: the site may have asked to sign in. Open it there again, and download the report.',
  webArchive: `It is a web page saved as one file (MHTML), ${toXlsx}.`,
  xml: `It is an XML file, not a report: ${asReport}.`,
  pdf: `It is a PDF, from which no figures can be read reliably: ${asReport}.`,
  word: `It is a Word document, not a report: ${asReport}.`,
  powerPoint: `It is a PowerPoint presentation, not a report: ${asReport}.`,
  richText: `It is a rich text document (RTF), not a report: ${asReport}.`,
  office: `It is a document of another Office program, not a report: ${asReport}.`,
  document: `It is a document of another program, not a report: ${asReport}.`,
  picture: `It is a picture, from which no figures can be read: ${asReport}.`,
  recording: `It is a sound or video file, not a report: ${asReport}.`,
  sevenZip: `It is a 7z archive, ${unpack} (or pack them as ZIP).`,
  rar: `It is a RAR archive, ${unpack} (or pack them as ZIP).`,
  tar: `It is a tar archive, ${unpack} (or pack them as ZIP).`,
  cabinet: `It is a cabinet archive (.cab), ${unpack} (or pack them as ZIP).`,
  bzip2: `It is packed by bzip2, ${unpack} (or pack them by gzip or as ZIP).`,
  xz: `It is packed by xz, ${unpack} (or pack them by gzip or as ZIP).`,
  zstd: `It is packed by zstd, ${unpack} (or pack them by gzip or as ZIP).`,
  lz4: `It is packed by lz4, ${unpack} (or pack them by gzip or as ZIP).`,
  compress: `It is packed by compress (.Z), ${unpack} (or pack them by gzip or as ZIP).`,
  zipPart:
    'It is one part of a ZIP archive in several parts: unpack the archive where all its parts lie, and import the files.',
  orc: `It is an ORC file, ${convert}.`,
  avro: `It is an Avro file, ${convert}.`,
  arrow: `It is an Arrow (Feather) file, ${convert}.`,
  lockedParquet: 'The Parquet file is encrypted: write it without encryption, or export the data as CSV.',
  sqlite: `It is an SQLite database, ${convert}.`,
  duckdb:
    'It is a DuckDB database, as every book of Tieout is, not a report: open a book as a book, and import the reports themselves.',
  access: `It is an Access database, ${convert}.`,
  email: 'It is an e-mail, and not the report: save the file that is attached to it, and import that.',
  installer: 'It is a program or an installer, not a report.',
  json: 'It is JSON, and reports are CSV files, workbooks or Parquet files: get the report in one of these.',
  sideFile:
    'It is JSON that describes a report of the Commerce Analytics Service (its .meta.json): import the report that belongs to it, from the same folder.',
  shortcut: 'It is a shortcut to another file: import the file that it leads to.',
  encrypted: 'It is encrypted: decrypt it with the program that encrypted it, and import the result.',
  empty: 'It is empty: there is nothing in it. Get it again from where it came.',
  blank: 'It is empty but for blanks and line ends. Get it again from where it came.',
  zeros:
    'It holds nothing but zero bytes: it was never written to its end, or not fetched to this computer yet. Get it again from where it came.',
  binary:
    'It is neither text nor a workbook: reports are CSV files, workbooks (.xlsx) or Parquet files, also packed as ZIP or gzip.',
} as const

/** What is said of an answer of S3 that was saved in place of the report; `code` is the store's word for its reason. */
export function s3Error(code: string): string {
  return `It is an error message of S3 (${code}), and not the report: the link has expired or may not be used. Get a new link, and download the report again.`
}

interface Signature {
  readonly bytes: string
  readonly at?: number
  readonly sentence: string
  /** True where the first bytes could begin a text as well: a zero byte somewhere in the file must agree. */
  readonly isText?: boolean
}

// What the formats begin with, as their specifications and the `file` program's list of signatures give it.
const signatures: readonly Signature[] = [
  // Anything may stand before these: the name of the first file, a checksum.
  { bytes: 'ustar', at: 257, sentence: formats.tar, isText: true },
  { bytes: 'DUCK', at: 8, sentence: formats.duckdb, isText: true },
  { bytes: '%PDF-', sentence: formats.pdf },
  { bytes: '{\\rtf', sentence: formats.richText },
  { bytes: '\x89PNG\r\n\x1a\n', sentence: formats.picture },
  { bytes: '\x89PNG', sentence: formats.picture, isText: true },
  { bytes: '\xff\xd8\xff', sentence: formats.picture },
  { bytes: 'GIF87a', sentence: formats.picture },
  { bytes: 'GIF89a', sentence: formats.picture },
  { bytes: 'II*\0', sentence: formats.picture },
  { bytes: 'MM\0*', sentence: formats.picture },
  { bytes: 'BM', sentence: formats.picture, isText: true },
  { bytes: 'WEBP', at: 8, sentence: formats.picture, isText: true },
  { bytes: 'ftyphei', at: 4, sentence: formats.picture },
  { bytes: 'ftypmif', at: 4, sentence: formats.picture },
  { bytes: 'ftyp', at: 4, sentence: formats.recording, isText: true },
  { bytes: 'WAVE', at: 8, sentence: formats.recording, isText: true },
  { bytes: 'ID3', sentence: formats.recording, isText: true },
  { bytes: '7z\xbc\xaf\x27\x1c', sentence: formats.sevenZip },
  { bytes: 'Rar!\x1a\x07', sentence: formats.rar },
  { bytes: 'MSCF\0\0\0\0', sentence: formats.cabinet },
  { bytes: '1AY&SY', at: 4, sentence: formats.bzip2 },
  { bytes: '\xfd7zXZ\0', sentence: formats.xz },
  { bytes: '\x28\xb5\x2f\xfd', sentence: formats.zstd },
  { bytes: '\x04\x22\x4d\x18', sentence: formats.lz4 },
  { bytes: '\x1f\x9d', sentence: formats.compress },
  { bytes: '\x1f\xa0', sentence: formats.compress },
  { bytes: 'PK\x07\x08', sentence: formats.zipPart },
  { bytes: 'PARE', sentence: formats.lockedParquet, isText: true },
  { bytes: 'ORC', sentence: formats.orc, isText: true },
  { bytes: 'Obj\x01', sentence: formats.avro },
  { bytes: 'ARROW1\0\0', sentence: formats.arrow },
  { bytes: 'FEA1', sentence: formats.arrow, isText: true },
  { bytes: 'SQLite format 3\0', sentence: formats.sqlite },
  { bytes: '\0\x01\0\0Standard ', sentence: formats.access },
  { bytes: 'L\0\0\0\x01\x14\x02\0', sentence: formats.shortcut },
  { bytes: 'book\0\0\0\0mark', sentence: formats.shortcut },
  { bytes: '\x7fELF', sentence: formats.installer },
  { bytes: 'MZ', sentence: formats.installer, isText: true },
  { bytes: '\xcf\xfa\xed\xfe', sentence: formats.installer },
  { bytes: '\xca\xfe\xba\xbe', sentence: formats.installer },
  { bytes: 'Salted__', sentence: formats.encrypted, isText: true },
  // Workbooks of Excel 2 to 5, whose stream lies in no compound file: the record that begins them, by version and length.
  { bytes: '\x09\0\x04\0', sentence: formats.xls },
  { bytes: '\x09\x02\x06\0', sentence: formats.xls },
  { bytes: '\x09\x04\x06\0', sentence: formats.xls },
  { bytes: '\x09\x08\x08\0', sentence: formats.xls },
  { bytes: '\x09\x08\x10\0', sentence: formats.xls },
]

/** The sentence for bytes that begin as one of the formats that are not read; `zeros` says that the file has zero bytes. */
export function foreignSentence(head: Buffer, zeros: boolean): string | null {
  const begins = head.toString('latin1', 0, 300)
  const found = signatures.find(
    ({ bytes, at = 0, isText }) => begins.startsWith(bytes, at) && (isText !== true || zeros),
  )
  return found?.sentence ?? null
}

const xmlError = /^(?:<\?xml[^>]*\?>\s*)?<Error[^>]*>[^]*?<Code>\s*(\w{1,60})\s*<\/Code>/
const markup = /^<(?:\?xml|!--|!doctype\b|[a-z_][\w.-]*(?::[\w.-]+)?(?:\s[^<>]*)?\/?>)/i
const htmlMarks = /<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<table[\s>]|<script[\s>]|<meta\s/i
const headerLine =
  /^(?:from|to|subject|date|received|return-path|delivered-to|message-id|mime-version|content-type|reply-to|x-[\w-]+|arc-[\w-]+|dkim-[\w-]+|authentication-results):/i

/**
 * The sentence for a text in a format that is no report, by its beginning; null for a plain text. It is said only where no
 * report is found in the text.
 */
export function textSentence(beginning: string): string | null {
  const text = beginning.replace(/^[\s\uFEFF\0]+/, '')
  if (text.startsWith('%PDF-')) return formats.pdf
  if (/^-----BEGIN PGP |^age-encryption\.org\//.test(text)) return formats.encrypted
  if (/^\[InternetShortcut\]/i.test(text)) return formats.shortcut
  if (markup.test(text)) return markupSentence(text)
  if (/^(?:\{\s*["}]|\[\s*(?:[[{"\]]|-?\d|true\b|false\b|null\b))/.test(text)) return jsonSentence(text)
  if (!isMail(text)) return null
  return /^content-type:\s*multipart\/related/im.test(text) && /^content-type:\s*text\/html/im.test(text)
    ? formats.webArchive
    : formats.email
}

function markupSentence(text: string): string {
  const code = xmlError.exec(text)?.[1]
  if (code !== undefined) return s3Error(code)
  if (/urn:schemas-microsoft-com:office:spreadsheet|progid="Excel\.Sheet"/.test(text)) return formats.xmlWorkbook
  if (/office:mimetype="application\/vnd\.oasis\.opendocument\.spreadsheet/.test(text)) return formats.ods
  if (!htmlMarks.test(text)) return formats.xml
  return /<table[\s>]|urn:schemas-microsoft-com:office:excel/i.test(text) ? formats.htmlTable : formats.html
}

function jsonSentence(text: string): string {
  return /"dataSet(?:CoverageRange|RequestParameters|S3Location|RequestId)"|"dataSetRequestId"/.test(text)
    ? formats.sideFile
    : formats.json
}

/** A message begins with lines of its header, as RFC 5322 has them; two that every message or saved page has tell it. */
function isMail(text: string): boolean {
  const lines = text.split(/\r?\n/, 30)
  const names = lines
    .filter((line) => headerLine.test(line))
    .map((line) => line.slice(0, line.indexOf(':')).toLowerCase())
  if (!headerLine.test(lines[0] ?? '') || new Set(names).size < 2) return false
  return names.some((name) => ['from', 'mime-version', 'message-id', 'received', 'return-path'].includes(name))
}
