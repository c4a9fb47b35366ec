import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the page is made of. */
const pageSources = ['renderer', 'shared', 'vite.config.ts', 'package-lock.json']

/** True when a source is newer than the file that was built from it, or that file is not there. */
export function isOutOfDate(built: string, projectFolder: string, sources: readonly string[] = pageSources): boolean {
  const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs
  return builtAt === undefined || sources.some((source) => newest(join(projectFolder, source)) > builtAt)
}

/** Milliseconds since 1970 of the last change below this path; 0 when there is nothing. */
function newest(path: string): number {
  const entry = statSync(path, { throwIfNoEntry: false })
  if (!entry) return 0
  if (!entry.isDirectory()) return entry.mtimeMs
  return Math.max(entry.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/**
 * Builds the page into `dist/renderer` when it is missing or older than its sources, and gives that folder. It is built
 * aside and put there when it is whole, so that a server that is running never has half of it.
 */
export async function ensurePage(projectFolder: string): Promise<string> {
  const folder = join(projectFolder, 'dist/renderer')
  if (!isOutOfDate(join(folder, 'index.html'), projectFolder)) return folder
  const [made, old] = [`${folder}-${process.pid}`, `${folder}-${process.pid}-old`]
  try {
    const { build } = await import('vite')
    await build({
      configFile: join(projectFolder, 'vite.config.ts'),
      logLevel: 'warn',
      environments: { client: { build: { outDir: made } } },
    })
    if (existsSync(folder)) renameSync(folder, old)
    renameSync(made, folder)
    return folder
  } finally {
    for (const left of [made, old]) rmSync(left, { recursive: true, force: true, maxRetries: 3 })
  }
}
