import { lstatSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Problem, removeLeftovers } from './leftovers.ts'
import { isRunning, machineMark } from './owner.ts'

const prefix = 'tieout-run-'
const pattern = /^tieout-run-([0-9a-f]{6})-(\d+)-\w{6}$/

/** A new folder for what goes with this process, in that of the system; its name says whose it is. */
export function makeTemporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), `${prefix}${machineMark}-${process.pid}-`))
}

/** Removes the temporary folders of processes of this machine that ended without doing so. */
export function removeDeadFolders(onProblem: Problem): void {
  for (const name of namesIn(tmpdir())) {
    const [, machine, owner] = pattern.exec(name) ?? []
    const path = join(tmpdir(), name)
    if (machine === machineMark && isDead(path, Number(owner))) removeLeftovers(path, onProblem)
  }
}

function isDead(path: string, owner: number): boolean {
  const entry = lstatSync(path, { throwIfNoEntry: false })
  // A folder of another person is theirs to remove.
  if (!entry?.isDirectory() || (process.getuid && entry.uid !== process.getuid())) return false
  return !isRunning(owner)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
