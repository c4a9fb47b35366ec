import {
  type FileRecord,
  unknownDateWarning,
  deliveryDate,
  depositDateOf,
  hasNoDelivery,
  isFeed,
  recordFiles,
  storedResult,
  toldBy,
} from './kept/book-files.ts'
import { type Told, rememberedColumn, takenOf } from './choices.ts'
import { deliveryEvidence, feedMonthOf } from './evidence.ts'
import type { ImportRun } from './import-run.ts'
import { type FeedVersion, feedVersionOf, giveMonth, giveUpRows, monthOfFormer } from './kept/feed-versions.ts'
import type { Inspection } from './formats/inspect.ts'
import type { ListedFile, Written } from './listed.ts'
import { type BlockPlace, type Loaded, loadBlock } from './load.ts'
import type { PreparedBlock, PreparedFile } from './prepare-file.ts'
import { type FileResult, type RefusalResult, type SectionResult, withoutRows } from './result.ts'
import type { SourceFile } from './sources/sources.ts'
import type { Block } from './structure/structure.ts'
import { describeSection, leftAside } from './structure/table-sentences.ts'

const listedRefusals = 100
const unfinishedWarning = 'Its last line has no end: the file may not be written to its end yet. Import it again later.'

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

/**
 * Makes a file whose rows are in the book, or are taken over into it, its file `fileId`, and says what became of it; null
 * for a list that has the file under another path already.
 */
export async function enterFile(
  run: ImportRun,
  source: SourceFile,
  file: ListedFile,
  fileId: number | null,
): Promise<FileResult> {
  const { write } = run
  const { inspection, taken, told, written } = file
  const known = {
    sha256: inspection.sha256,
    bytes: inspection.bytes,
    told: toldBy(told.chosen, rememberedColumn(taken)),
  }
  run.taken.push(taken)
  if (!written)
    // A text in which no report was found may be in a format that says why.
    return withoutRows(source.path, 'unrecognised', inspection.sentence ?? file.reason ?? 'It holds no report.', {
      ...known,
      nearest: file.nearest,
    })
  const { sections } = written
  const version: FeedVersion =
    fileId === null ? { kind: 'another', warning: null } : await versionOf(run, source, inspection, sections, fileId)
  if (version.kind === 'older') {
    if (fileId !== null) {
      await giveUpRows(write, fileId, null)
      await giveMonth(write, version.former, source.path, sections)
    }
    const former = await storedResult(write, version.former, source.path, 'already-imported')
    return { ...former, ...known, reason: version.reason, replaces: null, stands_in: former.sha256 }
  }
  const record = recordOf(run, source, file, written, version)
  if (fileId === null) return record.result
  const evidence = { ...record.evidence, feedMonth: record.evidence.feedMonth ?? (await monthOfFormer(write, version)) }
  await recordFiles(write, [{ ...record, evidence, fileId }])
  if (version.kind === 'newer') await giveUpRows(write, version.former, fileId)
  noteWritten(run, source, record.result)
  return record.result
}

/** What became of a file whose rows are in the book, all but its number. */
export function recordOf(
  run: ImportRun,
  source: SourceFile,
  { inspection, taken, told }: Omit<ListedFile, 'fileId'>,
  written: Written,
  version: Exclude<FeedVersion, { kind: 'older' }>,
): Omit<FileRecord, 'fileId'> {
  const { sections } = written
  const sum = (pick: (section: SectionResult) => number): number =>
    sections.reduce((total, section) => total + pick(section), 0)
  const evidence = {
    ...(source.evidence ?? deliveryEvidence(source.name, source.meta)),
    delivered: source.delivered ?? run.options.delivered ?? null,
    delimiter: inspection.kind === 'text' ? written.delimiter : null,
  }
  const needsNoDate = sections.every(({ section }) => hasNoDelivery(section))
  const delivery = deliveryDate(evidence, written.depositDate, needsNoDate)
  const result: FileResult = {
    path: source.path,
    sha256: inspection.sha256,
    bytes: inspection.bytes,
    told: toldBy(told.chosen, rememberedColumn(taken)),
    sections,
    lines_read: written.linesRead,
    rows_kept: sum(({ rows }) => rows),
    header_lines: sections.length,
    title_lines: written.otherLines.length,
    blank_lines: written.blankLines,
    refused_rows: written.refusedLines + sum(({ refused_rows }) => refused_rows),
    status: 'imported',
    reason: null,
    ...delivery,
    replaces: run.said ? run.said.replaces : version.kind === 'newer' ? version.replaces : null,
    stands_in: null,
    nearest: null,
    warnings: run.said?.warnings ?? [
      ...(version.warning ? [version.warning] : []),
      ...inspection.notes,
      ...written.warnings,
      ...(evidence.brokenSideFile ? ['Its side file (.meta.json) could not be read.'] : []),
      ...(delivery.date_source === 'unknown' ? [unknownDateWarning] : []),
      ...(isUnfinished(inspection, sections) ? [unfinishedWarning] : []),
    ],
    other_lines: written.otherLines,
    refusals: written.refusals,
  }
  const accounted =
    result.rows_kept + result.header_lines + result.title_lines + result.blank_lines + result.refused_rows
  if (accounted !== result.lines_read)
    throw new Error(`${source.path}: ${result.lines_read} lines were read and ${accounted} accounted for`)
  return {
    importId: run.importId,
    name: source.name,
    inspection,
    result,
    evidence,
    told: { chosen: told.chosen, remembered: rememberedColumn(taken) },
  }
}

/** Keeps in mind what files that are read later are compared with. */
export function noteWritten(run: ImportRun, source: SourceFile, { sha256, bytes, sections }: FileResult): void {
  if (sha256 !== null) run.known.hashes.add(sha256)
  for (const { section } of sections) {
    if (!isFeed(section)) continue
    run.feedSizes.add(bytes)
    run.known.feedMonths.get(section)?.add(feedMonthOf(source.path))
  }
}

/** A feed has one section, in a file of its own. */
async function versionOf(
  run: ImportRun,
  source: SourceFile,
  inspection: Inspection,
  sections: readonly SectionResult[],
  fileId: number,
): Promise<FeedVersion> {
  const [only] = sections
  if (run.said || run.options.isList || !only || sections.length > 1 || !isFeed(only.section))
    return { kind: 'another', warning: null }
  return feedVersionOf(run.write, only.section, { fileId, path: source.path, rows: only.rows }, inspection)
}

function isUnfinished(inspection: Inspection, sections: readonly SectionResult[]): boolean {
  return inspection.kind === 'text' && !inspection.endsWithLine && sections.some(({ section }) => isFeed(section))
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
