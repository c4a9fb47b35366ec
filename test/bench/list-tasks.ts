import { createRouterClient } from '@orpc/server'
import { join } from 'node:path'
import { router } from '../../main/service/router.ts'
import { createService } from '../../main/service/service.ts'
import { type Timed, removeBook } from './measure.ts'

/** Seconds from the moment in which the files were given. */
export interface Listed {
  /** Until every file stands in the list by its name. */
  readonly named: number
  /** Until the list says of every file what it is, as far as its head shows. */
  readonly told: number
  /** Until the list is complete. */
  readonly complete: number
  /** What the import takes after that. */
  readonly imported: number
  readonly rows: number
}

/** The list of files before an import, and the import after it, as a window asks for them; nothing is reconciled. */
export async function listThenImport(folder: string, ...paths: string[]): Promise<Timed> {
  const service = await createService({
    dataFolder: join(folder, 'data'),
    sampleFolder: folder,
    shell: 'command-line',
    version: 'bench',
  })
  const client = createRouterClient(router, { context: { service } })
  const book = join(folder, 'list.tieout')
  removeBook(book)
  await client.books.open({ path: book, create: true })
  const begin = performance.now()
  const since = (from = begin): number => (performance.now() - from) / 1000
  let named: number | null = null
  let told: number | null = null
  const list = await client.imports.recognise({ paths })
  for (;;) {
    const { done, value } = await list.next()
    if (done) break
    const listed = value.news?.listed ?? []
    if (listed.length > 0) named ??= since()
    if (listed.some(({ sections }) => sections.length > 0)) told ??= since()
  }
  const complete = since()
  const beforeImport = performance.now()
  const job = await client.imports.run({ paths, delivered: '2022-08-15' })
  let rows = 0
  for (;;) {
    const { done, value } = await job.next()
    if (!done) continue
    rows = value.files.reduce((sum, file) => sum + file.rows_kept, 0)
    break
  }
  const imported = since(beforeImport)
  await service.close()
  removeBook(book)
  const result: Listed = { named: named ?? complete, told: told ?? complete, complete, imported, rows }
  return { seconds: complete, result }
}
