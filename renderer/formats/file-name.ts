/** The last part of a path of any system; of a file in an archive, the archive and the file. */
export function fileName(path: string): string {
  const parts = path.split(/[\\/]/)
  const archive = parts.findIndex((part) => /\.zip$/i.test(part))
  return archive >= 0 && archive < parts.length - 1 ? parts.slice(archive).join('/') : (parts.at(-1) ?? path)
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
