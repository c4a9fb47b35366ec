import ExcelJS from 'exceljs'
import { fromBufferPromise } from 'yauzl'
import Papa from 'papaparse'
import { storedZip } from '../sample/archive.ts'
import type { Seed } from './mutations.ts'

/** A table as a workbook whose parts are not compressed, so that damage reaches what is written in them. */
export async function storedWorkbook({ bytes }: Seed): Promise<Seed> {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('Report')
  for (const cells of Papa.parse<string[]>(bytes.toString('utf8')).data)
    sheet.addRow(cells.map((cell) => (/^-?\d{1,9}\.\d\d$/.test(cell) ? Number(cell) : cell)))
  const zip = await fromBufferPromise(Buffer.from(await workbook.xlsx.writeBuffer()))
  const entries: { path: string; bytes: Buffer }[] = []
  for await (const entry of zip.eachEntry()) {
    const parts: Buffer[] = []
    for await (const part of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) parts.push(part)
    entries.push({ path: entry.fileName, bytes: Buffer.concat(parts) })
  }
  return { name: 'report.xlsx', bytes: storedZip(entries) }
}
