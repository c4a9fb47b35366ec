import ExcelJS from 'exceljs'
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { openBook } from '../../main/database/open.ts'
import type { Connection } from '../../main/database/connection.ts'
import { bodyStyle } from '../../main/export/style.ts'
import { writeTable } from '../../main/export/table-sheet.ts'
import { type TableColumn, planTable } from '../../main/export/table.ts'
import { openWorkbookStream } from '../../main/export/workbook-stream.ts'
import { type Timed, timed } from './measure.ts'

const columns: TableColumn[] = [
  ...['reference', 'currency', 'payer', 'state', 'reason', 'explanation', 'product', 'offer', 'account'].map(
    (name): TableColumn => ({ name, header: name, kind: 'text' }),
  ),
  ...Array.from({ length: 7 }, (_, index): TableColumn => ({ name: `m${index}`, header: `m${index}`, kind: 'money' })),
  ...['d0', 'd1'].map((name): TableColumn => ({ name, header: name, kind: 'date' })),
  ...['n0', 'n1'].map((name): TableColumn => ({ name, header: name, kind: 'integer' })),
]

/** Rows of twenty columns: nine of text, seven of amounts, two of days, two of counts. */
async function withRows(rows: string, work: (connection: Connection) => Promise<unknown>): Promise<Timed> {
  const book = await openBook(':memory:', { memoryLimit: '1GB' })
  const connection = await book.connect()
  const amounts = Array.from({ length: 7 }, (_, k) => `((i * 79${k}9 % 1000000) / 100)::decimal(18, 6) as m${k}`)
  await connection.run(
    `create table given as select md5(i::varchar)[1:26] as reference, 'USD' as currency,
       'Customer & Söhne <' || (i % 40) || '>' as payer, 'not-disbursed' as state, 'past-due' as reason,
       'Billed ' || i || '.00 USD in 1 line (data feed), nothing disbursed up to 2026-05-31: due on 2026-01-01, 150 days late.' as explanation,
       'prod-' || (i % 7) as product, 'offer-' || md5((i % 40)::varchar)[1:13] as offer,
       lpad((i % 40)::varchar, 12, '0') as account, ${amounts.join(', ')},
       date '2024-01-01' + (i % 700)::integer as d0, date '2024-02-01' + (i % 700)::integer as d1, i % 5 as n0, i % 90 as n1
     from range($rows::bigint) as t(i)`,
    { rows },
  )
  const answer = await timed(() => work(connection))
  connection.close()
  await book.close()
  return answer
}

/** Tieout: the rows as a sheet. */
export function writeSheet(out: string, rows: string): Promise<Timed> {
  return withRows(rows, async (connection) => {
    const select = { sql: 'select * from given', parameters: {} }
    const table = { sheet: 'Rows', about: '', empty: '', rows: { ...select, pieces: () => [select] }, columns }
    const file = await openWorkbookStream(out, undefined)
    const caption = { book: 'bench', asOf: '2026-05-31' }
    await writeTable(file, connection, await planTable(connection, table), caption, () => undefined)
    await file.finish()
  })
}

/** ExcelJS alone: its streaming writer with the same styles. */
export function writeByExcelJs(out: string, rows: string): Promise<Timed> {
  return withRows(rows, async (connection) => {
    const output = createWriteStream(out)
    const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
      stream: output,
      useStyles: true,
      useSharedStrings: false,
    })
    const sheet = workbook.addWorksheet('Rows')
    const { pipes } = (sheet as unknown as { stream: { pipes: (Writable & { writableNeedDrain: boolean })[] } }).stream
    sheet.addRow(columns.map(({ name }) => name)).commit()
    const styles = columns.map(({ kind }) => bodyStyle(kind))
    let number = 2
    for await (const chunk of connection.stream('from given')) {
      for (const row of chunk) {
        const line = sheet.getRow(number++)
        columns.forEach(({ name, kind }, index) => {
          const cell = line.getCell(index + 1)
          const value = row[name] ?? null
          cell.style = styles[index] ?? {}
          if (kind === 'text') cell.value = value as string
          else cell.value = kind === 'date' ? new Date(`${String(value)}T00:00:00Z`) : Number(value)
        })
        line.commit()
      }
      await new Promise((resolve) => setImmediate(resolve))
      for (const pipe of pipes) if (pipe.writableNeedDrain) await once(pipe, 'drain')
    }
    await workbook.commit()
  })
}
