import { join } from 'node:path'
import type { Connection } from '../database/connection.ts'
import type { Column } from '../../shared/reports/catalogue.ts'
import { decimalSignOf } from './figures.ts'
import type { Inspection } from './inspect.ts'
import { type ReadFile, readFile } from './read-file.ts'
import { stageRefused } from './refused.ts'
import type { Progress } from './result.ts'
import type { SourceFile } from './sources.ts'
import type { Block } from './split.ts'
import { stageBlock } from './stage.ts'
import { type Look, type Typing, decideTyping, lookAt } from './typing.ts'
import { warningsOf } from './warnings.ts'

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
  readonly typing: Typing
  readonly warnings: readonly string[]
}

/**
 * Cuts a file into sections and stages each in the attached database `staging`, outside any transaction of the book.
 * A throw concerns this file only.
 */
export async function prepareFile(
  stage: Connection,
  staging: string,
  source: SourceFile,
  inspection: Inspection,
  folder: string,
  options: { signal?: AbortSignal | undefined; onProgress?: ((progress: Progress) => void) | undefined },
): Promise<PreparedFile> {
  let bytes = 0
  const read = await readFile(source.disk, inspection, folder, options.signal, (chunk) => {
    bytes += chunk
    options.onProgress?.({ step: 'Reading', done: bytes, total: inspection.bytes, unit: 'bytes', file: source.path })
  })
  const looks: Look[] = []
  for (const [number, block] of read.structure.blocks.entries()) {
    const blockPath = read.blockPaths[number]
    if (!blockPath) throw new Error(`Block ${number} has no records file`)
    const staged = `${staging}.block_${number}`
    await stageBlock(stage, staged, blockPath, block, read.delimiter)
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
    const typing = await decideTyping(stage, staged, boundColumns(block), section, look, decimalSignOf(proofs))
    const tables = { staged, refused: refusedTable }
    const refused = await stageRefused(stage, tables, typing.columns, text, join(folder, `refused-${number}.csv`))
    const warnings = await warningsOf(stage, staged, block, block.records - refused, typing.notes)
    blocks.push({ block, staged, refusedTable, refused, typing, warnings })
    rows += block.records
    options.onProgress?.({ step: 'Typing', done: rows, total: null, unit: 'rows', file: source.path })
  }
  const repeated = blocks.filter(({ block }, index) =>
    blocks.some((other, at) => at < index && other.block.sheet !== block.sheet && sameSection(other, block)),
  )
  if (repeated.length === 0) return { read, blocks }
  // Sheets may be filtered copies of each other, and nobody but a person can say so.
  const names = [...new Set(repeated.map(({ block }) => block.sheet))].join(', ')
  const warning = `Several sheets hold the same section; all of them count. Look whether ${names} repeats rows.`
  return {
    read,
    blocks: blocks.map((block, index) => (index > 0 ? block : { ...block, warnings: [...block.warnings, warning] })),
  }
}

function boundColumns({ match }: Block): Column[] {
  return match.columns.filter((column): column is Column => column !== null)
}

function sameSection(prepared: PreparedBlock, block: Block): boolean {
  return prepared.block.match.section.id === block.match.section.id
}
