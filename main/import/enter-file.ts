import { rememberedColumn } from './choices.ts'
import { deliveryEvidence, feedMonthOf } from './evidence.ts'
import type { Inspection } from './formats/inspect.ts'
import type { ImportRun } from './import-run.ts'
import {
  type FileRecord,
  unknownDateWarning,
  deliveryDate,
  hasNoDelivery,
  isFeed,
  recordFiles,
  storedResult,
  toldBy,
} from './kept/book-files.ts'
import { type FeedVersion, feedVersionOf, giveMonth, giveUpRows, monthOfFormer } from './kept/feed-versions.ts'
import type { ListedFile, Written } from './listed.ts'
import { type FileResult, type SectionResult, withoutRows } from './result.ts'
import type { SourceFile } from './sources/sources.ts'

const unfinishedWarning = 'Its last line has no end: the file may not be written to its end yet. Import it again later.'

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
