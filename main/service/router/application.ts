import { diagnose } from '../diagnostics.ts'
import { procedures as os } from './procedures.ts'
import { crossingStream } from './streams.ts'

export const application = {
  state: os.app.state.handler(({ context: { service } }) => service.state()),
  events: os.app.events.handler(({ context: { service }, signal }) =>
    crossingStream(service.events.listen(signal), service),
  ),
  diagnostics: os.app.diagnostics.handler(({ context: { service } }) => diagnose(service)),
  logProblem: os.app.logProblem.handler(({ context: { service }, input }) =>
    service.log.problem('page', new Error(input.message)),
  ),
}

export const settings = {
  get: os.settings.get.handler(({ context: { service } }) => service.settings.get()),
  change: os.settings.change.handler(({ context: { service }, input }) => {
    const changed = service.settings.change(input)
    service.events.tell('settings')
    return changed
  }),
}
