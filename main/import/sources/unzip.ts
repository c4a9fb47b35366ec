import { isUtf8 } from 'node:buffer'
import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'
import { type Entry, type ZipFile, getFileNameLowLevel, openPromise } from 'yauzl'
import { throwIfAborted } from '../../../shared/errors.ts'
import { type Limits, limits } from '../limits.ts'
import { FileProblem, archiveProblems, isExplained, isOfMachine, sentenceOf } from '../problems.ts'

/** What one file of the person may still unpack to, with everything in it. */
export interface Allowance {
  bytes: number
  entries: number
}

/** The allowance of a file of so many bytes. */
export function allowanceOf(bytes: number, others: Partial<Limits> = {}): Allowance {
  const { unpackedAnyway, unpackedRatio, unpackedBytes, archiveEntries } = { ...limits, ...others }
  return { bytes: Math.min(unpackedBytes, Math.max(unpackedAnyway, bytes * unpackedRatio)), entries: archiveEntries }
}

/** One file out of a ZIP: unpacked to a path of our own choosing, or the reason why not. Its own name is only ever shown. */
export type Unpacked =
  { readonly name: string; readonly path: string } | { readonly name: string; readonly reason: string }

/** An open ZIP; `problem` says that its list of files breaks off behind `entries`. */
export interface Zip {
  readonly entries: readonly ZipEntry[]
  readonly problem: string | null
  /** A small part as text, empty where it is missing, larger than a megabyte or unreadable. */
  text(name: string): Promise<string>
  /** The first `bytes` of each file, in the order of the archive; nothing of one that cannot be read. */
  heads(bytes: number): Promise<EntryHead[]>
  /** Unpacks every file into `folder`, in the order of the archive. An entry that cannot be unpacked costs only itself. */
  unpack(folder: string, allowance: Allowance, signal?: AbortSignal): Promise<Unpacked[]>
  close(): void
}

/** The beginning of a file inside an archive. */
export interface EntryHead {
  readonly name: string
  /** Of the whole file, unpacked. */
  readonly size: number
  readonly head: Buffer
}

interface ZipEntry {
  readonly name: string
  readonly entry: Entry
}

const largestText = 1 << 20

/** Opens a ZIP, and reads the list of its files. Throws a `FileProblem` when it is no readable ZIP. */
export async function openZip(path: string, mostEntries: number): Promise<Zip> {
  // Names are taken as they are, and sizes compared as each file is unpacked: what is odd about one costs only that one.
  const zip = await openPromise(path, { autoClose: false, decodeStrings: false, validateEntrySizes: false }).catch(
    (error: unknown) => {
      throw isOfMachine(error) ? error : new FileProblem(archiveProblems.damaged, { cause: error })
    },
  )
  const entries: ZipEntry[] = []
  let problem: string | null = null
  try {
    try {
      for await (const entry of zip.eachEntry()) {
        entries.push({ name: nameOf(entry), entry })
        if (entries.length > mostEntries) throw new FileProblem(archiveProblems.tooMany)
      }
      if (await hasMore(path, zip)) problem = archiveProblems.moreThanListed
    } catch (error) {
      if (isOfMachine(error) || isExplained(error)) throw error
      const isLocked = error instanceof Error && /strong encryption/.test(error.message)
      problem = isLocked ? archiveProblems.locked : archiveProblems.damagedList
      if (entries.length === 0) throw new FileProblem(isLocked ? problem : archiveProblems.damaged, { cause: error })
    }
  } catch (error) {
    zip.close()
    throw error
  }
  return {
    entries,
    problem,
    text: (name) => textOf(zip, entries.find((one) => one.name === name)?.entry),
    heads: (bytes) => headsOf(zip, entries, bytes),
    unpack: (folder, allowance, signal) => unpackAll(zip, entries, folder, allowance, signal),
    close: () => zip.close(),
  }
}

/** The end of an archive counts its files in sixteen bits; some programs let that run over. */
async function hasMore(path: string, zip: ZipFile): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, Number(zip.readEntryCursor))
    return bytesRead === 4 && buffer.readUInt32LE() === 0x02014b50
  } finally {
    await file.close()
  }
}

