import { fileName } from './file-name.ts'
import { hidden } from './use-formats.tsx'

/**
 * A sentence as privacy mode shows it: without amounts, without what it quotes from a file, which may be a name, and
 * without folders and places in S3.
 */
export function discreet(text: string): string {
  const plain = text.replace(/(?<=^|[\s(])(?:s3|https?):\/\/\S*\/(?=\s|$)/g, hidden)
  return withoutFolders(plain.replace(/".*"/gs, `"${hidden}"`).replace(/-?\d[\d,']*\.\d{2,}/g, hidden))
}

/** A sentence in which files go by their names, as in the lists around it. */
export function withoutFolders(text: string): string {
  return text.replace(/(?<=^|[\s"'(])(?:[A-Za-z]:|s3:|https?:)?[\\/]{1,2}(?:[^\\/\n]+[\\/])+/g, (folders) =>
    fileName(`${folders}.`).slice(0, -1),
  )
}

/**
 * The path of a report file where it is shown whole. Names of files are AWS's and name no customer, so privacy mode
 * leaves them readable everywhere; the folders are the person's own, and it cuts them.
 */
export function shownPath(path: string, privacy: boolean): string {
  return privacy ? fileName(path) : path
}
