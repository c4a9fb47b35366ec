// `node test/packaging/build.mjs <folder>`: what `vite build --app` builds, into <folder>/dist in place of the project's own.
import { join } from 'node:path'
import { createBuilder } from 'vite'

const [, , folder = '.'] = process.argv
const into = (part) => ({ build: { outDir: join(folder, 'dist', part) } })
const builder = await createBuilder({
  configFile: join(import.meta.dirname, '../../vite.config.ts'),
  logLevel: 'warn',
  environments: { client: into('renderer'), main: into('main'), preload: into('main') },
})
await builder.buildApp()