/** Programs that write UTF-8 do not always say so, and some that say so do not write it. */
function nameOf({ generalPurposeBitFlag, fileName, extraFields }: Entry): string {
  const raw = fileName as unknown as Buffer
  const flag = isUtf8(raw) ? generalPurposeBitFlag | 0x800 : generalPurposeBitFlag & ~0x800
  return getFileNameLowLevel(flag, raw, extraFields, false)
}

async function headsOf(zip: ZipFile, entries: readonly ZipEntry[], bytes: number): Promise<EntryHead[]> {
  const heads: EntryHead[] = []
  for (const { name, entry } of entries) {
    if (name.endsWith('/')) continue
    const head = await beginningOf(zip, entry, bytes).catch(() => Buffer.alloc(0))
    heads.push({ name, size: entry.uncompressedSize, head })
  }
  return heads
}

async function beginningOf(zip: ZipFile, entry: Entry, bytes: number): Promise<Buffer> {
  if (!entry.canDecodeFileData() || isLink(entry)) return Buffer.alloc(0)
  return firstBytes(await zip.openReadStreamPromise(entry), bytes)
}

/** The beginning of a stream, which is closed then. */
export async function firstBytes(stream: Readable, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= bytes) break
  }
  return Buffer.concat(chunks).subarray(0, bytes)
}

async function unpackAll(
  zip: ZipFile,
  entries: readonly ZipEntry[],
  folder: string,
  allowance: Allowance,
  signal: AbortSignal | undefined,
): Promise<Unpacked[]> {
  const files = entries.filter(({ name, entry }) => !(name.endsWith('/') && entry.uncompressedSize === 0))
  if (files.length > allowance.entries) throw new FileProblem(archiveProblems.tooMany)
  allowance.entries -= files.length
  const unpacked: Unpacked[] = []
  for (const { name, entry } of files) {
    throwIfAborted(signal)
    const path = join(folder, `entry-${unpacked.length}`)
    try {
      await unpackEntry(zip, entry, path, allowance, signal)
      unpacked.push({ name, path })
    } catch (error) {
      if (signal?.aborted) throw error
      const isOurs = isExplained(error) || isOfMachine(error)
      unpacked.push({ name, reason: isOurs ? sentenceOf(error) : archiveProblems.damagedEntry })
    }
  }
  return unpacked
}

async function unpackEntry(
  zip: ZipFile,
  entry: Entry,
  path: string,
  allowance: Allowance,
  signal: AbortSignal | undefined,
): Promise<void> {
  refuse(entry, allowance)
  let sum = 0
  let bytes = 0
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      allowance.bytes -= chunk.length
      sum = crc32(chunk, sum)
      // What says too little of its size is no better than what is cut.
      done(bytes > entry.uncompressedSize ? new FileProblem(archiveProblems.damagedEntry) : null, chunk)
    },
    flush(done) {
      const isWhole = bytes === entry.uncompressedSize && sum === entry.crc32
      done(isWhole ? null : new FileProblem(archiveProblems.damagedEntry))
    },
  })
  const source = await zip.openReadStreamPromise(entry)
  await pipeline(source, check, createWriteStream(path), signal ? { signal } : {})
}

function refuse(entry: Entry, allowance: Allowance): void {
  if (entry.isEncrypted()) throw new FileProblem(archiveProblems.locked)
  if (isLink(entry)) throw new FileProblem(archiveProblems.link)
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) throw new FileProblem(archiveProblems.method)
  if (entry.uncompressedSize > allowance.bytes) throw new FileProblem(archiveProblems.tooLarge)
}

/** By the mode that Unix programs write: a link holds nothing but a path. */
function isLink({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  const system = versionMadeBy >> 8
  return (system === 3 || system === 19) && ((externalFileAttributes >>> 16) & 0xf000) === 0xa000
}

async function textOf(zip: ZipFile, entry: Entry | undefined): Promise<string> {
  if (!entry || entry.uncompressedSize > largestText || !entry.canDecodeFileData()) return ''
  try {
    const chunks: Buffer[] = []
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      if (chunks.reduce((sum, { length }) => sum + length, 0) > largestText) return ''
    }
    return Buffer.concat(chunks).toString('utf8')
  } catch {
    return ''
  }
}
