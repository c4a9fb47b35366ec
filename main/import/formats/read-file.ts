import { mkdirSync } from 'node:fs'
import { type Told, chosenSection } from '../choices.ts'
import { splitRecords } from '../structure/split.ts'
import { type Structure, emptyStructure } from '../structure/structure.ts'
import type { Connection } from '../../database/connection.ts'
import { createBlockFiles } from '../structure/block-files.ts'
import { readText } from './decode.ts'
import { type Separators, sniffSeparators } from './delimiter.ts'
import { type Inspection } from './inspect.ts'
import { type Limits, limits as usual } from '../limits.ts'
import type { TextSource } from './raw-text.ts'
import { readParquet } from './read-parquet.ts'
import { readXlsx } from '../workbook/read-xlsx.ts'

/** A file cut into its sections, ready to be staged. */
export interface ReadFile {
  readonly structure: Structure
  readonly delimiter: string
  /** The records of each block, in the order of `structure.blocks`. */
  readonly blockPaths: readonly string[]
  /** The text each block was read from, in the same order. */
  readonly texts: readonly TextSource[]
  /** Of a file that was not cut, because each of its lines is a record: how it is to be staged. */
  readonly asLines?: AsLines
}

/** A text of which the lines are the records of its only block; `blockPaths` has the file itself. */
export interface AsLines {
  /** Lines above the first record. */
  readonly above: number
  /** Cuts the file after all, for a reader that finds other records than there are lines. */
  readonly cut: () => Promise<ReadFile>
}

const sampleSize = 1 << 18

/**
 * Cuts a text file, a workbook or a Parquet file into sections, with the records of each in a file below `folder`.
 * Throws for a workbook or Parquet file that cannot be opened; anything odd inside is part of the structure.
 */
export async function readFile(
  connection: Connection,
  disk: string,
  inspection: Inspection,
  folder: string,
  signal: AbortSignal | undefined,
  onProgress: (bytes: number) => void,
  told: Told,
  limits: Limits = usual,
): Promise<ReadFile> {
  mkdirSync(folder, { recursive: true })
  const sources = await sourcesOf(connection, disk, inspection, folder, signal, limits)
  const delimiter = sources[0]?.delimiter ?? ','
  const structure = emptyStructure()
  const bytes = inspection.kind === 'text' ? inspection.bytes : Number.POSITIVE_INFINITY
  const files = createBlockFiles(folder, delimiter, bytes)
  const said = { chosen: chosenSection(told), remembered: told.remembered }
  const texts: TextSource[] = []
  try {
    for (const source of sources) {
      const { mayBeBroken } = inspection
      await splitRecords(source.open(), structure, files, { ...source, ...said, mayBeBroken, signal, onProgress })
      while (texts.length < structure.blocks.length) texts.push(source)
    }
  } finally {
    files.close()
  }
  return { structure, delimiter, blockPaths: files.paths, texts }
}

async function sourcesOf(
  connection: Connection,
  disk: string,
  inspection: Inspection,
  folder: string,
  signal: AbortSignal | undefined,
  limits: Limits,
): Promise<TextSource[]> {
  if (inspection.kind === 'zip') return sheetSources(disk, folder, signal, limits)
  if (inspection.kind === 'parquet') return parquetSources(connection, disk, folder, limits)
  return textSources(disk, inspection)
}

/** A text as the only source of its file. */
export async function textSources(disk: string, { encoding }: Inspection): Promise<TextSource[]> {
  const open = (): AsyncIterable<Buffer> => readText(disk, encoding)
  return [{ open, ...(await separatorsOf(open)), recordIsLine: false, sheet: null }]
}

async function separatorsOf(open: () => AsyncIterable<Buffer>): Promise<Separators> {
  let sample = ''
  for await (const chunk of open()) {
    sample += chunk.toString('utf8')
    if (sample.length >= sampleSize) break
  }
  return sniffSeparators(sample.slice(0, sampleSize))
}

/**
 * A workbook as text: each sheet a source of its own, in which a row is a line; of each only about the first `rows` where
 * that is given. Throws a `FileProblem` for one that is damaged or beyond `limits`.
 */
export async function sheetSources(
  disk: string,
  folder: string,
  signal?: AbortSignal,
  limits: Limits = usual,
  rows?: number,
): Promise<TextSource[]> {
  const sheets = await readXlsx(disk, folder, signal, limits, rows)
  const sources: TextSource[] = []
  for (const { sheet, path, isHidden, hiddenRows } of sheets) {
    const open = (): AsyncIterable<Buffer> => readText(path, 'utf-8')
    // A sheet is cut into cells already, but its first column may hold the lines of a file that was opened as one.
    const { delimiter, inner } = await separatorsOf(open)
    const isWrapped = delimiter === ',' && inner !== null
    sources.push({
      open,
      delimiter: ',',
      inner: isWrapped ? inner : null,
      recordIsLine: true,
      sheet: sheets.length > 1 ? sheet : null,
      isHidden,
      hiddenRows,
    })
  }
  return sources
}

/** A Parquet file as text: a source in which a row is a line. */
export async function parquetSources(
  connection: Connection,
  disk: string,
  folder: string,
  limits: Limits = usual,
): Promise<TextSource[]> {
  const path = await readParquet(connection, disk, folder, limits)
  return [{ open: () => readText(path, 'utf-8'), delimiter: ',', inner: null, recordIsLine: true, sheet: null }]
}
