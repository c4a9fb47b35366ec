import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, openApp } from '../../main/app.ts'
import { sampleBooks } from '../packaging/programs.ts'

/** The sample, imported and reconciled, in a folder that `close` removes. */
export async function openSampleBook(): Promise<{ readonly app: App; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-sample-book-'))
  cpSync(await sampleBooks(), folder, { recursive: true })
  const app = await openApp({ book: join(folder, 'Sample.tieout'), create: false })
  return {
    app,
    close: async () => {
      await app.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
