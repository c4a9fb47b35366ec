import { readFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'
import Papa from 'papaparse'
import { type Limits, limits as usual } from '../../main/import/limits.ts'
import { type SheetText, readXlsx } from '../../main/import/workbook/read-xlsx.ts'
import { crc32 } from '../sample/crc32.ts'
import { storedZip } from '../sample/archive.ts'
import { newFolder, write } from './books.ts'

/** A workbook by its parts: what is given here takes the place of what is made for the sheets. */
export interface WorkbookParts {
  /** The content of `sheetData` of each sheet, or a whole part when it begins with `<?xml` or `<worksheet`. */
  readonly sheets: Readonly<Record<string, string>>
  /** The `si` elements. */
  readonly texts?: string
  readonly styles?: string
  /** Attributes of each `sheet` element. */
  readonly attributes?: Readonly<Record<string, string>>
  readonly others?: Readonly<Record<string, string | Buffer | null>>
}

const relationTypes = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export const relation = (id: string, type: string, target: string, more = ''): string =>
  `<Relationship Id="${id}" Type="${relationTypes}/${type}" Target="${target}"${more}/>`

/** Every part of a workbook as bytes, by its path. */
export function partsOf({ sheets, texts, styles, attributes, others }: WorkbookParts): Map<string, Buffer> {
  const names = Object.keys(sheets)
  const list = names.map((name, at) => `<sheet name="${name}" r:id="r${at}" ${attributes?.[name] ?? ''}/>`).join('')
  const relations = names.map((_, at) => relation(`r${at}`, 'worksheet', `worksheets/sheet${at}.xml`)).join('')
  const parts: Record<string, string | Buffer | null> = {
    'xl/workbook.xml': `<workbook xmlns:r="x"><sheets>${list}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relations}</Relationships>`,
    ...Object.fromEntries(
      names.map((name, at) => {
        const content = sheets[name] ?? ''
        const whole = /^<(\?xml|worksheet)/.test(content)
          ? content
          : `<worksheet><sheetData>${content}</sheetData></worksheet>`
        return [`xl/worksheets/sheet${at}.xml`, whole]
      }),
    ),
    ...(texts === undefined ? {} : { 'xl/sharedStrings.xml': `<sst>${texts}</sst>` }),
    ...(styles === undefined ? {} : { 'xl/styles.xml': styles }),
    ...others,
  }
  const filled = Object.entries(parts).filter(([, content]) => content !== null)
  return new Map(filled.map(([path, content]) => [path, Buffer.from(content as string)]))
}

export function workbook(parts: WorkbookParts): Buffer {
  return storedZip([...partsOf(parts)].map(([path, bytes]) => ({ path, bytes })))
}

/** The same, with one part packed: so that few bytes may hold many. */
export function packedZip(parts: ReadonlyMap<string, Buffer>): Buffer {
  const local: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [path, bytes] of parts) {
    const packed = deflateRawSync(bytes)
    const name = Buffer.from(path)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(bytes.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    const entry = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, name, packed])
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), fields, place, name]))
    local.push(entry)
    offset += entry.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006')
  end.writeUInt16LE(parts.size, 8)
  end.writeUInt16LE(parts.size, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, central, end])
}

export interface ReadSheet extends SheetText {
  readonly rows: string[][]
}

/** The sheets of a workbook as they are read, without a book. */
export async function readSheets(bytes: Buffer, limits: Partial<Limits> = {}): Promise<ReadSheet[]> {
  const folder = newFolder()
  const path = write(folder, 'book.xlsx', bytes)
  const sheets = await readXlsx(path, folder, undefined, { ...usual, ...limits })
  return sheets.map((sheet) => ({
    ...sheet,
    rows: Papa.parse<string[]>(readFileSync(sheet.path, 'utf8').replace(/\n$/, ''), { delimiter: ',', newline: '\n' })
      .data,
  }))
}

/** The cells of the first row of the first sheet. */
export async function readCells(cells: string, parts: Partial<WorkbookParts> = {}): Promise<string[]> {
  const [sheet] = await readSheets(workbook({ sheets: { S: `<row r="1">${cells}</row>` }, ...parts }))
  return sheet?.rows[0] ?? []
}
