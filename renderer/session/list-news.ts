import type { ListNews, ListedFile, Recognition } from '../../shared/contract/imports.ts'

/** The lines of the list as far as they are known. */
export interface Lines {
  readonly files: readonly ListedFile[]
  readonly totals: Recognition['totals']
}

export const noLines: Lines = { files: [], totals: [] }

/**
 * The list after news of it: a line that is known already stays where it is and says what is known now, files out of an
 * archive stand in its place, and others come behind.
 */
export function withNews(lines: Lines, { listed, totals, gone }: ListNews): Lines {
  const news = new Map(listed.map((file) => [file.path, file]))
  const known = new Set(lines.files.map(({ path }) => path))
  const fresh = listed.filter(({ path }) => !known.has(path))
  const taken = new Set<string>()
  const files = lines.files.flatMap((line) => {
    const own = news.get(line.path)
    if (own) return [own]
    if (!gone.includes(line.path)) return [line]
    const inside = fresh.filter(({ path }) => path.startsWith(`${line.path}/`))
    for (const { path } of inside) taken.add(path)
    return inside
  })
  return {
    files: [...files, ...fresh.filter(({ path }) => !taken.has(path))],
    totals: [...lines.totals.filter(({ path }) => !news.has(path)), ...totals],
  }
}

/** Lines of files and folders that are chosen still. */
export function linesOf(lines: Lines, paths: readonly string[]): Lines {
  const own = new Set(paths)
  // Most are chosen themselves, and there may be thousands.
  const isOf = (path: string): boolean =>
    own.has(path) ||
    paths.some((chosen) => path.startsWith(`${chosen.replace(/[\\/]+$/, '')}/`) || path.startsWith(`${chosen}\\`))
  return {
    files: lines.files.filter(({ path }) => isOf(path)),
    totals: lines.totals.filter(({ path }) => isOf(path)),
  }
}

/** How many bytes of the list are read, given how many of the file that is being read. */
export function bytesRead({ files }: Lines, current: { readonly path: string; readonly bytes: number } | null): number {
  return files.reduce((sum, file) => {
    if (file.status !== 'reading') return sum + file.bytes
    return file.path === current?.path ? sum + Math.min(current.bytes, file.bytes) : sum
  }, 0)
}
