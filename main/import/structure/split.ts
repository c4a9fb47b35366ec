import { throwIfAborted } from '../../../shared/errors.ts'
import { controlProblem, withoutControls } from './controls.ts'
import { cutsOf, unwrapCells } from '../formats/delimiter.ts'
import {
  type HeaderFinding,
  type HeaderMatch,
  type NearMiss,
  headingsSignature,
  isHeaderCell,
  matchHeader,
} from './headers.ts'
import { type OtherKind, announcesSection, isTotalLabel, kindOfNote } from './noise.ts'
import { isFigure, isSeparatorLine, isTotalRow, looksLikeHeader } from './line-shapes.ts'
import { isOwnCaption } from './own-output.ts'
import { createDataTest } from './plainly-data.ts'
import { parseRecord, quoteCell } from './records.ts'
import type { AsideTable, Block, RecordSink, SplitOptions, Structure } from './structure.ts'
import { type RecordReader, flags, scanRecords } from '../formats/scan.ts'
import { ambiguousHeader, describeNearMiss, ownOutput, rowLeftAside, underNoHeader } from './table-sentences.ts'
import { mayStandBeyond } from './text-beyond.ts'

const brokenCharacter = Buffer.from('\uFFFD')
const listedNotes = 10

/**
 * Reads a file record by record and gives each its place: header, data of the section above, title, total, trailer,
 * blank or refused (with the reason). A section begins at any line that is a known header; a title, a blank line or
 * nothing may stand before it: AWS's guide does not say how the sections of a download follow one another. Adds to
 * `structure`, so that sheets of one file share it.
 */
