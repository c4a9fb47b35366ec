import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The program of Electron, where its package says that it lies; null when it is not there. */
export function findElectron(packageFolder: string): string | null {
  try {
    const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(packageFolder, 'dist')
    const program = join(folder, readFileSync(join(packageFolder, 'path.txt'), 'utf8'))
    return existsSync(program) ? program : null
  } catch {
    return null
  }
}

export interface FetchLimits {
  /** Milliseconds without a byte arriving, after which the attempt ends. */
  readonly idle: number
  /** Called once when bytes arrive. */
  readonly onStart?: () => void
}

/**
 * Fetches the program as the package documents it, by its own install script, which checks its sum. Null where that is
 * impossible: no network, no room, no such system. What was half fetched is removed.
 */
export async function fetchElectron(packageFolder: string, { idle, onStart }: FetchLimits): Promise<string | null> {
  const script = join(packageFolder, 'install.js')
  if (!existsSync(script) || process.env['ELECTRON_SKIP_BINARY_DOWNLOAD']) return null
  const folder = mkdtempSync(join(tmpdir(), 'tieout-electron-'))
  try {
    await run(script, folder, idle, [folder, join(packageFolder, 'dist')], onStart)
    return findElectron(packageFolder)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Runs a script that says nothing, and ends it when what it writes has not grown for a while. */
function run(
  script: string,
  temporary: string,
  idle: number,
  growing: readonly string[],
  onStart: (() => void) | undefined,
): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], {
      stdio: 'ignore',
      env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
    })
    const start = growing.reduce((sum, folder) => sum + bytesIn(folder), 0)
    let size = start
    let grownAt = Date.now()
    const watch = setInterval(() => {
      const now = growing.reduce((sum, folder) => sum + bytesIn(folder), 0)
      if (now !== size) {
        if (size === start) onStart?.()
        size = now
        grownAt = Date.now()
      } else if (Date.now() - grownAt > idle) child.kill('SIGKILL')
    }, 250)
    const end = (): void => {
      clearInterval(watch)
      resolve()
    }
    child.once('error', end)
    child.once('exit', end)
  })
}

function bytesIn(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .map((entry) => join(folder, entry.name))
      .reduce((sum, path) => {
        const entry = statSync(path, { throwIfNoEntry: false })
        return sum + (entry?.isDirectory() ? bytesIn(path) : (entry?.size ?? 0))
      }, 0)
  } catch {
    // Not made yet, or taken away in the middle of it.
    return 0
  }
}
