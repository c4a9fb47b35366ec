import { open } from 'node:fs/promises'
import { createReadStream, mkdirSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type Choice, type Taken, type Told, chosenSection, isAtOrBelow, takenOf, toldOf } from './choices.ts'
import { decode } from './formats/decode.ts'
import { describeSection } from './structure/table-sentences.ts'
import { unpackedName } from './sources/gunzip.ts'
import { sniffSeparators } from './formats/delimiter.ts'
import { provenEncoding } from './formats/encoding.ts'
import { limits } from './limits.ts'
import { sheetSources } from './formats/read-file.ts'
import type { SectionResult } from './result.ts'
import { type SourceFile, archiveHeads } from './sources/sources.ts'
import { splitRecords } from './structure/split.ts'
import { type RecordSink, type Structure, emptyStructure } from './structure/structure.ts'
import { firstBytes } from './sources/unzip.ts'

/** What the beginning of a file shows of it, long before all of it is read. */
export interface Head {
  readonly path: string
  readonly name: string
  readonly bytes: number
  /** The sections that begin there; empty when it shows none. */
  readonly sections: readonly SectionResult[]
  /** What a person's choice of it says about files with the same headings (see `Taken`). */
  readonly toRemember: Taken['toRemember']
}

/** Headings stand within so many bytes, as far as a head looks; all of a file is read later anyway. */
export const headSize = 1 << 18
/** What tells the delimiter apart stands in the first lines. */
const sniffedSize = 1 << 14
/** Rows and shared strings of a sheet that are looked at. */
const headRows = 200

/** The head of a file, or those of the files inside an archive. Never throws: what cannot be read shows nothing. */
export async function headsOf(
  source: SourceFile,
  told: (source: SourceFile) => Told,
  folder: string,
): Promise<readonly Head[]> {
  const bytes = statSync(source.disk, { throwIfNoEntry: false })?.size ?? 0
  const plain = { path: source.path, name: source.name, bytes, sections: [], toRemember: {} }
  try {
    const beginning = await beginningOf(source.disk)
    if (isGzip(beginning)) {
      const packed = createReadStream(source.disk)
      const head = await firstBytes(packed.pipe(createGunzip()), headSize).finally(() => packed.destroy())
      return [{ ...plain, name: unpackedName(source.name), ...(await shownBy(head, told(source))) }]
    }
    if (!isZip(beginning)) return [{ ...plain, ...(await shownBy(beginning, told(source))) }]
    const entries = await archiveHeads(source, headSize)
    if (entries === null) return [{ ...plain, ...(await shownByWorkbook(source.disk, told(source), folder)) }]
    const heads: Head[] = []
    for (const { path, name, size, head } of entries) {
      const isPacked = isZip(head) || isGzip(head)
      const shown = isPacked ? nothing : await shownBy(head, told({ ...source, path, name }))
      heads.push({ path, name, bytes: size, ...shown })
    }
    return heads
  } catch {
    return [plain]
  }
}

async function beginningOf(disk: string): Promise<Buffer> {
  const file = await open(disk)
  try {
    const buffer = Buffer.allocUnsafe(headSize)
    const { bytesRead } = await file.read(buffer, 0, headSize, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function isZip(head: Buffer): boolean {
  return head[0] === 0x50 && head[1] === 0x4b
}

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}

type Shown = Pick<Head, 'sections' | 'toRemember'>

const nothing: Shown = { sections: [], toRemember: {} }
const nowhere: RecordSink = { open: () => undefined, write: () => undefined }

async function shownBy(head: Buffer, told: Told): Promise<Shown> {
  const proven = provenEncoding(head)
  if (proven === 'utf-32' || (proven === null && head.includes(0))) return nothing
  // Whole lines: the last one may be cut off.
  const end = head.length < headSize ? head.length : head.lastIndexOf(10) + 1
  const texts: Buffer[] = []
  // Headings are plain letters, which are the same in every other encoding.
  const decoded = decode(Readable.from([head.subarray(0, end || head.length)]), proven ?? 'utf-8')
  for await (const text of decoded) texts.push(text)
  const text = Buffer.concat(texts)
  const structure = emptyStructure()
  await splitRecords(Readable.from([text]), structure, nowhere, {
    ...sniffSeparators(text.toString('utf8', 0, sniffedSize)),
    chosen: chosenSection(told),
    remembered: told.remembered,
  })
  return shownIn(structure, told)
}

async function shownByWorkbook(disk: string, told: Told, folder: string): Promise<Shown> {
  mkdirSync(folder, { recursive: true })
  const structure = emptyStructure()
  for (const source of await sheetSources(disk, folder, undefined, limits, headRows))
    await splitRecords(source.open(), structure, nowhere, {
      ...source,
      chosen: chosenSection(told),
      remembered: told.remembered,
    })
  return shownIn(structure, told)
}

/** Counts are not known yet. */
function shownIn(structure: Structure, told: Told): Shown {
  const sections = structure.blocks.map(({ match: { section }, headerLine }) => ({
    section: section.id,
    report: section.reportTitle,
    title: section.title,
    rows: 0,
    refused_rows: 0,
    header_line: headerLine,
    because: describeSection(section),
  }))
  return { sections, toRemember: takenOf(structure, told).toRemember }
}

/**
 * What is remembered of files by their headings, and what a person says of one of the files below `paths` in this very
 * call: files with the same headings are of the same kind, whichever comes first.
 */
export async function rememberedWith(
  paths: readonly string[],
  choices: readonly Choice[],
  remembered: ReadonlyMap<string, string>,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const all = new Map(remembered)
  for (const { path } of choices) {
    // Nothing but what was given is looked at.
    const isGiven = path !== undefined && paths.some((given) => isAtOrBelow(path, given))
    const disk = isGiven ? fileOf(path) : null
    if (path === undefined || disk === null) continue
    const source = { path: disk, name: basename(disk), disk, meta: null }
    const heads = await headsOf(source, (one) => toldOf(one, choices, remembered), folder)
    for (const { toRemember, ...head } of heads)
      if (resolve(head.path) === resolve(path))
        for (const [signature, section] of Object.entries(toRemember))
          if (section === null) all.delete(signature)
          else all.set(signature, section)
  }
  return all
}

/** The file on the disk that a path names, or in whose archive it lies; null for a folder and where there is none. */
function fileOf(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats) return stats.isFile() ? path : null
  const parent = dirname(path)
  return parent === path || statSync(parent, { throwIfNoEntry: false })?.isDirectory() ? null : fileOf(parent)
}
