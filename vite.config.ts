import { tmpdir } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { writeNotices } from './main/shells/electron/notices.ts'

/** Not bundled into the main process: DuckDB has a native module, Electron is there at run time. */
const external = ['@duckdb/node-api', 'electron']

/**
 * ExcelJS brings it along to read workbooks row by row, which Tieout does not do with it; and of what it needs in turn, one
 * package states no licence, so that it could not be passed on.
 */
const withoutUnzipper: Plugin = {
  name: 'without-unzipper',
  apply: 'build',
  enforce: 'pre',
  resolveId: (id) => (id === 'unzipper' ? '\0unzipper' : null),
  load: (id) => (id === '\0unzipper' ? 'export default null' : null),
}

/** Tests that put doubles in the place of modules, or change what all of a process share. */
const alone = ['test/electron/**/*.test.ts']

/** `vite build --app` builds the page, the scripts of the main process and its preload, into dist/. */
export default defineConfig({
  root: 'renderer',
  // The page is served from app:// and from a loopback port alike.
  base: './',
  plugins: [react(), withoutUnzipper, writeNotices(import.meta.dirname)],
  builder: {},
  environments: {
    client: {
      build: {
        outDir: '../dist/renderer',
        license: { fileName: '.vite/license.json' },
        emptyOutDir: true,
        sourcemap: false,
        target: 'es2023',
        // The grid, which only screens with tables load.
        chunkSizeWarningLimit: 1500,
      },
    },
    main: {
      consumer: 'server',
      resolve: { noExternal: true, external },
      build: {
        ssr: true,
        copyPublicDir: false,
        outDir: '../dist/main',
        license: { fileName: '.vite/license-main.json' },
        emptyOutDir: true,
        sourcemap: false,
        minify: false,
        target: 'node20',
        rolldownOptions: {
          input: {
            app: 'main/shells/electron/app.ts',
            'engine-process': 'main/shells/electron/engine-process.ts',
          },
          output: {
            format: 'es',
            entryFileNames: '[name].js',
            chunkFileNames: '[name].js',
            // Needed by both; what only the engine needs stays out of the main process.
            codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod/ }] },
          },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external },
      build: {
        ssr: true,
        copyPublicDir: false,
        outDir: '../dist/main',
        license: { fileName: '.vite/license-preload.json' },
        // It joins the scripts above.
        emptyOutDir: false,
        sourcemap: false,
        minify: false,
        target: 'node20',
        rolldownOptions: {
          input: { preload: 'main/shells/electron/preload.ts' },
          // A sandboxed preload is one CommonJS file.
          output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
        },
      },
    },
  },
  test: {
    root: import.meta.dirname,
    // Nothing of a test belongs among the settings, logs and backups of the person who runs it.
    env: { TIEOUT_DATA: join(tmpdir(), 'tieout-tests') },
    testTimeout: 600_000,
    // On a machine that is busy with other things a window or a shell is slow for long.
    expect: { poll: { timeout: 120_000 } },
    hookTimeout: 600_000,
    setupFiles: ['test/set-up.ts'],
    // One more than there are cores: windows wait for one another now and then.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          name: 'spec',
          include: ['test/**/*.test.ts', 'test/e2e/**/*.e2e.ts'],
          exclude: alone,
          // Loading the program takes a second of every file; it is the same in all of them.
          isolate: false,
          // Each worker has a core: threads of the database, also in shells that tests start, would only fight over it.
          env: { TIEOUT_THREADS: '1' },
        },
      },
      { extends: true, test: { name: 'alone', include: alone } },
    ],
  },
})
