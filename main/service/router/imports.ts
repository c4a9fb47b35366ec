import { recognise } from '../../app.ts'
import { requireReadable } from '../access.ts'
import { importFiles } from '../import-files.ts'
import { procedures as os } from './procedures.ts'
import { jobStream } from './streams.ts'

export const imports = {
  recognise: os.imports.recognise.handler(({ context: { service }, input, signal }) => {
    requireReadable(service.access, input.paths)
    const { delivered, limitsTimes, paths } = input
    return jobStream(service, 'recognise', signal, (running) => {
      const open = service.desk.app
      return recognise(paths, {
        ...running,
        delivered,
        limitsTimes,
        already: open?.importedFrom,
        openBook: open?.book,
        isOwn: service.written.has,
      })
    })
  }),
  run: os.imports.run.handler(({ context: { service }, input, signal }) => {
    requireReadable(service.access, input.paths)
    service.changeable()
    return jobStream(service, 'import', signal, async (running) => {
      const result = await importFiles(service, input, running)
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
