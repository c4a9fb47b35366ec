import { createHash, randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'

/** A file that appears whole or not at all: written under another name beside the target, then renamed. */
export interface Target {
  /** Absolute path of the file that the person asked for. */
  readonly path: string
  /** Absolute path to write to; in the same folder, because a rename between disks is a copy. */
  readonly temporary: string
  /** Puts the written file in the place of the target, replacing what was there. */
  finish(): Promise<void>
  /** Removes what was written; the target stays as it was. */
  abandon(): void
}

const active = new Set<string>()
/** A temporary file that nobody has written to for this long belongs to no running export. */
const abandonedAfterMilliseconds = 10 * 60 * 1000

/**
 * Prepares to write `path`: makes its folder, removes what a killed run left there, and fails at once when the target
 * could not be replaced later. Errors: `target-busy`, `wrong-usage` for a folder.
 */
export function prepareTarget(path: string): Target {
  const target = resolve(path)
  const folder = dirname(target)
  const stem = `.tieout-${createHash('sha256').update(basename(target)).digest('hex').slice(0, 12)}`
  const temporary = join(folder, `${stem}-${process.pid}-${randomBytes(4).toString('hex')}.part`)
  try {
    mkdirSync(folder, { recursive: true })
    removeLeftOvers(folder, stem)
    if (existsSync(target)) {
      if (statSync(target).isDirectory()) throw new TieoutError('wrong-usage', `${target} is a folder, not a file.`)
      // Opening for writing shows whether another program holds the file, before an hour of work and not after it.
      closeSync(openSync(target, 'r+'))
    }
    closeSync(openSync(temporary, 'wx'))
  } catch (error) {
    throw writeError(error, target)
  }
  active.add(temporary)
  return {
    path: target,
    temporary,
    async finish() {
      try {
        const written = await open(temporary, 'r+')
        await written.sync().finally(() => written.close())
        await rename(temporary, target)
      } catch (error) {
        throw writeError(error, target)
      }
      active.delete(temporary)
    },
    abandon() {
      active.delete(temporary)
      rmSync(temporary, { force: true })
    },
  }
}

function removeLeftOvers(folder: string, stem: string): void {
  for (const name of readdirSync(folder)) {
    const owner = name.startsWith(`${stem}-`) ? /-(\d+)-[0-9a-f]{8}\.part$/.exec(name)?.[1] : undefined
    const path = join(folder, name)
    if (owner !== undefined && isLeftOver(path, Number(owner))) rmSync(path, { force: true })
  }
}

function isLeftOver(path: string, owner: number): boolean {
  if (owner === process.pid) return !active.has(path)
  try {
    process.kill(owner, 0)
    // The number may meanwhile belong to another program.
    return Date.now() - statSync(path).mtimeMs > abandonedAfterMilliseconds
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/** What the systems say of a file that another program holds or that is protected. */
const heldCodes: ReadonlySet<string> = new Set(['EBUSY', 'ETXTBSY', 'EPERM', 'EACCES', 'EROFS'])

/** The error of the file system as a sentence about the file that the person named. */
export function writeError(error: unknown, target: string): Error {
  if (error instanceof TieoutError) return error
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (code !== undefined && heldCodes.has(code))
    return new TieoutError(
      'target-busy',
      `${target} cannot be written: it is open in another program or protected. Close it there, or choose another name.`,
      { file: target },
    )
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new TieoutError('internal', `${target} cannot be written: the disk is full. Nothing was left behind.`, {
      file: target,
    })
  if (code === 'ENOTDIR' || code === 'EEXIST' || code === 'ENAMETOOLONG')
    return new TieoutError('wrong-usage', `${target} cannot be written: there is no such folder.`, { file: target })
  return error instanceof Error ? error : new Error(String(error))
}
