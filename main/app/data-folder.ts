import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'
import { systemProblem } from '../../shared/system-problems.ts'

/** What a data folder has that was ever used. */
const marks = ['settings.json', 'recent.json', 'sources.json', 'books', 'backups']

/**
 * Where Tieout keeps settings, backups, the sample and logs unless told: `TIEOUT_DATA`, else the platform's usual place. On
 * Windows that is the local application data: what roams is copied over the network at each sign-in. A folder that an older
 * version made among what roams stays in use.
 */
export function defaultDataFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const chosen = environment['TIEOUT_DATA']
  if (chosen) return resolve(chosen)
  if (platform === 'win32') {
    const roaming = join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Tieout')
    const local = join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Tieout')
    return !wasUsed(local) && wasUsed(roaming) ? roaming : local
  }
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Tieout')
  return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'tieout')
}

function wasUsed(folder: string): boolean {
  return marks.some((name) => existsSync(join(folder, name)))
}

const reasons: Readonly<Record<string, string>> = {
  'read-only': 'it is read-only',
  permission: 'permission is denied',
  'no-folder': 'a file stands where a folder is needed',
  'disk-full': 'the disk is full',
  quota: 'your share of the disk is used up',
}

/** The error for what the system said when something was to be written into the data folder; any other as it is. */
export function dataFolderProblem(folder: string, error: unknown): unknown {
  const problem = systemProblem(error)
  if (!problem) return error
  const reason = reasons[String(problem.details['problem'])] ?? 'the disk does not answer as it should'
  const told = new TieoutError(
    'internal',
    `Tieout cannot write into its data folder ${folder}, where settings and backups lie: ${reason}. Mend that, or name another folder by TIEOUT_DATA.`,
    problem.details,
  )
  told.cause = error
  return told
}
