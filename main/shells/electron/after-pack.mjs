import { Arch } from 'electron-builder'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Called by electron-builder when an application is packed. Error when DuckDB's native files for that system and processor
 * are not in it, whole and alone: the application would not start there, or would run what nobody has checked.
 */
export default function afterPack({ appOutDir, arch, packager }) {
  const name = `node-bindings-${packager.platform.nodeName}-${Arch[arch]}`
  const folder = join(packager.getResourcesDir(appOutDir), 'app.asar.unpacked/node_modules/@duckdb')
  const bindings = readdirSync(folder)
  const files = bindings.includes(name) ? readdirSync(join(folder, name)) : []
  const isWhole = files.includes('duckdb.node') && files.some((file) => /^(lib)?duckdb\.(so|dylib|dll)$/.test(file))
  if (!isWhole || bindings.length !== 1)
    throw new Error(
      `The packed application needs @duckdb/${name}, whole and alone, but has ${bindings.join(', ') || 'none'}. ` +
        'Build it on a machine of that kind.',
    )
}
