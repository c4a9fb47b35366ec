import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'

/** A section of the catalogue as a file of it says it, to be changed. */
export interface DraftSection {
  id: string
  required: string[]
  layouts: string[][]
  columns: { name: string; label: string; type: string }[]
  feed?: { key: string[]; filled: string[] }
}

const projectFolder = join(import.meta.dirname, '../..')
const files = ['legacy', 'dashboards', 'feeds']

/**
 * The command line of another version of this program, which differs in its catalogue of reports: the sources as they
 * are, with what `change` makes of the sections of each file of the catalogue. Returns its standard output.
 */
export function otherProgram(change: (sections: DraftSection[]) => DraftSection[]) {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-other-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of ['main', 'shared', 'package.json', 'tsconfig.json'])
    cpSync(join(projectFolder, name), join(folder, name), { recursive: true })
  symlinkSync(join(projectFolder, 'node_modules'), join(folder, 'node_modules'), 'junction')
  for (const name of files) {
    const file = join(folder, `shared/reports/${name}.json`)
    const sections = JSON.parse(readFileSync(file, 'utf8')) as DraftSection[]
    writeFileSync(file, JSON.stringify(change(sections)))
  }
  return async (...args: string[]): Promise<string> => {
    const program = ['--import', './main/shells/typescript.mjs', 'main/shells/cli.ts', ...args]
    const { stdout } = await promisify(execFile)(process.execPath, program, {
      cwd: folder,
      env: { ...process.env, TIEOUT_DATA: join(folder, 'data') },
    })
    return stdout
  }
}
