import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BookInfo } from '../../shared/contract/books.ts'
import type { App, Running } from '../app.ts'
import type { Service } from './service.ts'

/**
 * Opens the sample book; makes it first from the sample reports when it is not there, or was left empty. It takes the
 * place of the open book only when it is whole: cancelling leaves that one open.
 */
export async function openSample(service: Service, running: Running): Promise<BookInfo> {
  const { desk, options } = service
  // Not among the books of the person: it can be made anew at any time.
  const path = join(options.dataFolder, 'books', 'Sample.tieout')
  const fill = async (app: App): Promise<void> => {
    if (!(await app.facts()).empty) return
    await app.import([options.sampleFolder], { ...running, reconcile: true })
    await app.settle()
  }
  if (desk.app && desk.holds(path)) await fill(desk.app)
  else await makeApart(service, path, fill)
  await desk.open(path, { create: false })
  return service.bookInfo()
}

async function makeApart({ desk }: Service, path: string, fill: (app: App) => Promise<void>): Promise<void> {
  const isNew = !existsSync(path)
  let isOurs = false
  try {
    await desk.apart(path, async (app) => {
      isOurs = isNew
      await fill(app)
    })
  } catch (error) {
    if (isOurs)
      for (const end of ['', '.wal', '.guard', '.files']) rmSync(`${path}${end}`, { recursive: true, force: true })
    throw error
  }
}
