import { type EngineState, portMessage } from '../../../shared/bridge.ts'
import { crashLimit } from './crash-limit.ts'
import { type EngineStart, type ToEngine, fromEngine } from './engine-messages.ts'
import { type Right, createGrants } from './grants.ts'
import type { KeyStore } from './key-store.ts'
import type { ElectronParts, MessagePortMain, UtilityProcess, WebFrameMain } from './parts.ts'

export interface EngineOptions {
  readonly script: string
  readonly start: Omit<EngineStart, 'reopen'>
  /** Called at each change, to tell the windows. */
  readonly onState: (state: EngineState) => void
  /** Called with the path of each book that is opened. */
  readonly onBook?: (path: string) => void
  /** The key store of the system. */
  readonly keyStore: KeyStore
  /** Asks the person whether requests may go to an address that a page named. */
  readonly confirmAddress: (address: string) => Promise<boolean>
  readonly log: (line: string) => void
  /** Times within a minute that it is started again before it is given up; 3 unless told. */
  readonly restarts?: number
  /** Milliseconds since 1970, for the limit above. */
  readonly now?: () => number
}

/** The process that holds the book, as the main process sees it. */
export interface Engine {
  /** Hands the frame a port to the engine, once the engine is there. Error when it was given up or the application ends. */
  connect(frame: Pick<WebFrameMain, 'postMessage' | 'isDestroyed'>): void
  /** Lets pages name paths that a person chose; settles when the engine knows, which is before a page may use them. */
  grant(right: Right, paths: readonly string[]): Promise<void>
  /** Starts it again after it was given up. */
  restart(): void
  /**
   * Asks it to cancel, write everything down and close the book. Settles when its process is gone: by itself, or ended
   * after `timeLimit` milliseconds.
   */
  finish(timeLimit: number): Promise<'finished' | 'ended'>
}

/** Forks the engine, and again when it dies. To be called when the application is ready. */
export function startEngine(
  electron: Pick<ElectronParts, 'utilityProcess' | 'MessageChannelMain'>,
  options: EngineOptions,
): Engine {
  const limit = crashLimit(options.restarts ?? 3, 60_000, options.now)
  const grants = createGrants()
  const waiting = new Set<Parameters<Engine['connect']>[0]>()
  const unanswered = new Map<number, () => void>()
  let lastGrant = 0
  let reopens = true
  let child: UtilityProcess | null = null
  let isReady = false
  let finishing: Promise<'finished' | 'ended'> | null = null

  function start(): void {
    const begin: EngineStart = { ...options.start, reopen: reopens }
    const process = electron.utilityProcess.fork(options.script, [JSON.stringify(begin)], {
      serviceName: 'Tieout engine',
      stdio: 'inherit',
    })
    child = process
    isReady = false
    process.on('message', (data) => receive(process, data))
    process.once('exit', ended)
  }

  function receive(process: UtilityProcess, data: unknown): void {
    const { data: message } = fromEngine.safeParse(data)
    if (!message) return options.log('engine: a message of an unknown form was dropped')
    if (message.type === 'problem') options.log(`engine: ${message.message}`)
    if (message.type === 'book') {
      reopens = message.path !== null
      if (message.path !== null) options.onBook?.(message.path)
    }
    if (message.type === 'granted') settleGrant(message.id)
    if (message.type === 'done') grants.drop(message.right, message.paths)
    if (message.type === 'key') void answerKey(process, message.id, options.keyStore(message.action, message.text))
    if (message.type === 'confirm') void answerConfirm(process, message.id, options.confirmAddress(message.address))
    if (message.type === 'ready') becomeReady(process)
  }

  /** What was granted goes before the ports, by which pages use it. */
  function becomeReady(process: UtilityProcess): void {
    isReady = true
    for (const right of ['read', 'write'] as const) {
      const paths = grants.list(right)
      if (paths.length > 0) sayGrant(process, right, paths)
    }
    options.onState({ state: 'ready' })
    for (const frame of waiting) handPort(frame)
    waiting.clear()
  }

  function sayGrant(
    process: UtilityProcess,
    right: Right,
    paths: readonly string[],
    settle = (): void => undefined,
  ): void {
    lastGrant += 1
    // Before it is said, for its answer, or the end of the process, may come at once.
    unanswered.set(lastGrant, settle)
    say(process, { type: 'grant', id: lastGrant, right, paths: [...paths] })
  }

  function settleGrant(id: number): void {
    unanswered.get(id)?.()
    unanswered.delete(id)
  }

  function ended(exitCode: number): void {
    child = null
    isReady = false
    // The next engine is told of every path before a page reaches it.
    for (const id of unanswered.keys()) settleGrant(id)
    if (finishing) return
    options.log(`engine: ended with code ${exitCode}`)
    if (limit.allows()) {
      options.onState({ state: 'restarting', exitCode })
      start()
    } else {
      // A book that kills the engine is not opened again by itself.
      reopens = false
      options.onState({ state: 'stopped', exitCode })
    }
  }

  function handPort(frame: Parameters<Engine['connect']>[0]): void {
    if (!child || frame.isDestroyed()) return
    const { port1, port2 } = new electron.MessageChannelMain()
    say(child, { type: 'connect' }, [port1])
    frame.postMessage(portMessage, null, [port2])
  }

  start()
  return {
    connect: (frame) => {
      if (!child || finishing) throw new Error('The engine does not run.')
      if (isReady) handPort(frame)
      else waiting.add(frame)
    },
    grant: async (right, paths) => {
      grants.add(right, paths)
      const process = child
      if (!process || !isReady) return
      await new Promise<void>((settle) => sayGrant(process, right, paths, settle))
    },
    restart: () => {
      if (child || finishing) return
      limit.forget()
      start()
    },
    finish: (timeLimit) => {
      finishing ??= finished(child, timeLimit)
      return finishing
    },
  }
}

function say(child: UtilityProcess, message: ToEngine, ports: MessagePortMain[] = []): void {
  child.postMessage(message, ports)
}

async function answerKey(child: UtilityProcess, id: number, asked: ReturnType<KeyStore>): Promise<void> {
  say(child, { type: 'key', id, ...(await asked) })
}

async function answerConfirm(child: UtilityProcess, id: number, asked: Promise<boolean>): Promise<void> {
  say(child, { type: 'confirmed', id, isAllowed: await asked })
}

async function finished(child: UtilityProcess | null, timeLimit: number): Promise<'finished' | 'ended'> {
  if (!child) return 'finished'
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve('ended')
      child.kill()
    }, timeLimit)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve('finished')
    })
    say(child, { type: 'finish' })
  })
}
