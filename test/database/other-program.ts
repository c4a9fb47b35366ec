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

/** Runs commands one after the other, each with what main.ts gives it, and tells their ends apart by a zero character. */
const driver = `
import { buildProgram } from './main/shells/cli/program.ts'
import { processOutput } from './main/shells/cli/output.ts'
import { progressLine } from './main/shells/cli/progress.ts'

const output = processOutput(false)
const context = { output, progress: progressLine(), signal: new AbortController().signal }
for (const words of JSON.parse(process.argv[2])) {
  let code = 0
  const program = buildProgram(async (command) => void (code = await command(context)))
  await program.parseAsync(words, { from: 'user' })
  if (code !== 0) throw new Error(words.join(' ') + ' has come to ' + code)
  await output.write('\\0')
}
await output.flush()
process.exit(0)
`

/**
 * The command line of another version of this program, which differs in its catalogue of reports: the sources as they
 * are, with what `change` makes of the sections of each file of the catalogue. Runs commands in one process, as loading
 * the sources takes longer than most of them, and returns the standard output of each.
 */
export function otherProgram(change: (sections: DraftSection[]) => DraftSection[]) {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-other-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of ['main', 'shared', 'package.json', 'tsconfig.json'])
    cpSync(join(projectFolder, name), join(folder, name), { recursive: true })
  symlinkSync(join(projectFolder, 'node_modules'), join(folder, 'node_modules'), 'junction')
  writeFileSync(join(folder, 'driver.ts'), driver)
  for (const name of files) {
    const file = join(folder, `shared/reports/${name}.json`)
    const sections = JSON.parse(readFileSync(file, 'utf8')) as DraftSection[]
    writeFileSync(file, JSON.stringify(change(sections)))
  }
  return async (...commands: readonly (readonly string[])[]): Promise<string[]> => {
    const program = ['--import', './main/shells/typescript.mjs', 'driver.ts', JSON.stringify(commands)]
    const { stdout } = await promisify(execFile)(process.execPath, program, {
      cwd: folder,
      env: { ...process.env, TIEOUT_DATA: join(folder, 'data') },
    })
    return stdout.split('\0').slice(0, -1)
  }
}
