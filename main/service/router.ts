import { application, settings } from './router/application.ts'
import { books } from './router/books.ts'
import { exports, reconciliation } from './router/exports.ts'
import { imports } from './router/imports.ts'
import { procedures } from './router/procedures.ts'
import { queries } from './router/queries.ts'
import { sources } from './router/sources.ts'

export type { ServiceContext } from './service.ts'

/** The whole contract over one service, for every shell: give `{ service }` as context. */
export const router = procedures.router({
  app: application,
  settings,
  books,
  imports,
  sources,
  queries,
  reconciliation,
  exports,
})
