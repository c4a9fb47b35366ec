import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type App, type Running, openApp } from '../app.ts'
import { removeLeftovers } from '../database/leftovers.ts'
import { bytesOf, requireSpace } from './place.ts'
import type { Service } from './service.ts'

/** A look at the open book; `close` when it is over. */
interface Look {
  readonly app: App
  close(): Promise<void>
}

let copies = 0

/**
 * The open book as of a day: itself when that is the day for which it is reconciled, else a copy that is reconciled for
 * that day and thrown away, so that no window sees another day than it shows.
 */
async function lookAt(service: Service, asOf: string | undefined, running: Running): Promise<Look> {
  const app = service.app()
  if (asOf === undefined || (await app.reconciledFor()) === asOf) return { app, close: async () => undefined }
  const folder = join(app.workPlace, `as-of-${++copies}`)
  // The answer is there already when this fails; the folder goes with the temporary files of the book.
  const problem = (error: unknown): void => service.log.problem('as-of.end', error)
  const remove = (): void => removeLeftovers(folder, service.log.problem)
  try {
    requireSpace(app.workPlace, 2 * bytesOf([app.book]), 'to look at the book from another day')
    mkdirSync(folder, { recursive: true })
    // The name of the book stands in what is exported.
    const path = join(folder, basename(app.book))
    await app.copyTo(path)
    const onProblem = service.log.problem
    const copy = await openApp({ book: path, create: false, filesOf: app.book, onProblem })
    try {
      await copy.configure({ asOf }, running)
    } catch (error) {
      await copy.close().catch(problem)
      throw error
    }
    return {
      app: copy,
      async close() {
        await copy.close().catch(problem)
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

/** Does `work` on the open book as of a day, or as it is without one. */
export async function atAsOf<Result>(
  service: Service,
  asOf: string | undefined,
  running: Running,
  work: (app: App) => Promise<Result>,
): Promise<Result> {
  const look = await lookAt(service, asOf, running)
  try {
    return await work(look.app)
  } finally {
    await look.close()
  }
}

/** The same for an answer that comes piece by piece. */
export async function* streamAtAsOf<Value>(
  service: Service,
  asOf: string | undefined,
  running: Running,
  work: (app: App) => Promise<AsyncGenerator<Value, void>>,
): AsyncGenerator<Value, void> {
  const look = await lookAt(service, asOf, running)
  try {
    yield* await work(look.app)
  } finally {
    await look.close()
  }
}
