import ExcelJS from 'exceljs'
import { createReadStream, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Bench } from './feeds.ts'
import { generateSection } from './generate.ts'
import type { Listed } from './list-tasks.ts'
import { measure, removeBook, seconds } from './measure.ts'

/** The list before an import: how soon it shows something, when it is complete, and what the import costs after it. */
export async function benchList(bench: Bench): Promise<void> {
  const { at, rows } = bench
  const large = at('list-large.csv')
  // 259 bytes a row.
  await generateSection(large, 'br1', rows(1_160_000), rows(1_160_000))
  await noteList(bench, `One CSV of ${megabytes(large)}`, large)

  const workbook = at('list.xlsx')
  const lines = at('list-workbook.csv')
  await generateSection(lines, 'br1', rows(334_000), rows(334_000))
  if (!existsSync(workbook)) await toWorkbook(lines, workbook)
  await noteList(bench, `One workbook of ${megabytes(workbook)}, ${rows(334_000)} rows`, workbook)

  const folder = at('list-small')
  const count = rows(2_000)
  await smallFiles(bench, folder, count)
  await noteList(bench, `${count} files of 100 rows`, folder)
}

async function noteList({ at, note }: Bench, what: string, path: string): Promise<void> {
  // What the import takes where there was no list, as it took after one before.
  const alone = await measure('importFile', at('alone.tieout'), '', path)
  const answer = await measure('listThenImport', at('list'), path)
  const { named, told, complete, imported, rows } = answer.result as Listed
  const shown = (value: number): string => `${value.toFixed(1)} s`
  const ratio = (value: number): string => `${(value / alone.seconds).toFixed(2)}x`
  const against = `import without a list ${seconds(alone)}`
  note(`${what}: every file is listed by name`, shown(named))
  note('  what the first is, by its head', shown(told))
  note(`  the list is complete, ${rows} rows`, shown(complete), against, ratio(complete))
  note('  the import after it', shown(imported), against, ratio(imported))
  note('  peak memory', `${answer.peakMegabytes} MB`, `${alone.peakMegabytes} MB`)
  removeBook(at('alone.tieout'))
}

function megabytes(path: string): string {
  return `${Math.round(statSync(path).size / 1e6)} MB`
}

async function toWorkbook(csv: string, path: string): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: false })
  const sheet = workbook.addWorksheet('Billed')
  // No cell of a generated section has a comma.
  for await (const line of createInterface({ input: createReadStream(csv) })) sheet.addRow(line.split(',')).commit()
  sheet.commit()
  await workbook.commit()
}

/** Monthly reports with references of their own. */
async function smallFiles({ at }: Bench, folder: string, count: number): Promise<void> {
  const template = at('list-template.csv')
  await generateSection(template, 'br1', 100, 100)
  const text = readFileSync(template, 'utf8')
  mkdirSync(folder, { recursive: true })
  for (let index = 0; index < count; index++) {
    const path = join(folder, `report-${String(index).padStart(5, '0')}.csv`)
    if (!existsSync(path)) writeFileSync(path, text.replaceAll('Anchor ', `Anchor ${index}-`))
  }
}
