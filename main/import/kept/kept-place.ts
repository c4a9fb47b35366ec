import { join } from 'node:path'

/** The folder beside a book in which its files are kept, or null for a book that leaves nothing behind. */
export function keptFolder(book: string): string | null {
  return book === ':memory:' ? null : `${book}.files`
}

/** Where the bytes with this hash are kept. */
export function keptPath(folder: string, sha256: string): string {
  return join(folder, `${sha256}.gz`)
}
