import { spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openBook } from '../../main/database/open.ts'
import { type Started, finished, manyLines, start } from './services.ts'

const all = { offset: 0, limit: 100 }

function keptCount(path: string): number {
  return readdirSync(`${path}.files`).filter((name) => name.endsWith('.gz')).length
}

const places = mkdtempSync(join(tmpdir(), 'tieout-damage-'))
afterAll(() => rmSync(places, { recursive: true, force: true }))

/**
 * The core beside a closed book of two imports, of which each has one file: `one.csv` and `two.csv`. It is made once and
 * kept; each test has a copy of everything in the same place, for backups belong to the place of a book.
 */
async function twoImports(): Promise<Started & { path: string }> {
  const [place, model] = [join(places, 'place'), join(places, 'model')]
  rmSync(place, { recursive: true, force: true })
  const again = (): Promise<Started> => start({ dataFolder: join(place, 'data') }, place)
  if (!existsSync(model)) {
    const { client, file, at, service } = await again()
    await client.books.open({ path: at('a.tieout'), create: true })
    await finished(client.imports.run({ paths: [file('in/one.csv', manyLines('A', 300))] }))
    await finished(client.imports.run({ paths: [file('in/two.csv', manyLines('B', 300))] }))
    await client.books.close()
    await service.close()
    renameSync(place, model)
  }
  cpSync(model, place, { recursive: true, preserveTimestamps: true })
  const started = await again()
  // A core opens the book that was open last.
  await started.client.books.close()
  return { ...started, path: started.at('a.tieout') }
}

test('restoring an older backup over a damaged book keeps the files that came in since, and names them', async () => {
  const { client, at, path } = await twoImports()
  truncateSync(path, statSync(path).size - 300_000)
  await expect(client.books.open({ path })).rejects.toMatchObject({ code: 'book-damaged' })
  const [backup] = await client.books.backups({ path })
  const { result } = await finished(client.books.restore({ path, backup: backup?.id ?? '' }))
  expect(result.warning).toContain('Import again: two.csv.')
  for (let opening = 0; opening < 2; opening++) {
    await client.books.close()
    expect((await client.books.open({ path })).warning).toContain('Import again: two.csv.')
    expect(keptCount(path)).toBe(2)
  }
  // The copy of the damaged file is none that one would restore.
  await client.books.close()
  writeFileSync(path, 'spoilt')
  await expect(client.books.open({ path })).rejects.toMatchObject({ data: { lastBackup: backup?.id } })
  await finished(client.books.restore({ path, backup: backup?.id ?? '' }))
  // An undo leaves what was lost alone; importing it ends the warning.
  await client.imports.undo({ importId: 1 })
  expect(keptCount(path)).toBe(2)
  await finished(client.imports.redo())
  await finished(client.imports.run({ paths: [at('in/two.csv')] }))
  expect((await client.app.state()).book?.warning).toBeNull()
})

test('wherever a book turns out to be damaged, its last backup is named', async () => {
  const { client, path } = await twoImports()
  const whole = readFileSync(path)
  const [backup] = await client.books.backups({ path })
  const block = 262_144
  const damages: Buffer[] = [whole.subarray(0, whole.length - 40_000)]
  for (let at = 12_288; at < whole.length; at += 4 * block) {
    const bytes = Buffer.from(whole)
    bytes.writeUInt8((bytes[at + 100] ?? 0) ^ 0xff, at + 100)
    damages.push(bytes)
  }
  let refused = 0
  for (const bytes of damages) {
    writeFileSync(path, bytes)
    try {
      await client.books.open({ path })
      await client.queries.totals({ name: 'reconciliation' })
    } catch (error) {
      refused += 1
      expect(error).toMatchObject({ code: 'book-damaged', data: { lastBackup: backup?.id } })
    }
    await client.books.close()
  }
  expect(refused).toBeGreaterThan(2)
})

test('restoring over a whole book gives up what came in since, until that state is restored', async () => {
  const { client, path } = await twoImports()
  const [backup] = await client.books.backups({ path })
  const { result } = await finished(client.books.restore({ path, backup: backup?.id ?? '' }))
  expect(result.warning).toBeNull()
  expect(keptCount(path)).toBe(2)
  await client.books.close()
  expect((await client.books.open({ path })).warning).toBeNull()
  await client.imports.undo({ importId: 1 })
  await client.books.close()
  expect((await client.books.open({ path })).warning).toBeNull()
})

test('a rebuild that is cut short leaves the damaged book in its place, and the next one starts anew', async () => {
  const { client, path } = await twoImports()
  await client.books.open({ path })
  await client.books.configure({ tolerance: '0.05', asOf: '2022-08-20' })
  await client.books.close()
  writeFileSync(path, 'spoilt')
  // As a process leaves it that was killed before the first import.
  const left = await openBook(`${path}.rebuilding`)
  await left.close()
  const rebuilding = await client.books.rebuild({ path })
  await rebuilding.next()
  await rebuilding.return?.()
  expect(readFileSync(path, 'utf8')).toBe('spoilt')
  expect(existsSync(`${path}.rebuilding`)).toBe(false)
  await expect(client.books.open({ path })).rejects.toMatchObject({ code: 'book-damaged' })
  const { result } = await finished(client.books.rebuild({ path }))
  expect(result).toMatchObject({ tolerance: '0.05', asOf: '2022-08-20', warning: null })
  expect(await client.imports.history()).toHaveLength(2)
  expect(keptCount(path)).toBe(2)
  const details = await client.queries.keyDetails({ transaction_reference: 'B1', currency: 'USD' })
  expect(details.billed).toMatchObject([{ raw_text: '97.00,0.00,97.00,USD,B1,Anchor,p1' }])
  await client.books.close()
  const beside = readdirSync(dirname(path)).filter((name) => name.startsWith('a.tieout'))
  expect(beside.filter((name) => !name.includes('.damaged-'))).toEqual(['a.tieout', 'a.tieout.files'])
  expect(beside).toHaveLength(3)
})

test('a book that another process has open is neither restored nor made anew', async () => {
  const { client, path } = await twoImports()
  const [backup] = await client.books.backups({ path })
  const module = new URL('../../main/database/open.ts', import.meta.url).href
  const loader = new URL('../../main/shells/typescript.mjs', import.meta.url).href
  const script = `const { openBook } = await import(${JSON.stringify(module)}); await openBook(${JSON.stringify(path)}); console.log('open'); setInterval(() => {}, 1000)`
  const other = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', script])
  try {
    await new Promise((resolve) => other.stdout.once('data', resolve))
    const inode = statSync(path).ino
    const locked = { code: 'book-locked' }
    await expect(finished(client.books.restore({ path, backup: backup?.id ?? '' }))).rejects.toMatchObject(locked)
    await expect(finished(client.books.rebuild({ path }))).rejects.toMatchObject(locked)
    expect(statSync(path).ino).toBe(inode)
  } finally {
    const ended = new Promise((resolve) => other.once('exit', resolve))
    other.kill('SIGKILL')
    await ended
  }
  await client.books.open({ path })
  expect((await client.queries.page({ name: 'source_files', ...all })).rows).toHaveLength(2)
})
