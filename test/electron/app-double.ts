import { EventEmitter } from 'node:events'
import type { ElectronParts, UtilityProcess } from '../../main/shells/electron/parts.ts'
import { preventable } from './preventable.ts'

export { preventable } from './preventable.ts'

type App = ElectronParts['app']
type Session = ElectronParts['session']['defaultSession']
type PermissionRequest = Parameters<Session['setPermissionRequestHandler']>[0]
type PermissionCheck = Parameters<Session['setPermissionCheckHandler']>[0]
type DevicePermission = Parameters<Session['setDevicePermissionHandler']>[0]

/** The application as a whole; `done` is the list of what happened, in order. */
export class AppDouble
  extends EventEmitter
  implements
    Pick<
      App,
      | 'requestSingleInstanceLock'
      | 'quit'
      | 'getPath'
      | 'setPath'
      | 'setAppLogsPath'
      | 'enableSandbox'
      | 'whenReady'
      | 'getVersion'
      | 'addRecentDocument'
      | 'setAppUserModelId'
      | 'getAppPath'
      | 'isPackaged'
    >
{
  readonly paths = new Map<string, string>([
    ['documents', '/home/person/Documents'],
    ['home', '/home/person'],
  ])
  readonly switches = new Map<string, string>()
  readonly recent: string[] = []
  userModelId = ''
  handedOver: unknown
  readonly isPackaged = true
  readonly commandLine = { appendSwitch: (name: string, value = '') => void this.switches.set(name, value) }
  isFirst = true
  hasQuit = false
  readonly done: string[]
  #becomeReady: () => void = () => undefined
  readonly #ready = new Promise<void>((resolve) => {
    this.#becomeReady = resolve
  })

  constructor(done: string[]) {
    super()
    this.done = done
  }
  requestSingleInstanceLock(data?: Record<string, unknown>): boolean {
    this.handedOver = data
    this.done.push('lock')
    return this.isFirst
  }
  /** As documented: `before-quit` can prevent it; then it has quit. */
  quit(): void {
    const event = preventable()
    this.emit('before-quit', event)
    if (!event.defaultPrevented && !this.hasQuit) {
      this.hasQuit = true
      this.done.push('quit')
    }
  }
  getPath(name: string): string {
    return this.paths.get(name) ?? ''
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path)
  }
  setAppLogsPath(path?: string): void {
    this.paths.set('logs', path ?? '')
  }
  enableSandbox(): void {
    this.done.push('sandbox')
  }
  whenReady(): Promise<void> {
    return this.#ready
  }
  becomeReady(): void {
    this.done.push('ready')
    this.#becomeReady()
  }
  getVersion(): string {
    return '1.2.3'
  }
  addRecentDocument(path: string): void {
    this.recent.push(path)
  }
  setAppUserModelId(id: string): void {
    this.userModelId = id
  }
  getAppPath(): string {
    return '/program/app.asar'
  }
}

/** The engine's process, seen from outside. */
export class ChildDouble extends EventEmitter implements Pick<UtilityProcess, 'kill' | 'postMessage'> {
  readonly received: { message: unknown; ports: readonly unknown[] }[] = []
  readonly start: Record<string, unknown>
  readonly script: string
  constructor(script: string, start: Record<string, unknown>) {
    super()
    this.script = script
    this.start = start
  }
  postMessage(message: unknown, ports: readonly unknown[] = []): void {
    this.received.push({ message, ports })
    const { type, id } = message as { type: string; id?: number }
    // As the engine does, a moment later.
    if (type === 'grant') setImmediate(() => this.say({ type: 'granted', id }))
  }
  kill(): boolean {
    this.emit('exit', 143)
    return true
  }
  /** What the engine's process says. */
  say(message: unknown): void {
    this.emit('message', message)
  }
}

/** The session that all windows share. */
export class SessionDouble
  extends EventEmitter
  implements
    Pick<
      Session,
      | 'setPermissionRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setDevicePermissionHandler'
      | 'setSpellCheckerEnabled'
    >
{
  permissionRequest: PermissionRequest = null
  permissionCheck: PermissionCheck = null
  devicePermission: DevicePermission = null
  beforeRequest: ((details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void) | null = null
  spellChecker = true
  readonly webRequest = {
    onBeforeRequest: (listener: NonNullable<SessionDouble['beforeRequest']>) => {
      this.beforeRequest = listener
    },
  }
  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.permissionRequest = handler
  }
  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.permissionCheck = handler
  }
  setDevicePermissionHandler(handler: DevicePermission): void {
    this.devicePermission = handler
  }
  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker = enabled
  }
}
