import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BookInfo } from '../../shared/contract/books.ts'
import type { Running } from '../app.ts'
import type { Service } from './service.ts'

/** Opens the sample book; makes it first from the sample reports when it is not there, or was left empty. */
export async function openSample(service: Service, running: Running): Promise<BookInfo> {
  const path = join(service.booksFolder, 'Sample.tieout')
  const isNew = !existsSync(path)
  const app = await service.desk.open(path, { create: true })
  if (!(await app.facts()).empty) return service.bookInfo()
  try {
    await app.import([service.options.sampleFolder], { ...running, reconcile: true })
    await app.settle()
  } catch (error) {
    if (isNew) {
      await service.desk.close()
      service.recents.forget(path)
      for (const end of ['', '.wal']) rmSync(`${path}${end}`, { force: true })
      rmSync(`${path}.files`, { recursive: true, force: true })
    }
    throw error
  }
  return service.bookInfo()
}
