// `node test/packaging/build-programs.mjs <folder>`: the command line and the web shell as plain JavaScript, for tests.
import { join } from 'node:path'
import { build } from 'vite'

const [, , folder = '.'] = process.argv
const root = join(import.meta.dirname, '../..')
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  ssr: { noExternal: true, external: ['@duckdb/node-api', 'vite'] },
  build: {
    ssr: true,
    copyPublicDir: false,
    outDir: folder,
    sourcemap: false,
    minify: false,
    target: 'node20',
    rolldownOptions: {
      input: { cli: join(root, 'main/shells/cli.ts'), web: join(root, 'main/shells/web/main.ts') },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
})
