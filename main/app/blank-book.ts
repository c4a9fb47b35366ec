import { createHash } from 'node:crypto'
import { existsSync, readdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { writeBlank } from '../database/blank.ts'
import { removeLeftovers } from '../database/leftovers.ts'
import { makeFolder } from '../database/make-folder.ts'
import { schemaText } from '../database/migrate.ts'
import { openBook } from '../database/open.ts'
import { reconcile } from '../reconcile/reconcile.ts'
import { stepsText } from '../reconcile/steps.ts'
import { defaultDataFolder } from './data-folder.ts'

/** Milliseconds; another version of the program may still start from its own. */
const outdated = 30 * 24 * 3600 * 1000

const making = new Map<string, Promise<string | null>>()

/**
 * A book in which nothing is yet, with all of its tables, from which new ones are copied: making the tables takes many
 * times as long. It lies in the data folder and is made when this version of the program first needs it. Null where that
 * folder cannot be written, which costs a new book time and nothing else.
 */
export function blankBook(folder = join(defaultDataFolder(), 'blank')): Promise<string | null> {
  const known = making.get(folder) ?? makeBlank(folder).catch(() => null)
  making.set(folder, known)
  return known
}

async function makeBlank(folder: string): Promise<string> {
  const version = createHash('sha256').update(schemaText).update(stepsText).digest('hex').slice(0, 20)
  const path = join(folder, `${version}.tieout`)
  if (existsSync(path)) return path
  makeFolder(folder)
  // Several processes may make it at once; each gives its own in one step.
  const unfinished = join(folder, `${version}-${process.pid}.unfinished`)
  // Made in memory first: a file has room in it for what it held on the way.
  const book = await openBook(':memory:')
  try {
    await book.write((connection) => reconcile(connection))
    const connection = await book.connect()
    await writeBlank(connection, unfinished)
    connection.close()
  } finally {
    await book.close()
  }
  renameSync(unfinished, path)
  for (const name of readdirSync(folder))
    if (statSync(join(folder, name)).mtimeMs < Date.now() - outdated)
      removeLeftovers(join(folder, name), () => undefined)
  return path
}
