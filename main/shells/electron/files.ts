import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { ElectronParts } from './parts.ts'

/** What the system asks the application to open: books, and report files and folders, as absolute paths. */
const opened = z.object({ books: z.array(z.string()), files: z.array(z.string()) })
export type Opened = z.infer<typeof opened>

/** A Mac tells of several files one after the other; those that come within this many milliseconds belong together. */
const together = 150

/** What an argument must end with to be a file that somebody meant, where nothing lies at its path. */
const reportEnding = /\.(csv|tsv|txt|xlsx|xlsm|xls|zip|gz|json|parquet)$/i

/**
 * What was named among arguments of the program. A path at which nothing lies counts where it ends as a report does, so that
 * the window can say that it is not there; `program` is the application's own folder, which stands among them in development.
 */
export function openedAmong(values: readonly string[], workingDirectory: string, program = ''): Opened {
  const paths = values
    .filter((value) => value !== '' && !value.startsWith('-'))
    .map((value) => resolve(workingDirectory, pathOf(value)))
  return sorted(paths.filter((path) => path !== program && (isBook(path) || isReport(path))))
}

/**
 * Calls `open` with what the system asks the application to open: by a double click, "Open with", a drop on its icon, or a
 * second start. What comes before `listen` is called is kept for it. To be called before the application is ready.
 */
export function collectOpened(
  { app }: Pick<ElectronParts, 'app'>,
  first: Opened,
): { listen(open: (opened: Opened) => void): void } {
  let waiting: Opened = first
  let open: ((opened: Opened) => void) | null = null
  let timer: NodeJS.Timeout | null = null

  const hand = (): void => {
    timer = null
    if (!open || waiting.books.length + waiting.files.length === 0) return
    const handed = waiting
    waiting = { books: [], files: [] }
    open(handed)
  }
  const receive = ({ books, files }: Opened): void => {
    waiting = { books: [...waiting.books, ...books], files: [...waiting.files, ...files] }
    timer ??= setTimeout(hand, together)
  }
  app.on('open-file', (event, path) => {
    event.preventDefault()
    receive(sorted([path]))
  })
  app.on('second-instance', (_event, _arguments, _workingDirectory, data) => {
    // The system may add arguments of its own and reorder them, so the other start says itself what it was given.
    const start = opened.safeParse(data)
    if (start.success) receive(start.data)
  })
  return {
    listen: (listener) => {
      open = listener
      hand()
    },
  }
}

/** File managers on Linux give addresses. */
function pathOf(value: string): string {
  try {
    return /^file:/i.test(value) ? fileURLToPath(value) : value
  } catch {
    return value
  }
}

function sorted(paths: readonly string[]): Opened {
  return { books: paths.filter(isBook), files: paths.filter((path) => !isBook(path)) }
}

function isBook(path: string): boolean {
  return path.toLowerCase().endsWith('.tieout')
}

function isReport(path: string): boolean {
  return reportEnding.test(path) || existsSync(path)
}
