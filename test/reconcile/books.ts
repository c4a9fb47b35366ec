import { createHash } from 'node:crypto'
import { blankBook } from '../../main/app/blank-book.ts'
import type { Connection, Row } from '../../main/database/connection.ts'
import { type Book, openBook } from '../../main/database/open.ts'
import { type QueryOptions, query, queryTexts } from '../../main/queries/query.ts'
import { type ReconcileOptions, reconcile } from '../../main/reconcile/reconcile.ts'
import { sectionById } from '../../shared/reports/catalogue.ts'
import { afterTest } from '../after-test.ts'
import { maker } from './making.ts'

/** Cells of one typed row by column name; what is left out is null. */
export type Cells = Readonly<Record<string, string | number | null>>

export interface TestFile {
  readonly name: string
  /** What the file's name or its side file says. */
  readonly delivered?: string
  readonly sections: Readonly<Record<string, readonly Cells[]>>
}

/** A book in memory whose typed tables are filled directly, as an import would fill them. */
export interface TestBook {
  readonly book: Book
  readonly connection: Connection
  add(file: TestFile): Promise<number>
  reconcile(options?: ReconcileOptions): Promise<string>
  /** In the place of a reconciliation: each query that is asked for then makes what it reads, as of this date. */
  reconcileOnRead(asOf: string): void
  rows(name: string, options?: QueryOptions): Promise<Row[]>
}

export async function newBook(): Promise<TestBook> {
  const book = await openBook(':memory:', { blank: await blankBook() })
  afterTest(() => book.close())
  const connection = await book.connect()
  let files = 0
  let asOf: string | undefined
  let makeFor: ((text: string) => Promise<void>) | undefined
  return {
    book,
    connection,
    async add(file) {
      if (makeFor) throw new Error('What is made on reading would not follow this file.')
      files += 1
      await addFile(connection, files, file)
      return files
    },
    reconcileOnRead(date) {
      makeFor = maker(connection, date)
    },
    async reconcile(options = {}) {
      makeFor = undefined
      asOf = (await book.write((inside) => reconcile(inside, options))).asOf
      return asOf
    },
    async rows(name, options = {}) {
      // What AWS's reports are made from is made when they are read.
      if (makeFor) await makeFor(queryTexts([name]))
      else if (/^feed_(billed|collections)/.test(name))
        await book.write((inside) => reconcile(inside, { asOf, reads: queryTexts([name]) }))
      const { sql, parameters } = await query(connection, name, options)
      return connection.rows(sql, parameters)
    },
  }
}

async function addFile(connection: Connection, fileId: number, file: TestFile): Promise<void> {
  const rows = Object.values(file.sections).reduce((sum, section) => sum + section.length, 0)
  const headers = Object.keys(file.sections).length
  await connection.run(
    `insert into files by name select $file_id::integer as file_id, 1 as import_id, $name as path, $name as name,
       $sha256 as sha256, 'csv' as format, 'imported' as status, '[]' as warnings, $delivered::date as name_date,
       $lines::bigint as lines_read, $rows::bigint as rows_kept, $headers::bigint as header_lines,
       0 as title_lines, 0 as blank_lines, 0 as refused_rows`,
    {
      file_id: fileId,
      name: file.name,
      sha256: createHash('sha256').update(file.name).digest('hex'),
      delivered: file.delivered ?? null,
      lines: rows + headers,
      rows,
      headers,
    },
  )
  let line = 0
  for (const [index, [id, cells]] of Object.entries(file.sections).entries()) {
    line += 1
    await connection.run(
      `insert into blocks by name select $file_id::integer as file_id, $block_no::integer as block_no, $section as section,
         $report as report, $rows::bigint as rows, 0 as refused_rows, $content_hash as content_hash`,
      {
        file_id: fileId,
        block_no: index + 1,
        section: id,
        report: sectionById(id).report,
        rows: cells.length,
        content_hash: createHash('sha256').update(JSON.stringify(cells)).digest('hex'),
      },
    )
    for (const row of cells) {
      line += 1
      const names = Object.keys(row)
      await connection.run(
        `insert into "${id}" (file_id, block_no, line, ${names.join(', ')})
         values ($file_id, $block_no, $line, ${names.map((name) => `$${name}`).join(', ')})`,
        { file_id: fileId, block_no: index + 1, line, ...row },
      )
    }
  }
}

/** A line of the monthly billed revenue report. */
export function billed(reference: string | null, net: string, more: Cells = {}): Cells {
  return {
    transaction_reference_id: reference,
    customer_billed_amount: net,
    partner_revenue_amount: net,
    currency: 'USD',
    ...more,
  }
}

/** A line of section 1 of the disbursement report. */
export function disbursed(reference: string | null, net: string, more: Cells = {}): Cells {
  return { transaction_reference_id: reference, seller_rev: net, net_amount: net, ...more }
}

/** A settlement of section 2 of the disbursement report. */
export function settlement(id: string, depositDate: string, amount: string): Cells {
  return { settlement_id: id, deposit_date: `${depositDate} 08:00:00`, disbursed_amount: amount }
}

/** A line of section 7 of the disbursement report. */
export function uncollected(reference: string, net: string, arPeriod: string, dueDate: string | null): Cells {
  return {
    transaction_reference_id: reference,
    gross_revenue: net,
    net_revenue: net,
    currency: 'USD',
    ar_period: arPeriod,
    payment_due_date: dueDate,
  }
}
