import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'
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
}

const sideFileEnd = '.meta.json'
const maximumSideFile = 1 << 20

/**
 * All files named by `paths`: files as they are, folders with everything below them in the order of their names.
 * Hidden files are left out, and so are CAS side files, which are read with the file they describe.
 * Error `file-unreadable` for a path at which there is nothing.
 */
export function findSources(path: string): SourceFile[] {
  let stats
  try {
    stats = statSync(path)
  } catch {
    throw new TieoutError('file-unreadable', `There is no file or folder at ${path}.`, { file: path })
  }
  if (!stats.isDirectory()) return [toSource(path)]
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !isHidden(entry.name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const child = join(path, entry.name)
      if (entry.isDirectory()) return findSources(child)
      if (!entry.isFile() && !entry.isSymbolicLink()) return []
      return describedFile(child) ? [] : [toSource(child)]
    })
}

/** The files inside a ZIP archive, or null when the ZIP is a workbook (or no report can be in it). */
export async function openArchive(
  source: SourceFile,
  folder: string,
  signal?: AbortSignal,
): Promise<SourceFile[] | null> {
  const names = await zipNames(source.disk)
  if (names.some((name) => /^xl\/workbook\.(xml|bin)$/i.test(name))) return null
  const entries = await unzip(source.disk, folder, signal)
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  return entries
    .filter(({ name }) => !name.split('/').some(isHidden) && !name.startsWith('__MACOSX/'))
    .filter(
      ({ name }) => !(name.endsWith(sideFileEnd) && [...byName.keys()].some((other) => sideNameOf(other) === name)),
    )
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

function toSource(path: string): SourceFile {
  const side = join(dirname(path), sideNameOf(basename(path)))
  return { path, name: basename(path), disk: path, meta: existsSync(side) && side !== path ? readSide(side) : null }
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

function readSide(path: string): string | null {
  return statSync(path).size <= maximumSideFile ? readFileSync(path, 'utf8') : null
}

function isHidden(name: string): boolean {
  return name.startsWith('.') || name.startsWith('~$') || name === 'Thumbs.db' || name === 'desktop.ini'
}
