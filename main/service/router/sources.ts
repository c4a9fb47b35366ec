import { cacheFolder, tidyCache } from '../../sync/cache.ts'
import type { Service } from '../service.ts'
import { procedures as os } from './procedures.ts'
import { jobStream } from './streams.ts'

export const sources = {
  list: os.sources.list.handler(({ context: { service } }) => service.sources.list()),
  save: os.sources.save.handler(async ({ context: { service }, input: { source, keys, former } }) => {
    service.jobs.requireIdle()
    return changed(service, await service.sources.save(source, { keys, former }))
  }),
  remove: os.sources.remove.handler(({ context: { service }, input }) => {
    service.jobs.requireIdle()
    const { app } = service.desk
    if (app) tidyCache(cacheFolder(app.book, service.sources.named(input.name)))
    return changed(service, service.sources.remove(input.name))
  }),
  test: os.sources.test.handler(async ({ context: { service }, input: { name, code }, signal }) => {
    // A sync that runs goes by the same sign-in, which a test may end.
    service.jobs.requireIdle()
    const [{ checkStore }, { unlessAborted }] = await Promise.all([import('../../sync/check.ts'), import('../sync.ts')])
    const store = await unlessAborted(service.sources.store(name, code), signal)
    const checks = await unlessAborted(checkStore(store, signal), signal)
    // Somebody who repairs the sign-in and tries again must not meet what was remembered of the former one.
    if (checks.some(({ outcome }) => outcome === 'fail')) service.sources.signOut(name)
    return checks
  }),
  plan: os.sources.plan.handler(({ context: { service }, input, signal }) => {
    requireBookAndSource(service, input.name)
    return jobStream(service, 'list', signal, async (running) =>
      (await import('../sync.ts')).previewSync(service, input, running),
    )
  }),
  sync: os.sources.sync.handler(({ context: { service }, input, signal }) => {
    requireBookAndSource(service, input.name)
    service.changeable()
    return jobStream(service, 'sync', signal, async (running) =>
      (await import('../sync.ts')).syncSource(service, input, running),
    )
  }),
}

function requireBookAndSource(service: Service, name: string): void {
  service.app()
  service.sources.named(name)
}

function changed<Answer>(service: Service, answer: Answer): Answer {
  service.events.tell('settings')
  return answer
}
