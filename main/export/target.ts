import { createHash, randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { TieoutError } from '../../shared/errors.ts'
import { systemProblem } from '../../shared/system-problems.ts'
import { makeFolder } from '../database/make-folder.ts'
import { isRunning, machineMark } from '../database/owner.ts'

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
/** Nobody has written to a file for this long that belongs to no running export, though its process seems to run. */
const abandonedAfterMilliseconds = 10 * 60 * 1000
/** The same where the process is another machine's. */
const abandonedElsewhereAfterMilliseconds = 24 * 60 * 60 * 1000

/**
 * Prepares to write `path`: makes its folder, removes what killed runs left there, whatever they wrote, and fails at once when the target
 * could not be replaced later. Errors: `target-busy`, `wrong-usage` for a folder.
 */
export function prepareTarget(path: string): Target {
  const target = resolve(path)
  const folder = dirname(target)
  const stem = `.tieout-${createHash('sha256').update(basename(target)).digest('hex').slice(0, 12)}`
  const temporary = join(folder, `${stem}-${process.pid}-${randomBytes(4).toString('hex')}-${machineMark}.part`)
  try {
    makeFolder(folder)
    removeLeftOvers(folder)
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

const temporaryName = /^\.tieout-[0-9a-f]{12}-(\d+)-[0-9a-f]{8}(?:-([0-9a-f]{6}))?\.part$/

function removeLeftOvers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, owner, machine = machineMark] = temporaryName.exec(name) ?? []
    const path = join(folder, name)
    try {
      if (owner !== undefined && isLeftOver(path, Number(owner), machine)) rmSync(path, { force: true })
    } catch {
      // That of another person, who removes it with their next export.
    }
  }
}

function isLeftOver(path: string, owner: number, machine: string): boolean {
  const untouched = Date.now() - statSync(path).mtimeMs
  if (machine !== machineMark) return untouched > abandonedElsewhereAfterMilliseconds
  if (owner === process.pid) return !active.has(path)
  // The number may meanwhile belong to another program.
  return !isRunning(owner) || untouched > abandonedAfterMilliseconds
}

/** What the systems say of a file that another program holds or that is protected. */
const heldCodes: ReadonlySet<string> = new Set(['EBUSY', 'ETXTBSY', 'EPERM', 'EACCES'])

/** Codes of the file system for what the database says of a file in words. */
const codesOfProblems: Readonly<Record<string, string>> = {
  'disk-full': 'ENOSPC',
  quota: 'EDQUOT',
  'read-only': 'EROFS',
  permission: 'EACCES',
  'in-use': 'EBUSY',
}

function codeOf(error: unknown, temporary: string | undefined): string | undefined {
  const { code, message } = error as Partial<NodeJS.ErrnoException>
  if (code !== undefined || temporary === undefined || !message?.includes(basename(temporary))) return code
  return codesOfProblems[String(systemProblem(error)?.details['problem'])]
}

/**
 * The error of the file system, or of the database that wrote to `temporary`, as a sentence about the file that the person
 * named.
 */
export function writeError(error: unknown, target: string, temporary?: string): Error {
  if (error instanceof TieoutError) return error
  const code = codeOf(error, temporary)
  if (code !== undefined && heldCodes.has(code))
    return new TieoutError(
      'target-busy',
      `${target} cannot be written: it is open in another program or protected. Close it there, or choose another name.`,
      { file: target },
    )
  if (code === 'EROFS')
    return new TieoutError(
      'target-busy',
      `${target} cannot be written: the disk or folder is read-only. Choose another place.`,
      { file: target },
    )
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new TieoutError('internal', `${target} cannot be written: the disk is full. Nothing was left behind.`, {
      file: target,
    })
  if (code === 'ENOTDIR' || code === 'EEXIST' || code === 'ENAMETOOLONG')
    return new TieoutError('wrong-usage', `${target} cannot be written: there is no such folder.`, { file: target })
  return systemProblem(error) ?? (error instanceof Error ? error : new Error(String(error)))
}