export async function splitRecords(
  text: AsyncIterable<Buffer>,
  structure: Structure,
  sink: RecordSink,
  options: SplitOptions,
): Promise<void> {
  const delimiter = options.delimiter
  const delimiterByte = delimiter.charCodeAt(0)
  const inner = options.inner ?? null
  const sheet = options.sheet ?? null
  const isPlainlyData = createDataTest(delimiter)
  let block: Block | null = null
  let lastTitle: string | null = null
  let afterBreak = false
  let nearest: NearMiss | null = null
  let ambiguous: string | null = null
  let firstFitting: string | null = null
  let aside: AsideTable | null = null
  let isOwnSheet = false
  let isOwnFile = false

  const reader: RecordReader = (bytes, start, end, cells, line, found) => {
    structure.linesRead++
    if (start === end) {
      structure.blankLines++
      afterBreak = true
      return
    }
    if (options.mayBeBroken && bytes.subarray(start, end).includes(brokenCharacter)) found |= flags.control
    const isPlain =
      block !== null && !afterBreak && cells === block.width && (found & ~flags.padded) === 0 && inner === null
    if (block && isPlain && endsEmpty(bytes, end, block.width - block.named) && isPlainlyData(bytes, start, end))
      keep(block, bytes, start, end, line, found)
    else place(bytes.toString('utf8', start, end), cells, line, found)
  }

  /** Whether the last cells of a record, which stand under no heading, are empty. */
  const endsEmpty = (bytes: Buffer, end: number, cells: number): boolean => {
    for (let back = 1; back <= cells; back++) if (bytes[end - back] !== delimiterByte) return false
    return true
  }

  const keep = (to: Block, bytes: Buffer, start: number, end: number, line: number, found: number): void => {
    to.records++
    if (found & flags.padded) to.padded = true
    sink.write(bytes, start, end, line)
  }

  const refuse = (line: number, reason: string, text: string): void => {
    if (block) block.refused++
    structure.refused.push({ line, block: block ? structure.blocks.length - 1 : null, reason, text, sheet })
  }

  /** What a person chose counts where the headings alone say something else, or too little. */
  const look = (cells: readonly string[]): { finding: HeaderFinding; told: Block['told'] } => {
    const finding = matchHeader(cells)
    // Lines of data, which are many, are told from headings before their signature is made.
    const isNone = finding.kind === 'none' && finding.nearest === null
    const mayBeHeader = !isNone || (block === null && cells.some(isHeaderCell))
    const signature = mayBeHeader ? headingsSignature(cells) : null
    if (signature !== null) structure.signatures.add(signature)
    const { chosen = null } = options
    const section = chosen ?? options.remembered?.get(signature ?? '') ?? null
    const isSure = finding.kind === 'match' && finding.match.doubt === null && finding.match.section.id === section
    if (section === null || isSure) return { finding, told: null }
    const said = matchHeader(cells, section)
    const isTold = said.kind === 'match' && said.match.section.id === section
    return { finding: said, told: isTold ? (chosen === null ? 'remembered' : 'chosen') : null }
  }

  /** The slow and careful way, for the few records that are not plainly data. */
  const place = (record: string, count: number, line: number, found: number): void => {
    if (found & flags.overlong)
      return refuse(line, `This line has ${record.length} characters, too many for a record.`, record)
    if (found & flags.malformed) return refuse(line, 'A quoted cell is not closed as the format asks.', record)
    const hasControls = (found & flags.control) !== 0
    const parsed = parseRecord(record, delimiter)
    const cells = unwrapped(parsed)
    const filled = cells.filter((cell) => withoutControls(cell).trim() !== '')
    if (filled.length === 0 && !record.includes('\0')) {
      structure.blankLines++
      afterBreak = true
      return
    }
    const { finding, told } = look(hasControls ? cells.map(withoutControls) : cells)
    if (finding.kind === 'own' || (finding.kind === 'match' && isOwnSheet && told === null))
      return leaveAside(cells, line, record, null, ownOutput)
    if (finding.kind === 'match') {
      const { section, doubt } = finding.match
      if (doubt !== null) return leaveAside(cells, line, record, section.id, doubt)
      return begin(finding.match, told, cells, line, cells === parsed ? count : cells.length)
    }
    if (finding.kind === 'ambiguous') {
      ambiguous ??= ambiguousHeader(finding.sections)
      firstFitting ??= finding.sections[0]?.id ?? null
    } else if (finding.nearest && finding.nearest.found > (nearest?.found ?? 0)) nearest = finding.nearest

    const damage = hasControls && record.includes('\0') ? controlProblem(cells, block?.match ?? null) : null
    if (damage !== null) return refuse(line, damage, record)
    const first = filled[0]?.trim() ?? ''
    if (isNote(filled)) return note(first, record, line, kindOfNote(first))
    if (block && filled.some(isTotalLabel) && isTotalRow(block, cells)) return note(first, record, line, 'total')
    if (block && filled.length <= 3 && block.named > 5 && kindOfNote(first) !== 'title')
      return note(first, record, line, 'trailer')
    if (afterBreak && looksLikeHeader(cells, filled.length)) {
      block = null
      aside = null
    }
    if (!block) return refuse(line, aside ? rowLeftAside(aside.line) : underNoHeader(nearest), record)

    const tooFew = cells.length < block.named && !options.recordIsLine
    const beyond = cells.slice(block.named).filter((cell) => cell.trim() !== '')
    if (tooFew || (beyond.length > 0 && !options.recordIsLine && !mayStandBeyond(block, cells)))
      return refuse(
        line,
        `It has ${cells.length} cells; the header on line ${block.headerLine} has ${block.named}.`,
        record,
      )
    const problem = hasControls ? controlProblem(cells, block.match) : null
    if (problem !== null) return refuse(line, problem, record)
    if (beyond.length > 0 && ++block.beyond.count <= listedNotes)
      block.beyond.first.push({ line, text: beyond.join(', ') })
    if (cells.length < block.width) block.hasShort = true
    afterBreak = false
    const fitted = Array.from({ length: block.width }, (_, index) => cells[index] ?? '').map((cell) =>
      hasControls ? cell.trim() : cell,
    )
    const bytes = Buffer.from(fitted.map(quoteCell).join(delimiter))
    keep(block, bytes, 0, bytes.length, line, found | flags.padded)
  }

  /** The cells of a line that stands in one cell: in a file of such lines, or where they fit the header. */
  const unwrapped = (cells: string[]): readonly string[] => {
    if (inner !== null) return unwrapCells(cells, inner)
    return cutsOf(cells, delimiter).find((cut) => fits(cut) || matchHeader(cut).kind === 'match') ?? cells
  }

  const fits = (cut: readonly string[]): boolean =>
    block !== null && cut.length >= block.named && cut.slice(block.named).every((cell) => cell.trim() === '')

  const begin = (
    match: HeaderMatch,
    told: Block['told'],
    cells: readonly string[],
    line: number,
    width: number,
  ): void => {
    afterBreak = false
    aside = null
    block = {
      match,
      headerLine: line,
      title: lastTitle,
      sheet,
      isHidden: options.isHidden === true,
      hiddenRows: structure.blocks.some((other) => other.sheet === sheet) ? 0 : (options.hiddenRows ?? 0),
      told,
      width,
      named: cells.findLastIndex((cell) => cell.trim() !== '') + 1,
      records: 0,
      refused: 0,
      padded: false,
      beyond: { first: [], count: 0 },
      hasShort: false,
    }
    lastTitle = null
    structure.blocks.push(block)
    sink.open(block, structure.blocks.length - 1)
  }

  const leaveAside = (
    cells: readonly string[],
    line: number,
    record: string,
    section: string | null,
    sentence: string,
  ): void => {
    block = null
    lastTitle = null
    afterBreak = false
    const headings = cells.map((cell) => cell.trim())
    aside = { line, sheet, headings, section, sentence }
    structure.aside.push(aside)
    refuse(line, sentence, record)
    // Nothing but a table of Tieout's own has been met: what follows is of it, and may be long.
    isOwnFile = section === null && structure.blocks.length === 0 && options.recordIsLine !== true
  }

  /** A line with one filled cell; above the first header also a word and what it stands for, as "Report date, 2022-08-15". */
  const isNote = (filled: readonly string[]): boolean => {
    const [first = '', second = ''] = filled
    if (filled.length === 1) return block === null || !(isFigure(first) || isCutRow(first, block))
    return filled.length === 2 && structure.blocks.length === 0 && !isFigure(second)
  }

  /** A line of data that another separator cuts stands in one cell too, and is no title. */
  const isCutRow = (text: string, { named }: Block): boolean =>
    cutsOf([text], delimiter).some((cut) => cut.length * 4 >= named * 3)

  const note = (first: string, record: string, line: number, kind: OtherKind): void => {
    if (isOwnCaption(first)) isOwnSheet = true
    structure.otherLines.push({ line, kind, text: record, sheet })
    if (kind === 'title') {
      // What tells a spreadsheet the separator is no title of what follows.
      if (!isSeparatorLine(first)) lastTitle = first
      if (announcesSection(first)) {
        block = null
        aside = null
      }
    }
    afterBreak = true
  }

  const untilKnown = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of text) {
      if (isOwnFile) return
      yield chunk
    }
  }
  await scanRecords(untilKnown(), { delimiter, recordIsLine: options.recordIsLine === true }, reader, (bytes) => {
    throwIfAborted(options.signal)
    options.onProgress?.(bytes)
  })
  if (structure.blocks.length > 0) return
  const [only] = structure.aside
  const isOwn = only === undefined && isOwnSheet
  structure.unrecognised = only?.sentence ?? (isOwn ? ownOutput : (ambiguous ?? describeNearMiss(nearest)))
  structure.nearest = only ? only.section : (firstFitting ?? (nearest as NearMiss | null)?.section.id ?? null)
  if (isOwn) structure.nearest = null
}
