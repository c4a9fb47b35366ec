import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** True when one of these sources of the project is newer than what was built from them, or that is not there. */
export function isOutOfDate(built: string, projectFolder: string, sources: readonly string[]): boolean {
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
