import type { ListNews } from '../../../shared/contract/imports.ts'
import { requireReadable } from '../access.ts'
import { importListed } from '../import-files.ts'
import { procedures as os } from './procedures.ts'
import { jobStream } from './streams.ts'

export const imports = {
  recognise: os.imports.recognise.handler(({ context: { service }, input, signal }) => {
    requireReadable(service.access, input.paths)
    const { delivered, choices, limitsTimes, paths } = input
    return jobStream(service, 'recognise', signal, (running, onNews: (news: ListNews) => void) =>
      service.list.recognise(paths, {
        ...running,
        delivered,
        choices,
        limitsTimes,
        isOwn: service.written.has,
        open: service.desk.app?.beforeImport,
        onNews,
      }),
    )
  }),
  run: os.imports.run.handler(({ context: { service }, input, signal }) => {
    requireReadable(service.access, input.paths)
    service.changeable()
    return jobStream(service, 'import', signal, async (running) => {
      const result = await importListed(service, input, running)
      service.access.done?.('read', input.paths)
      return result
    })
  }),
  history: os.imports.history.handler(({ context: { service } }) => service.app().history()),
  undoPreview: os.imports.undoPreview.handler(({ context: { service }, input }) =>
    service.app().undoPreview(input.importId),
  ),
  undo: os.imports.undo.handler(({ context: { service }, input, signal }) => {
    const app = service.changeable()
    return service.jobs.run('undo', { signal }, (running) => app.undo(input.importId, { ...running, redoable: true }))
  }),
  redo: os.imports.redo.handler(({ context: { service }, signal }) => {
    const app = service.changeable()
    return jobStream(service, 'import', signal, (running) => app.redo(running))
  }),
}
