import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from '../database/connection.ts'
import type { Column } from '../../shared/reports/catalogue.ts'
import type { Told } from './choices.ts'
import { decimalSignOf } from './cells/figures.ts'
import type { ImportOptions } from './import-run.ts'
import type { Inspection } from './formats/inspect.ts'
import { limits } from './limits.ts'
import { isOwnWorkbook } from './structure/own-output.ts'
import { type AsLines, type ReadFile, readFile } from './formats/read-file.ts'
import { readLines } from './formats/read-lines.ts'
import { stageRefused } from './cells/refused.ts'
import { withRepeated } from './structure/repeated-tables.ts'
import type { SourceFile } from './sources/sources.ts'
import { type Block, emptyStructure } from './structure/structure.ts'
import { stageBlock, stageLines } from './stage.ts'
import { ownOutput, ownWorkbook } from './structure/table-sentences.ts'
import { type Look, type Typing, decideTyping, lookAt } from './cells/typing.ts'
import { factsOf, warningsOf } from './structure/warnings.ts'

/** A file whose every record is staged and judged, so that writing it into the book cannot fail half-way. */
export interface PreparedFile {
  readonly read: ReadFile
  readonly blocks: readonly PreparedBlock[]
}

export interface PreparedBlock {
  readonly block: Block
  readonly staged: string
  /** Table of refused records, with its texts in `<name>_text`; it exists only when some were refused. */
  readonly refusedTable: string
  readonly refused: number
  /** Table of the lines that stand in another table of the file as well, and count there; null when none do. */
  readonly repeatedTable: string | null
  readonly typing: Typing
  readonly warnings: readonly string[]
}

/** Cuts a file into sections, the records of each in a file below `folder`. A throw concerns this file only. */
export async function readSource(
  stage: Connection,
  source: SourceFile,
  inspection: Inspection,
  folder: string,
  told: Told,
  options: Pick<ImportOptions, 'signal' | 'onProgress' | 'isOwn' | 'limits' | 'linesFrom'>,
): Promise<ReadFile> {
  if (inspection.kind === 'zip' && (await isOwnWorkbook(source.disk))) return unread(ownWorkbook)
  if (options.isOwn?.(inspection.sha256)) return unread(ownOutput)
  let bytes = 0
  const onBytes = (chunk: number): void => {
    bytes += chunk
    options.onProgress?.({ step: 'Reading', done: bytes, total: inspection.bytes, unit: 'bytes', file: source.path })
  }
  const wide = { ...limits, ...options.limits }
  const cut = (): Promise<ReadFile> => {
    bytes = 0
    return readFile(stage, source.disk, inspection, folder, options.signal, onBytes, told, wide)
  }
  if (inspection.kind !== 'text' || inspection.bytes < (options.linesFrom ?? fewestBytes)) return cut()
  // What is refused is written there.
  mkdirSync(folder, { recursive: true })
  return (await readLines(source.disk, inspection, told, { signal: options.signal, onBytes }, cut)) ?? cut()
}

/** Bytes of a text below which it is cut whatever it holds. */
const fewestBytes = 1 << 20

/**
 * Stages the sections of a file in the attached database `staging`, outside any transaction of the book. A throw concerns
 * this file only.
 */
export async function prepareFile(
  stage: Connection,
  staging: string,
  source: SourceFile,
  inspection: Inspection,
  folder: string,
  read: ReadFile,
  options: Pick<ImportOptions, 'onProgress'>,
): Promise<PreparedFile> {
  if (read.asLines && !(await areStaged(stage, staging, read, read.asLines)))
    return prepareFile(stage, staging, source, inspection, folder, await read.asLines.cut(), options)
  const looks: Look[] = []
  for (const [number, block] of read.structure.blocks.entries()) {
    const blockPath = read.blockPaths[number]
    if (!blockPath) throw new Error(`Block ${number} has no records file`)
    const staged = `${staging}.block_${number}`
    if (!read.asLines) await stageBlock(stage, staged, blockPath, block, read.delimiter)
    looks.push(await lookAt(stage, staged, boundColumns(block)))
  }
  const blocks: PreparedBlock[] = []
  let rows = 0
  for (const [number, block] of read.structure.blocks.entries()) {
    const text = read.texts[number]
    const look = looks[number]
    if (!text || !look) throw new Error(`Block ${number} has no text`)
    const staged = `${staging}.block_${number}`
    const refusedTable = `${staging}.refused_${number}`
    const { section } = block.match
    // Sheets of a workbook may come from different people; the sections of a file come from one.
    const proofs = looks.filter((_, at) => read.structure.blocks[at]?.sheet === block.sheet).map(({ proof }) => proof)
    const sign = decimalSignOf(proofs, inspection.kind === 'zip')
    const typing = await decideTyping(stage, staged, boundColumns(block), section, look, sign)
    const tables = { staged, refused: refusedTable }
    const refused = await stageRefused(stage, tables, typing.columns, text, join(folder, `refused-${number}.csv`))
    const warnings = warningsOf(
      read.structure,
      block,
      block.records - refused,
      typing.notes,
      await factsOf(stage, staged, block),
    )
    blocks.push({ block, staged, refusedTable, refused, repeatedTable: null, typing, warnings })
    rows += block.records
    options.onProgress?.({ step: 'Typing', done: rows, total: null, unit: 'rows', file: source.path })
  }
  return { read, blocks: await withRepeated(stage, staging, blocks) }
}

/** Stages the lines of a file that was not cut; false where DuckDB sees other records in it, or none at all. */
async function areStaged(
  stage: Connection,
  staging: string,
  { structure, blockPaths, delimiter }: ReadFile,
  { above }: AsLines,
): Promise<boolean> {
  const [block] = structure.blocks
  const [path] = blockPaths
  if (!block || !path) return false
  try {
    await stageLines(stage, `${staging}.block_0`, path, block, { delimiter, above })
    return true
  } catch (error) {
    // Whatever else goes wrong is none of the text.
    if (error instanceof Error && /^Read \d|CSV Error/.test(error.message)) return false
    throw error
  }
}

/** The columns of a block that the catalogue has. */
export function boundColumns({ match }: Block): Column[] {
  return match.columns.filter((column): column is Column => column !== null)
}

/** A file of which nothing is read, with the reason. */
function unread(reason: string): ReadFile {
  return { structure: { ...emptyStructure(), unrecognised: reason }, delimiter: ',', blockPaths: [], texts: [] }
}
