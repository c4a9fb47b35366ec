import type { ListedFile } from '../../shared/contract/imports.ts'

/**
 * What is left of the chosen paths when one listed file is taken off. A file of a chosen folder is taken off by naming
 * the others; a file inside an archive takes its archive with it, because archives go in whole.
 */
export function pathsWithout(
  paths: readonly string[],
  files: readonly { readonly path: string }[],
  path: string,
): { readonly paths: readonly string[]; readonly removed: readonly string[] } {
  const own = onDisk(path)
  const removed = files.map((file) => file.path).filter((other) => onDisk(other) === own)
  const holder = paths.find((chosen) => chosen === own) ?? paths.find((chosen) => isBelow(own, chosen))
  if (holder === undefined) return { paths, removed }
  const others = files.map((file) => onDisk(file.path)).filter((other) => other !== own && isBelow(other, holder))
  return { paths: [...new Set([...paths.filter((chosen) => chosen !== holder), ...others])], removed }
}

/**
 * The listed files without those that were taken off. A file that said to be the same as one of these is by itself now,
 * and is imported.
 */
export function withoutRemoved(files: readonly ListedFile[], removed: readonly string[]): ListedFile[] {
  const left = files.filter(({ path }) => !removed.includes(path))
  const entering = new Set(left.filter(({ status }) => status === 'imported').map(({ sha256 }) => sha256))
  return left.map((file) => {
    if (file.status !== 'listed-twice' || entering.has(file.stands_in ?? file.sha256)) return file
    entering.add(file.sha256)
    return { ...file, status: 'imported', reason: null, stands_in: null }
  })
}

/** The path of the file on the disk: of `a/b.zip/c.csv` it is `a/b.zip`. */
export function onDisk(path: string): string {
  return /^(.*?\.zip)[\\/]/i.exec(path)?.[1] ?? path
}

function isBelow(path: string, folder: string): boolean {
  const open = folder.replace(/[\\/]+$/, '')
  return path.startsWith(`${open}/`) || path.startsWith(`${open}\\`)
}
