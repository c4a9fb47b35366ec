import { type Stats, existsSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { isCloudPlaceholder, isCopyName, isSystemFile, isUnfinishedDownload } from '../../../shared/system-files.ts'
import type { Told } from '../choices.ts'
import type { DeliveryEvidence } from '../evidence.ts'
import { shownNames } from './entry-names.ts'
import { unpackedName } from './gunzip.ts'
import { limits } from '../limits.ts'
import { type Package, packageOf } from './packages.ts'
import { archiveProblems, sentenceOf } from '../problems.ts'
import { onlyInCloud, unfinishedDownload } from '../formats/text-notes.ts'
import { type Allowance, type EntryHead, type Unpacked, openZip } from './unzip.ts'
import { isWorkbook } from '../workbook/xlsx-parts.ts'

/** One file to read, wherever it came from. */
export interface SourceFile {
  /** As the person knows it: for a file out of a ZIP, the path of the ZIP followed by the name inside. */
  readonly path: string
  readonly name: string
  /** Where its bytes lie now. */
  readonly disk: string
  /** The text of the CAS side file next to it. */
  readonly meta: string | null
  /** What is known of its delivery already, instead of what name and side file say. */
  readonly evidence?: DeliveryEvidence
  /** Its own delivery date where one was given, `YYYY-MM-DD`. */
  readonly delivered?: string | null
  /** What was said of it when it came into the book before; whatever else is remembered does not count then. */
  readonly told?: Told
  /** Of a file out of an archive: tells it from every other, as long as the archive is the same. */
  readonly identity?: string
}

/** A path that gives no file, with the reason. */
export interface NoSource {
  readonly path: string
  readonly reason: string
}

const sideFileEnd = '.meta.json'
const maximumSideFile = 1 << 20

/**
 * All files named by `path`: a file as it is, a folder with everything below it in the order of names, links last. What a
 * system made for itself and the files of the books (one or several paths) are left out, and so are CAS side files, which
 * are read with the file they describe. What cannot be read is in the answer with its reason and keeps nothing else out.
 */
export function findSources(path: string, books: string | readonly string[]): (SourceFile | NoSource)[] {
  const walk: Walk = { books: typeof books === 'string' ? [books] : books, visited: new Set(), links: [] }
  const found = sourcesAt(path, walk)
  for (const link of walk.links) found.push(...sourcesAt(link, walk))
  return found
}

interface Walk {
  readonly books: readonly string[]
  /** Folders by their real path: two links may lead to one, or a link to a folder above itself. */
  readonly visited: Set<string>
  /** Met on the way and followed at its end, so that what they lead to is known by its own name. */
  readonly links: string[]
}

function sourcesAt(path: string, walk: Walk): (SourceFile | NoSource)[] {
  try {
    if (walk.books.some((book) => isOwn(path, book))) return []
    const stats = statSync(path)
    const name = basename(path)
    if (isUnfinishedDownload(name, stats.isDirectory())) return [{ path, reason: unfinishedDownload }]
    if (isCloudPlaceholder(name)) return [{ path, reason: onlyInCloud }]
    if (stats.isDirectory()) return sourcesBelow(path, walk)
    return describedFile(path) ? [] : [fileSource(path, stats)]
  } catch (error) {
    return [{ path, reason: reasonOf(error, path) }]
  }
}

function sourcesBelow(folder: string, walk: Walk): (SourceFile | NoSource)[] {
  const real = realpathSync(folder)
  if (walk.visited.has(real)) return []
  walk.visited.add(real)
  const entries = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !isSystemFile(name) || isCloudPlaceholder(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const isLink = (entry: (typeof entries)[number]): boolean => entry.isSymbolicLink()
  walk.links.push(...entries.filter(isLink).map(({ name }) => join(folder, name)))
  return entries.filter((entry) => !isLink(entry)).flatMap(({ name }) => sourcesAt(join(folder, name), walk))
}

/**
 * The same files in an order in which none with the name of a copy ("report (1).csv") comes before one without: of two
 * with the same bytes the first is the one that the book knows.
 */
export function originalsFirst<Source>(sources: readonly Source[], pathOf: (source: Source) => string): Source[] {
  const isCopy = (source: Source): boolean => isCopyName(basename(pathOf(source)))
  return [...sources.filter((source) => !isCopy(source)), ...sources.filter(isCopy)]
}

function fileSource(path: string, stats: Stats): SourceFile | NoSource {
  if (!stats.isFile())
    return { path, reason: 'It is not a file but a pipe or a device: save what it gives in a file, and import that.' }
  const side = sideNamesOf(basename(path))
    .map((name) => join(dirname(path), name))
    .find((one) => one !== path && existsSync(one))
  return { path, name: basename(path), disk: path, meta: side === undefined ? null : readSide(side) }
}

/**
 * What a ZIP holds: the files in it, each unpacked into `folder` or with the reason why not; or that it is a workbook, or
 * a document of another program. Throws a `FileProblem` for a ZIP that cannot be opened, and for an archive that lies
 * `depth` archives deep where that is too deep.
 */
export async function openArchive(
  source: SourceFile,
  folder: string,
  { depth, allowance }: { depth: number; allowance: Allowance },
  signal?: AbortSignal,
): Promise<(SourceFile | NoSource)[] | Exclude<Package, 'archive'>> {
  const zip = await openZip(source.disk, Math.max(allowance.entries, limits.archiveEntries))
  try {
    const names = zip.entries.map(({ name }) => name)
    const kind = await packageOf({ names, read: zip.text }, source.name)
    if (kind !== 'archive') return kind
    if (names.includes('_rels/.rels') && (await isWorkbook(source.disk))) return 'workbook'
    if (depth >= limits.nestedArchives) return { sentence: archiveProblems.tooDeep }
    const unpacked = await zip.unpack(folder, allowance, signal)
    if (unpacked.length > 0 && unpacked.every((one) => 'reason' in one && one.reason === archiveProblems.locked))
      return [{ path: source.path, reason: archiveProblems.locked }]
    const shown = shownNames(unpacked.map(({ name }) => name))
    const named = unpacked.map((one, index) => ({ own: one.name, entry: { ...one, name: shown[index] ?? '' } }))
    const listed = originalsFirst(named, ({ own }) => own).filter(({ own }) => !isOfSystem(own))
    const files = withSideFiles(listed.map(({ entry }) => entry)).map((one) => {
      const path = `${source.path}/${one.name}`
      if ('reason' in one) return { path, reason: one.reason }
      const isUnfinished = one.name.split('/').some((name, at, all) => isUnfinishedDownload(name, at < all.length - 1))
      return isUnfinished ? { path, reason: unfinishedDownload } : { ...one, path, name: basename(one.name) }
    })
    return zip.problem === null ? files : [...files, { path: source.path, reason: zip.problem }]
  } finally {
    zip.close()
  }
}

/** Parts that lead nowhere are no names of their own. */
function isOfSystem(entryName: string): boolean {
  return entryName.split(/[\\/]/).some((part) => part !== '.' && part !== '..' && isSystemFile(part))
}

/** The beginnings of the files that an archive holds, under the paths of `openArchive`; null for a ZIP that is none. */
export async function archiveHeads(
  source: SourceFile,
  bytes: number,
): Promise<(EntryHead & { path: string })[] | null> {
  const zip = await openZip(source.disk, limits.archiveEntries)
  try {
    const names = zip.entries.map(({ name }) => name)
    if ((await packageOf({ names, read: zip.text }, source.name)) !== 'archive') return null
    if (names.includes('_rels/.rels') && (await isWorkbook(source.disk))) return null
    const heads = await zip.heads(bytes)
    const shown = shownNames(heads.map(({ name }) => name))
    const named = heads.map((head, index) => ({ head, own: head.name, name: shown[index] ?? '' }))
    const listed = originalsFirst(named, ({ own }) => own).filter(({ own }) => !isOfSystem(own))
    const sides = new Set(listed.flatMap(({ name }) => (isSideFile(name) ? [] : sideNamesOf(name))))
    return listed
      .filter(({ name }) => !sides.has(name))
      .map(({ head, name }) => ({ ...head, name: basename(name), path: `${source.path}/${name}` }))
  } finally {
    zip.close()
  }
}

type Described = { name: string; disk: string; meta: string | null } | { name: string; reason: string }

/** Puts the text of each side file to the report that it describes. */
function withSideFiles(entries: readonly Unpacked[]): Described[] {
  const paths = new Map(entries.flatMap((entry) => ('path' in entry ? [[entry.name, entry.path] as const] : [])))
  const described = new Set(entries.flatMap(({ name }) => (isSideFile(name) ? [] : sideNamesOf(name))))
  return entries.flatMap((entry): Described[] => {
    if (described.has(entry.name) && 'path' in entry) return []
    if ('reason' in entry) return [entry]
    const side = sideNamesOf(entry.name).find((name) => name !== entry.name && paths.has(name))
    const meta = side === undefined ? null : readSide(paths.get(side) ?? '', side)
    return [{ name: entry.name, disk: entry.path, meta }]
  })
}

/** What the files and folders of a book end with: itself, and what lies beside it. */
export const ownEnds = [
  '',
  '.wal',
  '.guard',
  '.files',
  '.sync',
  '.tieout-work',
  '.tieout-tmp',
  '.rebuilding',
  '.restoring',
  '.restoring.wal',
]

/**
 * The book's own files may lie in a folder that is imported, under another name too. They are never opened: closing any
 * handle of a file lets go of the lock that this process holds on it.
 */
function isOwn(path: string, book: string): boolean {
  const full = resolve(path)
  return ownEnds.some((end) => full === `${book}${end}` || isSameFile(full, `${book}${end}`))
}

/** Whether both names lead to one file or folder. */
export function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }))
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino && a.ino !== 0n
}

