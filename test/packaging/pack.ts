import { execFile } from 'node:child_process'
import { Arch, type Configuration, type FileSet, Platform, build } from 'electron-builder'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const projectFolder = join(import.meta.dirname, '../..')

/** Builds page, main process and preload, as `npm run build` does, into `<folder>/dist`. */
export async function buildInto(folder: string): Promise<void> {
  // In a process of its own: a test runner's environment would make it a build for tests.
  const { NODE_ENV: _, VITEST: __, ...environment } = process.env
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'build.mjs'), folder], { env: environment })
}

/**
 * Packs what was built into `folder` as `npm run package` does on Linux: by electron-builder, with the project's own
 * configuration. Only Electron's files are stand-ins, and no installer is made of it. Returns the folder of the application.
 */
export async function packFrom(folder: string): Promise<string> {
  const output = join(folder, 'packed')
  const arch = process.arch === 'arm64' ? Arch.arm64 : Arch.x64
  await build({
    projectDir: projectFolder,
    targets: Platform.LINUX.createTarget('dir', arch),
    publish: 'never',
    config: {
      extends: join(projectFolder, 'electron-builder.yml'),
      directories: { output },
      electronDist: standInForElectron(join(folder, 'electron')),
      beforePack: ({ packager }) => {
        packager.config.files = takenFrom(folder, packager.config.files)
        packager.config.extraResources = resourcesFrom(folder, packager.config.extraResources)
      },
    } satisfies Configuration,
  })
  return join(output, arch === Arch.arm64 ? 'linux-arm64-unpacked' : 'linux-unpacked')
}

/** The same choice of files, with those of `dist` taken from another folder, so that the project's own is left alone. */
function takenFrom(folder: string, files: Configuration['files']): FileSet[] {
  const patterns = [files ?? []]
    .flat()
    .flatMap((entry) => (typeof entry === 'string' ? [entry] : [entry.filter ?? []].flat()))
  const built = patterns.filter((pattern) => pattern.startsWith('dist/'))
  const others = patterns.filter((pattern) => !pattern.startsWith('dist/'))
  const exceptions = others.filter((pattern) => pattern.startsWith('!'))
  return [{ filter: others }, { from: folder, filter: [...built, ...exceptions] }]
}

function resourcesFrom(folder: string, resources: Configuration['extraResources']): FileSet[] {
  return [resources ?? []].flat().map((entry) => {
    const set = typeof entry === 'string' ? { from: entry } : entry
    return set.from?.startsWith('dist/') ? { ...set, from: join(folder, set.from) } : set
  })
}

/** Before the fuses in Electron's program; see its documentation of fuses. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const fuses = [
  'runAsNode',
  'cookieEncryption',
  'nodeOptions',
  'nodeCliInspect',
  'embeddedAsarIntegrity',
  'onlyLoadAppFromAsar',
  'browserSnapshot',
  'fileProtocolPrivileges',
  'wasmTrapHandlers',
]

/** The fuses of a packed program, by name. */
export function readFuses(program: string): Record<string, boolean> {
  const bytes = readFileSync(program)
  // After the sentinel: a version, the number of fuses, and `0` or `1` for each.
  const first = bytes.indexOf(sentinel) + sentinel.length + 2
  return Object.fromEntries(fuses.map((name, index) => [name, bytes[first + index] === '1'.charCodeAt(0)]))
}

/** What electron-builder expects of an unpacked Electron for Linux; in place of the program only its fuses, as they come. */
function standInForElectron(folder: string): string {
  const files = ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak', 'locales/de.pak', 'resources/x']
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), '')
  }
  const program = `program${sentinel}${String.fromCharCode(1, fuses.length)}101100011program`
  writeFileSync(join(folder, 'electron'), program, { encoding: 'latin1', mode: 0o755 })
  return folder
}
