/** The folders in which the months of a data feed lie; all of its files have one and the same name. */
const feedFolders = /(?:(?<=^|[\\/])[a-z]*feed(?:_v\d+)?[\\/])?year=\d{4}[\\/]month=\d{1,2}[\\/][^\\/]*$/i

/**
 * The last part of a path of any system; of a file in an archive, the archive and the file; of a month of a data feed,
 * the feed, the month and the file.
 */
export function fileName(path: string): string {
  const parts = path.split(/[\\/]/)
  const archive = parts.findIndex((part) => /\.zip$/i.test(part))
  if (archive >= 0 && archive < parts.length - 1) return parts.slice(archive).join('/')
  return feedFolders.exec(path)?.[0].replaceAll('\\', '/') ?? parts.at(-1) ?? path
}

/** The folder of a file, empty when the path has none. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'), 0))
}

/** The parts of a name with their places; it may break between them: after `_`, `/` and spaces, never within a date. */
export function nameParts(name: string): readonly { readonly at: number; readonly text: string }[] {
  return [...name.matchAll(/[^_/ ]*[_/ ]*/g)]
    .filter(([text]) => text !== '')
    .map((match) => ({ at: match.index, text: match[0] }))
}
