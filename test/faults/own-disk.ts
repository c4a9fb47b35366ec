import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'

/** A disk of its own can be made by Linux, where it lets a person have a space of names. */
export const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0

/** Runs lines of a shell in `folder`, in which `disk` is a disk of so many megabytes that goes with them; gives what they print. */
export async function onOwnDisk(
  folder: string,
  megabytes: number,
  lines: string,
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const script = `set -u\nmkdir -p disk\nmount -t tmpfs -o size=${megabytes}m tmpfs disk\n${lines}`
  const { stdout } = await promisify(execFile)('unshare', ['-rm', 'sh', '-c', script], {
    cwd: folder,
    env: { ...process.env, TIEOUT_DATA: `${folder}/data`, TIEOUT_DEBUG: '', ...env },
  })
  return stdout
}
