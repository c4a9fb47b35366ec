import { z } from 'zod'
import { type BridgeCalls, bridgeCalls } from '../../../shared/bridge.ts'
import { callMessage, droppedMessage } from './messages.ts'
import type { BrowserWindow, ElectronParts, WebFrameMain } from './parts.ts'
import { trustedWindow } from './sender.ts'
import { theme } from './theme.ts'

/** Who asked: a window of ours, by its main frame, on our page. */
export interface Asker {
  readonly window: BrowserWindow
  readonly frame: WebFrameMain
}

/** One answer for each call of the bridge; its arguments have been checked. */
export type BridgeAnswers = {
  readonly [Call in keyof BridgeCalls]: (
    asker: Asker,
    ...values: Parameters<BridgeCalls[Call]>
  ) => Awaited<ReturnType<BridgeCalls[Call]>> | ReturnType<BridgeCalls[Call]>
}

const name = z.tuple([z.string().min(1).max(255)])
const path = z.tuple([z.string().min(1).max(4096)])
const nothing = z.tuple([])
const kinds = ['copy', 'import', 'undo', 'reconcile', 'export', 'restore', 'sample', 'sync'] as const
const work = z.object({ kind: z.enum(kinds), done: z.number().min(0).max(1).nullable() })

/** What a page may pass to each call. */
const values: { readonly [Call in keyof BridgeCalls]: z.ZodType<Parameters<BridgeCalls[Call]>> } = {
  connectEngine: nothing,
  restartEngine: nothing,
  pickFiles: nothing,
  pickFolder: nothing,
  pickBook: nothing,
  pickNewBook: name,
  pickTarget: name,
  showInFolder: path,
  openLogFolder: nothing,
  setZoom: z.tuple([z.number().min(0.5).max(3)]),
  setTitle: z.tuple([z.string().max(500)]),
  setTheme: z.tuple([theme]),
  setWork: z.tuple([work.nullable()]),
  newWindow: nothing,
}

/**
 * Answers the calls of the pages, and `dropped`, which only their preload sends. A call from elsewhere, or with other
 * arguments than these, is refused and logged.
 */
export function answerBridge(
  electron: Pick<ElectronParts, 'ipcMain' | 'BrowserWindow'>,
  answers: BridgeAnswers,
  dropped: (path: string) => Promise<void>,
  log: (line: string) => void,
): void {
  const handle = <Values extends unknown[]>(
    name: string,
    message: string,
    taken: z.ZodType<Values>,
    answer: (asker: Asker, ...values: Values) => unknown,
  ): void =>
    electron.ipcMain.handle(message, async (event, ...given: unknown[]) => {
      const window = trustedWindow(electron, event)
      const parsed = taken.safeParse(given)
      if (!window || !event.senderFrame || !parsed.success) {
        log(`bridge: ${name} refused, ${window ? 'wrong arguments' : 'not from a page of ours'}`)
        throw new Error('Refused.')
      }
      return answer({ window, frame: event.senderFrame }, ...parsed.data)
    })
  const answer = <Call extends keyof BridgeCalls>(call: Call): void =>
    handle<Parameters<BridgeCalls[Call]>>(call, callMessage(call), values[call], answers[call])
  for (const call of bridgeCalls) answer(call)
  handle('dropped', droppedMessage, path, (_asker, where) => dropped(where))
}
