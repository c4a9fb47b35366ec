import { open } from 'node:fs/promises'
import { type Told, chosenSection } from '../choices.ts'
import { createDataTest } from '../structure/plainly-data.ts'
import { splitRecords } from '../structure/split.ts'
import { type RecordSink, type SplitOptions, type Structure, emptyStructure } from '../structure/structure.ts'
import type { Inspection } from './inspect.ts'
import { countPlainLines } from './plain-lines.ts'
import { type ReadFile, textSources } from './read-file.ts'

/** Bytes in which the header has to stand. */
const headSize = 1 << 16
const lineFeed = 10
const nowhere: RecordSink = { open: () => undefined, write: () => undefined }

/**
 * Reads a text without cutting it, where it is one table and each of its lines below the header one record: the file itself
 * is then what is staged. Null for any other text. `cut` is the other way to read it.
 */
export async function readLines(
  disk: string,
  inspection: Inspection,
  told: Told,
  progress: { readonly signal?: AbortSignal | undefined; readonly onBytes: (bytes: number) => void },
  cut: () => Promise<ReadFile>,
): Promise<ReadFile | null> {
  // The reader takes these in a path for a pattern.
  if (inspection.encoding !== 'utf-8' || inspection.mayBeBroken || /[*?[\]{}]/.test(disk)) return null
  const [source] = await textSources(disk, inspection)
  if (!source || source.inner !== null) return null
  const { delimiter } = source
  const said = { delimiter, chosen: chosenSection(told), remembered: told.remembered }
  const found = await findHeader(await headOf(disk), said)
  const block = found?.structure.blocks[0]
  if (!found || !block) return null
  const { structure, end } = found
  const isData = createDataTest(delimiter)
  const lines = await countPlainLines(disk, end, { delimiter, width: block.width }, isData, progress)
  if (lines === null) return null
  structure.linesRead += lines
  block.records = lines
  return { structure, delimiter, blockPaths: [disk], texts: [source], asLines: { above: block.headerLine, cut } }
}

async function headOf(disk: string): Promise<Buffer> {
  const file = await open(disk)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headSize), 0, headSize, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** What stands above the first record of a text that begins with `head`, its header included, and the byte where that ends. */
async function findHeader(
  head: Buffer,
  said: Omit<SplitOptions, 'remembered'> & { readonly remembered: Told['remembered'] },
): Promise<{ structure: Structure; end: number } | null> {
  const first = (await structureOf(head.subarray(0, head.lastIndexOf(lineFeed) + 1), said)).blocks[0]
  if (!first) return null
  let end = 0
  for (let line = 0; line < first.headerLine; line++) end = head.indexOf(lineFeed, end) + 1
  const structure = await structureOf(head.subarray(0, end), said)
  const [block, ...others] = structure.blocks
  const isAlone = others.length === 0 && structure.aside.length === 0 && structure.refused.length === 0
  const fits = block?.headerLine === first.headerLine && block.records === 0 && block.named === block.width
  return isAlone && fits && block.width > 1 ? { structure, end } : null
}

async function structureOf(text: Buffer, said: SplitOptions): Promise<Structure> {
  const structure = emptyStructure()
  const isMarked = text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf
  await splitRecords(
    (async function* () {
      yield isMarked ? text.subarray(3) : text
    })(),
    structure,
    nowhere,
    said,
  )
  return structure
}
