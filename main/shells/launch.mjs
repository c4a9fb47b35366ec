// `node main/shells/launch.mjs cli|web|start ARGUMENTS…` runs a program as it is built, and builds it first where the sources
// have changed; from the sources where that fails.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { built } from './built/built.mjs'

const [, , name, ...args] = process.argv
const sources = { cli: 'cli.ts', web: 'web/main.ts', start: 'start.ts' }

async function findProgram() {
  try {
    const folder = await built('programs', () =>
      process.stderr.write('Tieout is being built, once after each change of its sources.\n'),
    )
    return join(folder, `${name}.mjs`)
  } catch (error) {
    process.stderr.write(`Tieout could not be built, so that it starts slowly from its sources: ${error.message}\n`)
    await import('./typescript.mjs')
    return join(import.meta.dirname, sources[name])
  }
}

const program = await findProgram()
process.argv = [process.argv[0], program, ...args]
await import(pathToFileURL(program).href)
