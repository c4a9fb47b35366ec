import { streamAtAsOf } from '../as-of.ts'
import { procedures as os } from './procedures.ts'
import { crossingStream } from './streams.ts'

export const queries = {
  list: os.queries.list.handler(({ context: { service }, signal }) => service.app().grids.entries(signal)),
  columns: os.queries.columns.handler(({ context: { service }, input, signal }) =>
    service.app().grids.columns(input.name, signal),
  ),
  page: os.queries.page.handler(({ context: { service }, input, signal }) => service.app().grids.page(input, signal)),
  totals: os.queries.totals.handler(({ context: { service }, input, signal }) =>
    service.app().grids.totals(input, signal),
  ),
  facets: os.queries.facets.handler(({ context: { service }, input: { column, ...selection }, signal }) =>
    service.app().grids.facets(selection, column, signal),
  ),
  text: os.queries.text.handler(({ context: { service }, input: { name, asOf, ...options }, signal }) =>
    crossingStream(
      streamAtAsOf(service, asOf, { signal }, async (app) => {
        const text = await app.queryText(name, { ...options, signal })
        return options.format === 'csv' ? service.written.text(text) : text
      }),
      service,
    ),
  ),
  keyDetails: os.queries.keyDetails.handler(({ context: { service }, input, signal }) =>
    service.app().keyDetails(input, signal),
  ),
  fileLine: os.queries.fileLine.handler(({ context: { service }, input, signal }) =>
    service.app().fileLine(input, signal),
  ),
  overview: os.queries.overview.handler(({ context: { service }, signal }) => service.app().overview(signal)),
}
