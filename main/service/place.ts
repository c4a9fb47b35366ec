import { existsSync, readdirSync, statSync, statfsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'

const syncedFolders: readonly [RegExp, string][] = [
  [/[\\/]dropbox( \([^\\/]*\))?[\\/]/i, 'Dropbox'],
  [/[\\/]onedrive( - [^\\/]*)?[\\/]/i, 'OneDrive'],
  [/[\\/](mobile documents|icloud ?drive|icloud)[\\/]/i, 'iCloud'],
  [/[\\/](google ?drive|googledrive-[^\\/]*|my drive)[\\/]/i, 'Google Drive'],
  [/[\\/]box( sync)?[\\/]/i, 'Box'],
  [/[\\/]nextcloud[\\/]/i, 'Nextcloud'],
]

/** Numbers by which Linux names the file systems of other machines: NFS, SMB, CIFS, SMB2, AFS, Ceph, 9p. */
const networkFileSystems = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x5346414f, 0x00c36400, 0x01021997])

/** Says that a book lies where files get damaged, or null; two machines or a sync program do not respect its lock. */
export function placeWarning(path: string, platform: NodeJS.Platform = process.platform): string | null {
  const synced = syncedFolders.find(([pattern]) => pattern.test(path))?.[1]
  if (synced)
    return `This book lies in a folder of ${synced}. Synchronising an open book can damage it: keep it in a folder of this computer, and copy backups there instead.`
  const isNetworkName = /^(\\\\|\/\/)[^\\/]/.test(path)
  if (isNetworkName || (platform === 'linux' && isOnNetwork(path)))
    return 'This book lies on a network drive, where it can be damaged when two computers open it: keep it on this computer.'
  return null
}

function isOnNetwork(path: string): boolean {
  try {
    return networkFileSystems.has(statfsSync(existing(path)).type)
  } catch {
    return false
  }
}

/** The nearest folder or file of the path that is there. */
function existing(path: string): string {
  const full = resolve(path)
  return existsSync(full) || dirname(full) === full ? full : existing(dirname(full))
}

/**
 * Error `wrong-usage` when fewer than `bytes` are free where `path` lies; `purpose` says what for. A full disk in the
 * middle of a write can damage a book.
 */
export function requireSpace(path: string, bytes: number, purpose: string, free: number = freeBytes(path)): void {
  if (free >= bytes) return
  throw new TieoutError(
    'wrong-usage',
    `There is too little space on the disk ${purpose}: about ${megabytes(bytes)} are needed, ${megabytes(free)} are free.`,
    { needed: bytes, free },
  )
}

function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(existing(path))
    return bavail * bsize
  } catch {
    // Where the system does not say, the write itself will.
    return Number.POSITIVE_INFINITY
  }
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`
}

/** Bytes of files, and of the folders among them with everything below; what cannot be read counts nothing. */
export function bytesOf(paths: readonly string[], depth = 0): number {
  return paths.reduce((sum, path) => {
    try {
      const stats = statSync(path)
      if (!stats.isDirectory()) return sum + stats.size
      return depth > 20
        ? sum
        : sum +
            bytesOf(
              readdirSync(path).map((name) => join(path, name)),
              depth + 1,
            )
    } catch {
      return sum
    }
  }, 0)
}