/** What the side file of a report with this name is called: also for a packed report, and when it is packed itself. */
function sideNamesOf(name: string): string[] {
  const side = unpackedName(name).replace(/\.[^./]*$/, '') + sideFileEnd
  return [side, `${side}.gz`]
}

function isSideFile(name: string): boolean {
  return unpackedName(name).endsWith(sideFileEnd)
}

/** True for a side file whose report lies beside it. */
function describedFile(path: string): boolean {
  if (!isSideFile(path)) return false
  return readdirSync(dirname(path)).some((name) => !isSideFile(name) && sideNamesOf(name).includes(basename(path)))
}

/** The text of a side file; an empty text, which is no JSON, for one that cannot be read. */
function readSide(path: string, name = path): string {
  try {
    if (statSync(path).size > maximumSideFile) return ''
    const bytes = readFileSync(path)
    const packed = unpackedName(name) !== name
    return (packed ? gunzipSync(bytes, { maxOutputLength: maximumSideFile }) : bytes).toString('utf8')
  } catch {
    return ''
  }
}

function reasonOf(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code !== 'ENOENT') return sentenceOf(error)
  // What a folder names and then does not have: the bytes of its name are no text.
  return path.includes('\uFFFD')
    ? `Its name has characters that cannot be read: rename it, then import it again.`
    : `There is no file or folder at ${path}.`
}
