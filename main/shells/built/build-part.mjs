// `node main/shells/built/build-part.mjs programs|page FOLDER`
import { join } from 'node:path'
import { build } from 'vite'

const [, , part, folder] = process.argv
const root = join(import.meta.dirname, '../../..')

const programs = {
  root,
  configFile: false,
  logLevel: 'warn',
  // What loads DuckDB is bundled, which saves a fifth of the start; only its native module stays where it is.
  ssr: { noExternal: true, external: ['@duckdb/node-bindings', 'vite'] },
  build: {
    ssr: true,
    copyPublicDir: false,
    outDir: folder,
    sourcemap: false,
    minify: false,
    target: 'node20',
    rolldownOptions: {
      input: {
        cli: join(root, 'main/shells/cli.ts'),
        web: join(root, 'main/shells/web/main.ts'),
        start: join(root, 'main/shells/start.ts'),
      },
      // By this ending Node knows a module without looking into it first.
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
    },
  },
}
const page = {
  configFile: join(root, 'vite.config.ts'),
  logLevel: 'warn',
  environments: { client: { build: { outDir: folder } } },
}
await build(part === 'page' ? page : programs)
