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

/** The path of the file on the disk: of `a/b.zip/c.csv` it is `a/b.zip`. */
export function onDisk(path: string): string {
  return /^(.*?\.zip)[\\/]/i.exec(path)?.[1] ?? path
}

function isBelow(path: string, folder: string): boolean {
  const open = folder.replace(/[\\/]+$/, '')
  return path.startsWith(`${open}/`) || path.startsWith(`${open}\\`)
}
