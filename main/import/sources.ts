import { type Stats, existsSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { DeliveryEvidence } from './evidence.ts'
import { unzip, zipNames } from './unzip.ts'

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
}

/** A path that gives no file, with the reason. */
export interface NoSource {
  readonly path: string
  readonly reason: string
}

const sideFileEnd = '.meta.json'
const maximumSideFile = 1 << 20

/**
 * All files named by `path`: a file as it is, a folder with everything below it in the order of names. Hidden files and
 * those of the books (one or several paths) are left out, and so are CAS side files, which are read with the file they
 * describe. What cannot be read is in the answer with its reason and keeps nothing else out.
 */
export function findSources(
  path: string,
  books: string | readonly string[],
  visited = new Set<string>(),
): (SourceFile | NoSource)[] {
  const own = typeof books === 'string' ? [books] : books
  if (own.some((book) => isOwn(path, book))) return []
  try {
    const stats = statSync(path)
    if (stats.isDirectory()) return sourcesBelow(path, own, visited)
    return describedFile(path) ? [] : [fileSource(path, stats)]
  } catch (error) {
    return [{ path, reason: reasonOf(error, path) }]
  }
}

function sourcesBelow(folder: string, books: readonly string[], visited: Set<string>): (SourceFile | NoSource)[] {
  // Two links may lead to one folder, or a link to a folder above itself.
  const real = realpathSync(folder)
  if (visited.has(real)) return []
  visited.add(real)
  return readdirSync(folder)
    .filter((name) => !isHidden(name))
    .toSorted((a, b) => (a < b ? -1 : 1))
    .flatMap((name) => findSources(join(folder, name), books, visited))
}

function fileSource(path: string, stats: Stats): SourceFile | NoSource {
  if (!stats.isFile()) return { path, reason: 'It is not a regular file.' }
  const side = join(dirname(path), sideNameOf(basename(path)))
  return { path, name: basename(path), disk: path, meta: existsSync(side) && side !== path ? readSide(side) : null }
}

/** The files inside a ZIP archive, or null when the ZIP is a workbook. */
export async function openArchive(
  source: SourceFile,
  folder: string,
  signal?: AbortSignal,
): Promise<SourceFile[] | null> {
  const names = await zipNames(source.disk)
  if (names.some((name) => /^xl\/workbook\.(xml|bin)$/i.test(name))) return null
  const entries = await unzip(source.disk, folder, signal)
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  const sideNames = new Set([...byName.keys()].filter((name) => !name.endsWith(sideFileEnd)).map(sideNameOf))
  return entries
    .filter(({ name }) => !name.split('/').some(isHidden) && !name.startsWith('__MACOSX/') && !sideNames.has(name))
    .map(({ name, path }) => {
      const side = byName.get(sideNameOf(name))
      return {
        path: `${source.path}/${name}`,
        name: basename(name),
        disk: path,
        meta: side ? readSide(side.path) : null,
      }
    })
}

/** What the files and folders of a book end with: itself, and what lies beside it. */
export const ownEnds = [
  '',
  '.wal',
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

function sideNameOf(name: string): string {
  return name.replace(/\.[^./]*$/, '') + sideFileEnd
}

/** True for a side file whose report lies beside it. */
function describedFile(path: string): boolean {
  if (!path.endsWith(sideFileEnd)) return false
  const stem = basename(path).slice(0, -sideFileEnd.length)
  return readdirSync(dirname(path)).some((name) => name !== basename(path) && name.replace(/\.[^.]*$/, '') === stem)
}

/** The text of a side file; an empty text, which is no JSON, for one that cannot be read. */
function readSide(path: string): string {
  try {
    return statSync(path).size <= maximumSideFile ? readFileSync(path, 'utf8') : ''
  } catch {
    return ''
  }
}

function isHidden(name: string): boolean {
  return name.startsWith('.') || name.startsWith('~$') || name === 'Thumbs.db' || name === 'desktop.ini'
}

function reasonOf(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'ENOENT') return `There is no file or folder at ${path}.`
  if (code === 'EACCES' || code === 'EPERM') return 'It may not be read: permission denied.'
  if (code === 'ELOOP') return 'It is a link that leads to itself.'
  return error instanceof Error ? error.message : String(error)
}
