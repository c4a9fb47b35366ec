// What the shells run, made once for each state of the sources. Plain JavaScript, for it decides whether TypeScript is loaded.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'

// As in project-folder.ts: the same place from here and from what is built.
const projectFolder = join(import.meta.dirname, '../../..')
/** Within the packages' folder, which no check and no package looks at. */
const parent = join(projectFolder, 'node_modules/.tieout')
const millisecondsUnused = 7 * 86_400_000
const ingredients = {
  programs: ['main', 'shared', 'package.json', 'package-lock.json'],
  page: ['renderer', 'shared', 'main/shells/built', 'vite.config.ts', 'package-lock.json'],
}

export async function built(part, onBuild = () => undefined) {
  const folder = join(parent, `${part}-${stateOf(ingredients[part])}`)
  if (existsSync(folder)) {
    touch(folder)
    return folder
  }
  onBuild()
  mkdirSync(parent, { recursive: true })
  removeUnused()
  // Aside, and put there when it is whole: another process may build the same, and none may find half of it.
  const made = `${folder}-${process.pid}`
  try {
    await build(part, made)
    renameSync(made, folder)
  } catch (error) {
    rmSync(made, { recursive: true, force: true, maxRetries: 3 })
    // Another was faster.
    if (!existsSync(folder)) throw error
  }
  return folder
}

/** Changes with every name, size and time below these paths of the project; hundreds of files in some milliseconds. */
function stateOf(paths) {
  const hash = createHash('sha256')
  const add = (path) => {
    // A link that leads nowhere, as editors leave them, is no source.
    const found = statSync(join(projectFolder, path), { throwIfNoEntry: false })
    if (found) hash.update(`${path} ${found.size} ${found.mtimeMs}\n`)
  }
  const addAll = (folder) => {
    for (const entry of readdirSync(join(projectFolder, folder), { withFileTypes: true }))
      if (entry.isDirectory()) addAll(`${folder}/${entry.name}`)
      else add(`${folder}/${entry.name}`)
  }
  for (const path of paths)
    if (statSync(join(projectFolder, path)).isDirectory()) addAll(path)
    else add(path)
  return hash.digest('hex').slice(0, 16)
}

/** In a process of its own, whose memory goes with it; a test runner's environment would make it a build for tests. */
function build(part, folder) {
  const { NODE_ENV: _, VITEST: __, ...environment } = process.env
  const recipe = join(projectFolder, 'main/shells/built/build-part.mjs')
  const child = spawn(process.execPath, [recipe, part, folder], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(said.trim() || `It ended with ${code}.`))))
  })
}

/** What was used within a week stays: a program that runs may yet load a part of it. */
function removeUnused() {
  for (const name of readdirSync(parent)) {
    const path = join(parent, name)
    const usedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (usedAt > Date.now() - millisecondsUnused) continue
    try {
      rmSync(path, { recursive: true, force: true })
    } catch {
      // Somebody else's, or still open somewhere.
    }
  }
}

function touch(folder) {
  try {
    utimesSync(folder, new Date(), new Date())
  } catch {
    // Somebody else's, who may read it only.
  }
}
