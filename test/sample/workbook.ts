import ExcelJS from 'exceljs'
import { type Entry, fromBuffer } from 'yauzl'
import { type Entry as StoredEntry, storedZip } from './archive.ts'
import type { CellValue } from './dashboard-cells.ts'
import { plain } from './money.ts'

/** An account number that the spreadsheet holds as a number, and so without its leading zeros. */
export type WorkbookCell = CellValue | { readonly account: string } | undefined

const made = new Date(Date.UTC(2026, 7, 9))

/** A workbook of one sheet with real numbers and dates, the same bytes each time. */
export async function workbookFile(
  sheet: string,
  header: readonly string[],
  rows: readonly (readonly WorkbookCell[])[],
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook()
  workbook.creator = 'Sample'
  workbook.lastModifiedBy = 'Sample'
  workbook.created = made
  workbook.modified = made
  const page = workbook.addWorksheet(sheet)
  page.addRow([...header])
  for (const row of rows) {
    const added = page.addRow(row.map(valueOf))
    row.forEach((cell, index) => {
      if (cell === undefined || typeof cell === 'string') return
      added.getCell(index + 1).numFmt = 'date' in cell ? 'yyyy-mm-dd' : 'account' in cell ? '0' : '#,##0.00'
    })
  }
  return storedZip(await entriesOf(Buffer.from(await workbook.xlsx.writeBuffer())))
}

function valueOf(cell: WorkbookCell): string | number | Date | null {
  if (cell === undefined || cell === '') return null
  if (typeof cell === 'string') return cell
  if ('account' in cell) return Number(cell.account)
  if ('amount' in cell) return Number(plain(cell.amount))
  return cell.date === null ? null : new Date(`${cell.date}T00:00:00Z`)
}

/** What is in an archive; it is written anew without compression and without the time of day. */
function entriesOf(archive: Buffer): Promise<StoredEntry[]> {
  return new Promise((resolve, reject) => {
    fromBuffer(archive, { lazyEntries: true }, (error, zip) => {
      if (error || !zip) return reject(error)
      const entries: StoredEntry[] = []
      zip.on('entry', (entry: Entry) => {
        zip.openReadStream(entry, (failure, stream) => {
          if (failure || !stream) return reject(failure)
          const chunks: Buffer[] = []
          stream.on('data', (chunk: Buffer) => chunks.push(chunk))
          stream.on('end', () => {
            entries.push({ path: entry.fileName, bytes: Buffer.concat(chunks) })
            zip.readEntry()
          })
        })
      })
      zip.on('end', () => resolve(entries))
      zip.on('error', reject)
      zip.readEntry()
    })
  })
}
