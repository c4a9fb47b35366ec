import type { HostCommand, Work } from './host.ts'

/** What the page asks of the Electron main process; each name is also the name of the message. */
export interface BridgeCalls {
  /** Asks for a port to the engine. It comes by `window.postMessage` with `portMessage` as data and the port in `ports[0]`. */
  connectEngine(): Promise<void>
  /** Starts the engine again after `stopped`. */
  restartEngine(): Promise<void>
  pickFiles(): Promise<string[]>
  pickFolder(): Promise<string[]>
  pickBook(): Promise<string | null>
  pickNewBook(suggestedName: string): Promise<string | null>
  pickTarget(suggestedName: string): Promise<string | null>
  /** False where the file is not there any more. */
  showInFolder(path: string): Promise<boolean>
  openLogFolder(): Promise<boolean>
  /** 1 is natural size; between 0.5 and 3. */
  setZoom(factor: number): Promise<void>
  setTitle(title: string): Promise<void>
  setTheme(theme: 'system' | 'light' | 'dark'): Promise<void>
  /** What the page works at now; null when it has ended. */
  setWork(work: Work | null): Promise<void>
  /** Opens another window on the same book. */
  newWindow(): Promise<void>
}

/** The names above, as the preload needs them at run time. */
export const bridgeCalls = [
  'connectEngine',
  'restartEngine',
  'pickFiles',
  'pickFolder',
  'pickBook',
  'pickNewBook',
  'pickTarget',
  'showInFolder',
  'openLogFolder',
  'setZoom',
  'setTitle',
  'setTheme',
  'setWork',
  'newWindow',
] as const satisfies readonly (keyof BridgeCalls)[]

/**
 * How the engine is. After `restarting` the old port is dead (it also fires `close`) and calls in flight have failed; at
 * the next `ready` the page asks for a new port by `connectEngine`. `stopped`: it died too often and waits for
 * `restartEngine`. `quitting`: the application ends and no new work is taken.
 */
export type EngineState =
  | { readonly state: 'ready' }
  | { readonly state: 'restarting'; readonly exitCode: number }
  | { readonly state: 'stopped'; readonly exitCode: number }
  | { readonly state: 'quitting' }

/** Everything that the preload puts on `window.tieout`; absent in a browser. */
export interface Bridge extends BridgeCalls {
  /** `darwin`, `win32` or `linux`. */
  readonly platform: string
  /**
   * Where a dropped or picked file lies, which the engine may read from then on; empty when the system does not say, so
   * that the person is asked to pick it.
   */
  filePath(file: File): Promise<string>
  /** Calls the listener at each change, not at once. */
  onEngine(listener: (state: EngineState) => void): () => void
  /** Commands of the menu and the system. Those that came before the first listener are kept for it. */
  onCommand(listener: (command: HostCommand) => void): () => void
}

/** `data` of the window message that carries the port; the page checks `event.source === window` and `event.origin`. */
export const portMessage = 'tieout:port'

declare global {
  var tieout: Bridge | undefined
}
