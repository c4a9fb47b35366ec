import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where Tieout keeps settings, books, backups and logs unless told: `TIEOUT_DATA`, else the platform's usual place. */
export function defaultDataFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const chosen = environment['TIEOUT_DATA']
  if (chosen) return resolve(chosen)
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Tieout')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Tieout')
  return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'tieout')
}
