import { EventEmitter } from 'node:events'
import { preventable } from './preventable.ts'
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  WebContents,
  WebFrameMain,
} from '../../main/shells/electron/parts.ts'

export class FrameDouble implements Pick<WebFrameMain, 'origin' | 'detached' | 'isDestroyed' | 'postMessage'> {
  readonly received: { channel: string; message: unknown; ports: readonly unknown[] }[] = []
  detached = false
  parent: FrameDouble | null = null
  origin: string
  constructor(origin = 'app://tieout') {
    this.origin = origin
  }
  isDestroyed(): boolean {
    return false
  }
  postMessage(channel: string, message: unknown, ports: readonly unknown[] = []): void {
    this.received.push({ channel, message, ports })
  }
}

export class WebContentsDouble
  extends EventEmitter
  implements Pick<WebContents, 'getURL' | 'send' | 'setWindowOpenHandler' | 'setZoomFactor' | 'reload'>
{
  readonly mainFrame = new FrameDouble()
  readonly sent: { channel: string; value: unknown }[] = []
  address = ''
  zoom = 1
  reloads = 0
  openHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | null = null
  getURL(): string {
    return this.address
  }
  send(channel: string, value: unknown): void {
    this.sent.push({ channel, value })
  }
  setWindowOpenHandler(handler: Parameters<WebContents['setWindowOpenHandler']>[0]): void {
    this.openHandler = handler
  }
  setZoomFactor(factor: number): void {
    this.zoom = factor
  }
  reload(): void {
    this.reloads++
  }
}

export class WindowDouble
  extends EventEmitter
  implements
    Pick<
      BrowserWindow,
      | 'focus'
      | 'show'
      | 'restore'
      | 'maximize'
      | 'isMinimized'
      | 'isMaximized'
      | 'getNormalBounds'
      | 'setTitle'
      | 'loadURL'
      | 'destroy'
      | 'isDestroyed'
      | 'isVisible'
      | 'setBackgroundColor'
      | 'setProgressBar'
    >
{
  readonly webContents = new WebContentsDouble()
  readonly options: BrowserWindowConstructorOptions
  readonly calls: string[] = []
  isMini = false
  isMaxi = false
  isGone = false
  background = ''
  progress = -1
  title = ''
  constructor(options: BrowserWindowConstructorOptions = {}) {
    super()
    this.options = options
  }
  focus(): void {
    this.calls.push('focus')
  }
  show(): void {
    this.calls.push('show')
  }
  restore(): void {
    this.isMini = false
    this.calls.push('restore')
  }
  maximize(): void {
    this.isMaxi = true
  }
  isMinimized(): boolean {
    return this.isMini
  }
  isMaximized(): boolean {
    return this.isMaxi
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return {
      x: this.options.x ?? 0,
      y: this.options.y ?? 0,
      width: this.options.width ?? 1,
      height: this.options.height ?? 1,
    }
  }
  setTitle(title: string): void {
    this.title = title
  }
  async loadURL(address: string): Promise<void> {
    this.calls.push('load')
    this.webContents.address = address
  }
  /** As a person closes it: `close` can prevent it. */
  close(): void {
    const event = preventable()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy(): void {
    this.isGone = true
    this.emit('closed')
  }
  isDestroyed(): boolean {
    return this.isGone
  }
  isVisible(): boolean {
    return this.calls.includes('show')
  }
  setBackgroundColor(color: string): void {
    this.background = color
  }
  setProgressBar(progress: number): void {
    this.progress = progress
  }
}
