import { TieoutError } from '../../../shared/errors.ts'
import { requireWritable } from '../access.ts'
import { atAsOf } from '../as-of.ts'
import type { Service } from '../service.ts'
import { liesIn, ownOf } from '../own-files.ts'
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
        service.access.done?.('write', [path])
        return { path: out, sheets: [...sheets] }
      }),
    )
  }),
  rows: os.exports.rows.handler(({ context: { service }, input: { asOf, ...options }, signal }) => {
    requireTarget(service, options.path)
    return jobStream(service, 'export', signal, (running) =>
      atAsOf(service, asOf, running, async (app) => {
        const written = await app.exportRows({ ...options, ...running })
        if (options.format === 'csv') await service.written.file(written.path)
        service.access.done?.('write', [options.path])
        return written
      }),
    )
  }),
}

/** With the dots and spaces that Windows leaves out at the end of a name. */
const bookEnding = /\.tieout(\.wal|\.guard)?[. ]*$/i

/** Nothing is ever written over the book, what lies beside it, or a backup, nor over any other book. */
function requireTarget(service: Service, path: string): void {
  requireWritable(service.access, path)
  const { book } = service.app()
  const own = ownOf(book, service.options.dataFolder).find((one) => liesIn(path, one))
  if (own === undefined && !bookEnding.test(path)) return
  const isBook = [book, `${book}.wal`, `${book}.guard`].includes(own ?? '')
  const what =
    own === undefined ? 'the name of a book' : isBook ? 'the book itself' : 'among the files of the book or its backups'
  throw new TieoutError('wrong-usage', `${path} is ${what}. Choose another name for what is written.`)
}
