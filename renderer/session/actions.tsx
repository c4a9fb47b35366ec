import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useMemo, useState } from 'react'
import type { Settings } from '../../shared/contract/settings.ts'
import { useClient, useHost } from '../connection/index.ts'
import { goTo, screens, type Screen } from '../navigation.ts'
import { useFormats } from '../formats/use-formats.tsx'
import { frameWording } from '../wording/frame.ts'
import { useAppState, useChangeSettings } from './app-state.tsx'
import { useIncoming } from './incoming.ts'
import { actionOf, isMac, isTypingIn } from './keys.ts'
import { notify, notifyProblem } from './notify.tsx'
import { useOpenBook } from './open-book.tsx'
import { palette } from './palette-store.ts'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import type { Action } from './shortcuts.ts'
import { type Undo, UndoQuestion } from './undo-dialogs.tsx'
import { useOpened } from './use-opened.ts'

interface Actions {
  /** Does what a key, a menu or the palette asks for. */
  run(action: Action): void
  /** Shows what would leave the book with this import, and takes it out when that is confirmed. */
  askUndo(importId: number): void
}

const ActionsContext = createContext<Actions | null>(null)
const zoomSteps = [0.75, 0.85, 1, 1.15, 1.3, 1.5, 1.75, 2]

/** Told by the frame when the search field of the grid in view is asked for. */
export const searchAsked = 'tieout-search'

type Dialog = 'shortcuts' | Undo

/** One table of actions for keys, menus, palette and buttons. */
export function ActionsProvider({ children }: { readonly children: ReactNode }) {
  const [dialog, setDialog] = useState<Dialog | null>(null)
  // A question about one book is none about the next, whose imports count from one again.
  const book = useAppState().book?.path ?? null
  const [asked, setAsked] = useState(book)
  if (book !== asked) {
    setAsked(book)
    setDialog(null)
  }
  const table = useActionTable(setDialog)
  const host = useHost()
  const takeOpened = useOpened()

  const value = useMemo<Actions>(
    () => ({
      run: (action) => {
        if (isGo(action)) goTo({ screen: action.slice(3) as Screen })
        else void Promise.resolve(table[action]()).catch(notifyProblem)
      },
      askUndo: (importId) => setDialog({ by: 'imports.undo', importId }),
    }),
    [table],
  )

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const action = actionOf(event, isTypingIn(document.activeElement), isMac())
    // A dialog has the keyboard for itself; a grid searches by its own listener.
    if (!action || action === 'search' || document.querySelector('[aria-modal="true"]')) return
    event.preventDefault()
    value.run(action)
  })
  const onCommand = useEffectEvent((command: Parameters<Parameters<typeof host.onCommand>[0]>[0]) => {
    if (command.type === 'open-book' || command.type === 'take-files') takeOpened(command)
    else if (command.type === 'go') {
      const screen = screens.find((name) => name === command.screen)
      if (screen) goTo({ screen })
    } else if (command.action in table || isGo(command.action)) value.run(command.action as Action)
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event)
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
  useEffect(() => host.onCommand((command) => onCommand(command)), [host])

  const close = (): void => setDialog(null)
  return (
    <ActionsContext value={value}>
      {children}
      <ShortcutSheet opened={dialog === 'shortcuts'} onClose={close} />
      {typeof dialog === 'object' && dialog ? <UndoQuestion asked={dialog} onClose={close} /> : null}
    </ActionsContext>
  )
}

/** The table of actions. Only below the frame. */
export function useActions(): Actions {
  const actions = useContext(ActionsContext)
  if (!actions) throw new Error('An action is asked for outside the frame.')
  return actions
}

function isGo(action: string): action is `go-${Screen}` {
  return screens.some((screen) => action === `go-${screen}`)
}

type Table = Readonly<Record<Exclude<Action, `go-${Screen}`>, () => void | Promise<unknown>>>

function useActionTable(setDialog: (dialog: Dialog) => void): Table {
  const client = useClient()
  const openBook = useOpenBook()
  const incoming = useIncoming()
  const change = useChangeSettings()
  const { undo, redo } = useAppState()
  const { percent } = useFormats()

  return useMemo(() => {
    const zoom = async (steps: number): Promise<void> => {
      const { zoom } = await change((now) => ({ zoom: steps === 0 ? 1 : nextZoom(now.zoom, steps) }))
      notify({ title: frameWording.zoom(percent(zoom)), passingId: 'zoom' })
    }
    return {
      palette: () => palette.open(),
      shortcuts: () => setDialog('shortcuts'),
      'open-book': openBook.askOpen,
      'open-sample': openBook.openSample,
      'new-book': openBook.askNew,
      'close-book': openBook.close,
      'pick-files': incoming.pickFiles,
      'pick-folder': incoming.pickFolder,
      export: () => goTo({ screen: 'export' }),
      undo: () => (undo ? setDialog(undo) : notify({ title: frameWording.nothingToUndo })),
      redo: () => (redo ? setDialog(redo) : notify({ title: frameWording.nothingToRedo })),
      search: () => void dispatchEvent(new Event(searchAsked)),
      back: () => history.back(),
      'toggle-rail': () => change((now) => ({ railCollapsed: !now.railCollapsed })),
      'toggle-privacy': () => change((now) => ({ privacy: !now.privacy })),
      'toggle-theme': () => change((now) => ({ theme: isDark(now.theme) ? 'light' : 'dark' })),
      'zoom-in': () => zoom(1),
      'zoom-out': () => zoom(-1),
      'zoom-reset': () => zoom(0),
      'back-up': async () => {
        const { reason } = await client.books.backUp()
        notify({ title: frameWording.backedUp, text: reason, tone: 'good' })
      },
      'copy-diagnostics': async () => {
        const { report } = await client.app.diagnostics()
        await navigator.clipboard.writeText(report)
        notify({ title: frameWording.diagnosticsCopied, text: frameWording.diagnosticsCopiedText, tone: 'good' })
      },
    }
  }, [client, openBook, incoming, change, undo, redo, percent, setDialog])
}

function isDark(theme: Settings['theme']): boolean {
  return theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
}

/** The step of the zoom that lies `steps` further; the last one where there is none. */
function nextZoom(zoom: number, steps: number): number {
  const nearest = zoomSteps.findIndex((step) => step >= zoom - 0.01)
  return zoomSteps[Math.min(Math.max(nearest + steps, 0), zoomSteps.length - 1)] ?? 1
}
