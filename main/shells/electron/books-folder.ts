import { join } from 'node:path'
import { placeWarning } from '../../service/place.ts'
import type { ElectronParts } from './parts.ts'

/**
 * Folder in which new books are suggested: `Tieout` among the documents, where people look for their work and keep copies
 * of it. Where the documents are synchronised, which damages an open book, it lies in the person's own folder instead.
 */
export function defaultBooksFolder(
  { app }: Pick<ElectronParts, 'app'>,
  platform: NodeJS.Platform = process.platform,
): string {
  const folder = join(app.getPath('documents'), 'Tieout')
  return placeWarning(join(folder, 'Book.tieout'), platform) === null ? folder : join(app.getPath('home'), 'Tieout')
}
