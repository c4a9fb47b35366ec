import { type Told, takenOf } from './choices.ts'
import { enterFile } from './enter-file.ts'
import type { Inspection } from './formats/inspect.ts'
import type { ImportRun } from './import-run.ts'
import { depositDateOf } from './kept/book-files.ts'
import type { Written } from './listed.ts'
import { type BlockPlace, type Loaded, loadBlock } from './load.ts'
import type { PreparedBlock, PreparedFile } from './prepare-file.ts'
import type { FileResult, RefusalResult, SectionResult } from './result.ts'
import type { SourceFile } from './sources/sources.ts'
import type { Block } from './structure/structure.ts'
import { describeSection, leftAside } from './structure/table-sentences.ts'

const listedRefusals = 100

/**
 * Writes a prepared file into the book, in the run's transaction: every record of it lands in exactly one table.
 * A throw ends the whole import, for a half-written file must not stay.
 */
export async function importFile(
  run: ImportRun,
  source: SourceFile,
  inspection: Inspection,
  prepared: PreparedFile,
  fileId: number,
  told: Told,
): Promise<FileResult> {
  const { structure } = prepared.read
  const written = prepared.blocks.length === 0 ? null : await writeFile(run, prepared, fileId)
  const { unrecognised: reason, nearest, signatures } = structure
  const file = { fileId, inspection, told, taken: takenOf(structure, told), signatures, written, reason, nearest }
  run.read.push({ path: source.path, file })
  if (run.options.isList) run.options.listed?.noteFile(source.path, file)
  return enterFile(run, source, file, fileId)
}

/** The rows of a file, its other lines and its refused ones. */
async function writeFile(run: ImportRun, prepared: PreparedFile, fileId: number): Promise<Written> {
  const { write } = run
  const { structure } = prepared.read
  const sections: SectionResult[] = []
  const refusals: RefusalResult[] = structure.refused
    .slice(0, listedRefusals)
    .map(({ line, reason }) => ({ line, column: null, reason }))
  for (const [number, block] of prepared.blocks.entries()) {
    sections.push(await writeBlock(run, block, fileId, number))
    refusals.push(...(await listRefusals(run, block)))
  }
  await write.append(
    'other_lines',
    ['file_id', 'sheet', 'line', 'kind', 'text'],
    structure.otherLines.map(({ sheet, line, kind, text }) => [fileId, sheet, line, kind, text]),
  )
  await write.append(
    'refused_rows',
    ['file_id', 'block_no', 'section', 'sheet', 'line', 'reason', 'raw_text'],
    structure.refused.map(({ block, sheet, line, reason, text }) => {
      const section = block === null ? null : (structure.blocks[block]?.match.section.id ?? null)
      return [fileId, block, section, sheet, line, reason, text]
    }),
  )
  return {
    sections,
    refusals: refusals.toSorted((a, b) => a.line - b.line).slice(0, listedRefusals),
    otherLines: structure.otherLines.map(({ line, kind, text }) => ({ line, kind, text })),
    linesRead: structure.linesRead,
    blankLines: structure.blankLines,
    refusedLines: structure.refused.length,
    warnings: [...prepared.blocks.flatMap(({ warnings }) => warnings), ...structure.aside.map(leftAside)],
    delimiter: prepared.read.delimiter,
    depositDate: await depositDateOf(
      write,
      fileId,
      sections.map(({ section }) => section),
    ),
    hasFineMoney: prepared.blocks.some(({ typing }) => typing.hasFineMoney),
  }
}

async function writeBlock(
  run: ImportRun,
  prepared: PreparedBlock,
  fileId: number,
  blockNumber: number,
): Promise<SectionResult> {
  const { block, staged, refused, refusedTable, repeatedTable, typing } = prepared
  const { section } = block.match
  const place = { fileId, blockNumber }
  const { rows, contentHash } = await loadBlock(run.write, staged, block, typing, place, refused > 0)
  if (rows + refused !== block.records)
    throw new Error(`${section.id}: of ${block.records} records ${rows} were kept and ${refused} refused`)
  if (refused > 0)
    await run.write.run(
      `insert into refused_rows (file_id, block_no, section, sheet, line, column_name, value, reason, raw_text)
       select $file_id, $block_no, $section, $sheet, line, column_name, value, reason, raw_text
       from ${refusedTable} join ${refusedTable}_text using (line)`,
      { file_id: fileId, block_no: blockNumber, section: section.id, sheet: block.sheet },
    )
  if (repeatedTable !== null)
    await run.write.run(
      `insert into copied_lines (file_id, block_no, line) select $file_id, $block_no, line from ${repeatedTable}`,
      { file_id: fileId, block_no: blockNumber },
    )
  const { row, result } = blockRecord(block, place, { rows, contentHash }, refused, typing.notes)
  await run.write.append('blocks', Object.keys(row), [Object.values(row)])
  return result
}

/** What the book remembers of a block, and what is told of it. */
export function blockRecord(
  block: Block,
  { fileId, blockNumber }: BlockPlace,
  { rows, contentHash }: Loaded,
  refused: number,
  notes: readonly string[],
): { row: Record<string, string | number | null>; result: SectionResult } {
  const { section, unknown, missing } = block.match
  const bound = block.match.columns.filter((column) => column !== null).length
  const said = block.told === null ? '' : block.told === 'chosen' ? ', because you said so' : ', as you said before'
  const because = `${describeSection(section)}${said}: line ${block.headerLine} has ${bound} of its columns`
  return {
    row: {
      file_id: fileId,
      block_no: blockNumber,
      section: section.id,
      report: section.report,
      sheet: block.sheet,
      title: block.title ?? section.title,
      header_line: block.headerLine,
      rows,
      refused_rows: refused,
      unknown_columns: JSON.stringify(unknown),
      missing_columns: JSON.stringify(missing),
      notes: JSON.stringify([because, ...notes]),
      content_hash: contentHash,
    },
    result: {
      section: section.id,
      report: section.reportTitle,
      title: section.title,
      rows,
      refused_rows: refused,
      header_line: block.headerLine,
      because,
    },
  }
}

async function listRefusals(run: ImportRun, { refused, refusedTable }: PreparedBlock): Promise<RefusalResult[]> {
  if (refused === 0) return []
  const rows = await run.stage.rows(
    `select line, column_name, reason from ${refusedTable} order by line limit ${listedRefusals}`,
  )
  return rows.map((row) => ({
    line: Number(row['line']),
    column: String(row['column_name']),
    reason: String(row['reason']),
  }))
}
