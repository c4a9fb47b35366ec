import { join } from 'node:path'
import ExcelJS from 'exceljs'
import type { FileResult } from '../../main/import/result.ts'
import { type TestBook, newBook, newFolder, unaccounted, write } from '../import/books.ts'
import { maker } from '../reconcile/making.ts'

/** The folder of a case. */
export function caseFolder(name: string): string {
  return join(import.meta.dirname, name)
}

export const dis1Header =
  'Product,Product Code,SellerRev,AWSRefFee,SellerRevRefund,AWSRefFeeRefund,SellerRevCredit,AWSRefFeeCredit,Net Amount,Transaction Reference ID,SellerUSSalesTax,SellerUSSalesTaxRefund,Customer AWS Account Number,Customer Country'
export const billedHeader =
  'Invoice date,Payment due date,Payment terms,Invoice ID,Subscriber company name,Subscriber country,Product title,Offer ID,Gross revenue,Listing fee,Seller net revenue,Currency,Transaction reference ID,AWS seller of record,Payer AWS account ID,Product ID,AWS tax share'

/** A line of section 1 with this net amount, in dollars. */
export function dis1Line(reference: string, net: string, product = 'Anchor'): string {
  return `${product},p1,${net},0.00,0.00,0.00,0.00,0.00,${net},${reference},0.00,0.00,410077223344,US`
}

/** A line of the billed revenue export with this net. */
export function billedLine(reference: string, net: string, product = 'Anchor'): string {
  return `2026-05-31,2026-06-30,Net 30 days,2290017741,Heron Example Ltd,GB,${product},offer-1,${net},0.00,${net},USD,${reference},AWS_INC,410077223344,prod-1,0.00`
}

export interface Imported {
  readonly book: TestBook
  readonly files: readonly FileResult[]
  /** Sums of the lines that count. */
  readonly billed: string
  readonly disbursed: string
}

/** Imports paths into a new book and makes its lines, which say what counts; every line of every file is accounted for. */
export async function importAll(paths: readonly string[]): Promise<Imported> {
  const book = await newBook()
  const { files } = await book.import([...paths])
  for (const file of files)
    if (unaccounted(file) !== 0) throw new Error(`${file.path}: ${unaccounted(file)} lines lost`)
  const connection = await book.book.connect()
  try {
    await maker(connection)('billed_lines disbursed_lines')
    const sum = async (lines: string): Promise<string> =>
      String(await connection.value(`select coalesce(sum(net), 0)::decimal(18, 2) as net from ${lines} where counted`))
    return { book, files, billed: await sum('billed_lines'), disbursed: await sum('disbursed_lines') }
  } finally {
    connection.close()
  }
}

/** The same for texts by the names of their files. */
export function importTexts(texts: Readonly<Record<string, string | Buffer>>): Promise<Imported> {
  const folder = newFolder()
  return importAll(Object.entries(texts).map(([name, text]) => write(folder, name, text)))
}

/** The result of the file of this name. */
export function fileCalled({ files }: Imported, name: string): FileResult {
  const file = files.find(({ path }) => path.endsWith(`/${name}`))
  if (!file) throw new Error(`No file is called ${name}`)
  return file
}

/** A workbook whose sheets hold these lines of comma-separated cells; figures are numbers. */
export async function workbookOf(
  sheets: Readonly<Record<string, readonly string[]>>,
  hidden: readonly string[] = [],
): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  for (const [name, lines] of Object.entries(sheets)) {
    const sheet = book.addWorksheet(name, { state: hidden.includes(name) ? 'hidden' : 'visible' })
    for (const line of lines)
      sheet.addRow(
        line.split(',').map((cell) => (/^-?\d{1,9}(\.\d+)?$/.test(cell) ? Number(cell) : cell === '' ? null : cell)),
      )
  }
  return Buffer.from(await book.xlsx.writeBuffer())
}
