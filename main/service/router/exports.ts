import { resolve } from 'node:path'
import { TieoutError } from '../../../shared/errors.ts'
import { requireWritable } from '../access.ts'
import { atAsOf } from '../as-of.ts'
import type { Service } from '../service.ts'
import { procedures as os } from './procedures.ts'
import { jobStream } from './streams.ts'

export const reconciliation = {
  run: os.reconciliation.run.handler(({ context: { service }, input, signal }) => {
    const app = service.app()
    return jobStream(service, 'reconcile', signal, (running) => app.reconcile({ ...running, asOf: input.asOf }))
  }),
  status: os.reconciliation.status.handler(({ context: { service }, input, signal }) => {
    const app = service.app()
    return jobStream(service, 'reconcile', signal, (running) => app.status({ ...running, asOf: input.asOf }))
  }),
}

export const exports = {
  workbook: os.exports.workbook.handler(({ context: { service }, input, signal }) => {
    requireTarget(service, input.path)
    const { path, asOf, settlement } = input
    return jobStream(service, 'export', signal, (running) =>
      atAsOf(service, asOf, running, async (app) => {
        const { out, sheets } = await app.exportWorkbook({ ...running, out: path, asOf, settlement })
        return { path: out, sheets: [...sheets] }
      }),
    )
  }),
  rows: os.exports.rows.handler(({ context: { service }, input: { asOf, ...options }, signal }) => {
    requireTarget(service, options.path)
    return jobStream(service, 'export', signal, (running) =>
      atAsOf(service, asOf, running, (app) => app.exportRows({ ...options, ...running })),
    )
  }),
}

/** Nothing is ever written over the book. */
function requireTarget(service: Service, path: string): void {
  requireWritable(service.access, path)
  const { book } = service.app()
  if ([book, `${book}.wal`].includes(resolve(path)))
    throw new TieoutError('wrong-usage', `${path} is the book itself. Choose another name for what is written.`)
}
