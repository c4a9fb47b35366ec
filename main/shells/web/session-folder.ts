import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { dataFolderProblem, makeFolder } from '../../service/service.ts'

/** A folder that nobody else can look into, for as long as this server runs. */
export interface SessionFolder {
  readonly uploads: string
  readonly targets: string
  remove(): Promise<void>
}

/**
 * Makes the folder below `<dataFolder>/uploads`, with the number of the process in its name, and removes those of
 * servers that ended without doing so. Error `internal` with a sentence where the data folder cannot be written.
 */
export async function openSessionFolder(dataFolder: string): Promise<SessionFolder> {
  try {
    return await makeSessionFolder(dataFolder)
  } catch (error) {
    throw dataFolderProblem(dataFolder, error)
  }
}

async function makeSessionFolder(dataFolder: string): Promise<SessionFolder> {
  const parent = join(dataFolder, 'uploads')
  makeFolder(parent, 0o700)
  for (const name of await readdir(parent)) {
    const owner = Number(/^(\d+)-/.exec(name)?.[1] ?? 0)
    if (!isRunning(owner)) await rm(join(parent, name), { recursive: true, force: true })
  }
  const folder = await mkdtemp(join(parent, `${process.pid}-`))
  const [uploads, targets] = [join(folder, 'files'), join(folder, 'targets')]
  for (const part of [uploads, targets]) await mkdir(part, { mode: 0o700 })
  return { uploads, targets, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) }
}

function isRunning(processId: number): boolean {
  if (processId <= 0) return false
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    // A process of another person answers so; it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
