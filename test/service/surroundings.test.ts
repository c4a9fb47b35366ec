import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createBookCopies } from '../../main/database/copy.ts'
import { openBook } from '../../main/database/open.ts'
import { defaultDataFolder } from '../../main/app/data-folder.ts'
import { TieoutError } from '../../shared/errors.ts'
import { bookParts } from '../../shared/revisions.ts'
import { openLog, redacted } from '../../main/service/log.ts'
import { bytesOf, placeWarning, requireSpace } from '../../main/service/place.ts'
import { billedReport, finished, manyLines, newFolder, start } from './services.ts'

describe('settings', () => {
  test('are kept across starts, piece by piece', async () => {
    const { client, service, dataFolder } = await start()
    expect(await client.settings.get()).toMatchObject({ theme: 'system', zoom: 1, grids: {} })
    const view = { columns: [{ name: 'state', width: 120 }], orderBy: [], filters: [], search: '' }
    await client.settings.change({ theme: 'dark', grids: { reconciliation: view, exceptions: view } })
    await client.settings.change({ zoom: 1.25, grids: { exceptions: null }, views: { reconciliation: { mine: view } } })
    await client.settings.change({ views: { reconciliation: { other: view, mine: null } } })
    await service.close()
    const again = await start({ dataFolder })
    expect(await again.client.settings.get()).toMatchObject({
      theme: 'dark',
      zoom: 1.25,
      grids: { reconciliation: { columns: view.columns, orderBy: view.orderBy } },
      views: { reconciliation: { other: view } },
    })
    const kept = await again.client.settings.get()
    expect([Object.keys(kept.grids), Object.keys(kept.views['reconciliation'] ?? {})]).toEqual([
      ['reconciliation'],
      ['other'],
    ])
    await expect(again.client.settings.change({ zoom: 99 })).rejects.toMatchObject({ code: 'wrong-usage' })
  })

  test.each([
    ['cut off', '{"version": 1, "content": {"theme": "da'],
    ['of a newer version', '{"version": 99, "content": {"theme": "dark"}}'],
    ['no settings at all', '[]'],
  ])('that are %s are moved aside, which the log says, and the usual ones hold', async (_, text) => {
    const dataFolder = newFolder()
    writeFileSync(join(dataFolder, 'settings.json'), text)
    writeFileSync(join(dataFolder, 'recent.json'), text)
    const { client, service } = await start({ dataFolder })
    expect(await client.settings.get()).toMatchObject({ theme: 'system' })
    expect((await client.app.state()).recent).toEqual([])
    const aside = readdirSync(dataFolder).filter((name) => name.includes('.damaged-'))
    expect(aside).toHaveLength(2)
    expect(readFileSync(join(dataFolder, aside[0] ?? ''), 'utf8')).toBe(text)
    expect(service.log.tail(10).join('\n')).toContain('stored.damaged')
  })

  test('leave behind the filters and the search that older versions kept for every book', async () => {
    const dataFolder = newFolder()
    const path = join(dataFolder, 'settings.json')
    const look = { columns: [{ name: 'state', width: 120 }], orderBy: [{ column: 'state' }] }
    const stale = { ...look, filters: [{ operator: 'blank', column: 'state' }], search: 'Acme' }
    writeFileSync(path, JSON.stringify({ version: 1, content: { grids: { reconciliation: stale } } }))
    const { client } = await start({ dataFolder })
    expect((await client.settings.get()).grids).toEqual({ reconciliation: look })
    await client.settings.change({ zoom: 1.25 })
    expect(readFileSync(path, 'utf8')).not.toMatch(/filters|Acme/)
  })

  test('of which one is not understood keep the others', async () => {
    const dataFolder = newFolder()
    const content = { theme: 'dark', zoom: 'huge', later: true }
    writeFileSync(join(dataFolder, 'settings.json'), JSON.stringify({ version: 1, content }))
    const { client } = await start({ dataFolder })
    const settings = await client.settings.get()
    expect(settings).toMatchObject({ theme: 'dark', zoom: 1 })
    expect(settings).not.toHaveProperty('later')
  })
})

describe('events', () => {
  test('say ready at once, then what changed, with the revision of the state that is to be asked', async () => {
    const { client, at, file } = await start()
    const stop = new AbortController()
    const events = await client.app.events(undefined, { signal: stop.signal })
    const { revision, revisions } = await client.app.state()
    expect((await events.next()).value).toEqual({ type: 'ready', revision, revisions })
    const seen: string[] = []
    let latest = 0
    const listening = (async () => {
      for await (const event of events) {
        seen.push(event.type)
        latest = Math.max(latest, event.revision)
      }
    })().catch(() => undefined)
    await client.books.open({ path: at('a.tieout'), create: true })
    await finished(client.imports.run({ paths: [file('one.csv', billedReport([['T1', '1.00']]))] }))
    await client.settings.change({ theme: 'light' })
    await new Promise((done) => setTimeout(done, 50))
    expect(new Set(seen)).toEqual(new Set(['book', 'job', 'settings']))
    expect(latest).toBe((await client.app.state()).revision)
    stop.abort()
    await listening
  })

  test('count what imports bring and what is set for the book apart, and nothing where only what follows is made', async () => {
    const { client, at, file } = await start()
    await client.books.open({ path: at('a.tieout'), create: true })
    const changed = async (change: () => Promise<unknown>): Promise<string[]> => {
      const before = (await client.app.state()).revisions
      await change()
      const { revisions } = await client.app.state()
      return bookParts.filter((part) => revisions[part] !== before[part])
    }
    const paths = [file('one.csv', billedReport([['T1', '1.00']]))]
    expect(await changed(() => finished(client.imports.run({ paths })))).toEqual(['facts'])
    expect(await changed(() => client.books.configure({ tolerance: '0.05' }))).toEqual(['settings'])
    expect(await changed(() => client.books.configure({ asOf: '2022-09-30' }))).toEqual(['settings'])
    expect(await changed(() => finished(client.reconciliation.run({})))).toEqual([])
    expect(await changed(() => client.queries.page({ name: 'feed_usage', offset: 0, limit: 1 }))).toEqual([])
    const { undo } = await client.app.state()
    expect(await changed(() => client.imports.undo({ importId: undo?.importId ?? 0 }))).toEqual(['facts'])
    expect(await changed(() => client.books.open({ path: at('b.tieout'), create: true }))).toEqual([...bookParts])
  })

  test('end when the core does', async () => {
    const { client, service } = await start()
    const events = await client.app.events()
    await events.next()
    const next = events.next()
    await service.close()
    expect((await next).done).toBe(true)
  })
})

describe('the log and the report to support', () => {
  test('hold nothing of the customer', async () => {
    const { client, service, file, at } = await start()
    await client.books.open({ path: at('Acme Holdings.tieout'), create: true })
    const text = `${billedReport([['SECRET-REFERENCE', '4711.17']])}x,y,z,USD,SECRET-OTHER,Secret Product,p1\n`
    await finished(client.imports.run({ paths: [file('Acme Secret.csv', text)] }))
    await client.app.logProblem({ message: `Cannot read 'SECRET-REFERENCE' of /home/acme/Acme Secret.csv` })
    await client.queries.page({ name: 'SECRET', offset: 0, limit: 1 }).catch(() => undefined)
    await expect(client.books.open({ path: at('Acme none.tieout') })).rejects.toMatchObject({ code: 'not-found' })
    const { report, version, logFolder } = await client.app.diagnostics()
    const log = readFileSync(join(logFolder, 'tieout.log'), 'utf8')
    expect(version).toBe('1.2.3')
    expect(report).toContain('br1 1')
    expect(log).toContain('page')
    for (const written of [report, log, service.log.tail(100).join('\n')]) {
      expect(written).not.toMatch(/secret|acme|4711|one\.csv/i)
      expect(written).not.toContain(sep + 'tmp' + sep)
    }
  })

  test('lose what may come from a file, in every form of quoting', () => {
    expect(redacted(`Conversion Error: Could not convert string 'ACME 12' to DECIMAL in "net"`)).toBe(
      'Conversion Error: Could not convert string',
    )
    expect(redacted('ENOENT: no such file, open /home/a/Acme/b.csv')).not.toMatch(/acme|home/i)
    expect(redacted('cannot open C:\\Users\\acme\\b.tieout now')).not.toMatch(/acme/i)
    expect(redacted('first\nsecond')).toBe('first')
    expect(redacted(`Could not convert string 'O'Brien Consulting Ltd' to DECIMAL`)).toBe('Could not convert string')
    expect(redacted(`Could not convert string 'John\nSmith' to INT`)).not.toMatch(/john|smith/i)
    expect(redacted('C:\\Users\\Jane Doe\\Acme Corp\\My book.tieout is open')).toBe('C:')
    expect(redacted('open /home/jo/Acme Corp reports/May.csv')).toBe('open')
    const folder = newFolder()
    const log = openLog(folder)
    log.problem('open', new TieoutError('book-locked', 'Acme Industries is open in another Tieout.'))
    log.problem('open', new Error(`bad 'x'\n    Acme in secret.ts:1:2`))
    expect(log.tail(9).join('\n')).toMatch(/code="book-locked"/)
    expect(log.tail(9).join('\n')).not.toMatch(/acme|secret/i)
  })

  test('make way for new files, and three old ones are kept', () => {
    const folder = newFolder()
    const log = openLog(folder)
    for (let line = 0; line < 60_000; line++) log.note('line', { text: 'x'.repeat(80), line })
    const names = readdirSync(folder).toSorted()
    expect(names).toEqual(['tieout.1.log', 'tieout.2.log', 'tieout.3.log', 'tieout.log'])
    for (const name of names) expect(readFileSync(join(folder, name)).length).toBeLessThan(1_100_000)
    expect(log.tail(1)[0]).toContain('line=59999')
  })
})

describe('what a page may name', () => {
  test('is asked of the shell before anything is read or written', async () => {
    const folder = newFolder()
    const allowed = join(folder, 'allowed')
    mkdirSync(allowed)
    const inside = (path: string): boolean => path.startsWith(`${resolve(allowed)}${sep}`)
    const { client, file, dataFolder } = await start({ access: { mayRead: inside, mayWrite: inside } })
    const secret = file('secret.csv', billedReport([['T1', '1.00']]))
    const refused = { code: 'not-allowed' }
    await expect(client.books.open({ path: join(folder, 'b.tieout'), create: true })).rejects.toMatchObject(refused)
    await expect(client.books.open({ path: join(allowed, '../b.tieout'), create: true })).rejects.toMatchObject(refused)
    await client.books.open({ path: join(allowed, 'a.tieout'), create: true })
    await expect(finished(client.imports.run({ paths: [secret] }))).rejects.toMatchObject(refused)
    await expect(finished(client.imports.recognise({ paths: [secret] }))).rejects.toMatchObject(refused)
    await expect(client.books.backups({ path: secret })).rejects.toMatchObject(refused)
    const outside = join(folder, 'out.csv')
    const rows = { name: 'controls', format: 'csv' as const }
    await expect(finished(client.exports.rows({ ...rows, path: outside }))).rejects.toMatchObject(refused)
    await expect(finished(client.exports.workbook({ path: outside }))).rejects.toMatchObject(refused)
    expect(existsSync(outside)).toBe(false)
    // A book that was open here, and those of the books folder, may be opened again.
    await client.books.close()
    await client.books.open({ path: join(allowed, 'a.tieout') })
    // A new one is made only where the shell lets one be made, even where a book was before.
    const unknown = join(dataFolder, 'books', 'new.tieout')
    await expect(client.books.open({ path: unknown })).rejects.toMatchObject({ code: 'not-found' })
    await expect(client.books.open({ path: unknown, create: true })).rejects.toMatchObject(refused)
  })
})

describe('the place of a book', () => {
  test.each([
    ['/home/a/Dropbox/b.tieout', /Dropbox/],
    ['C:\\Users\\a\\OneDrive - Acme\\b.tieout', /OneDrive/],
    ['/Users/a/Library/Mobile Documents/com~apple~CloudDocs/b.tieout', /iCloud/],
    ['/Users/a/Library/CloudStorage/GoogleDrive-a@b.c/b.tieout', /Google Drive/],
    ['\\\\server\\share\\b.tieout', /network drive/],
    ['/home/a/dropbox-notes/b.tieout', null],
    ['/home/a/books/b.tieout', null],
  ])('%s is warned of where files get damaged', (path, warning) => {
    if (warning) expect(placeWarning(path, 'win32')).toMatch(warning)
    else expect(placeWarning(path, 'linux')).toBeNull()
  })

  test('must have room', () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'a'), 'x'.repeat(1000))
    mkdirSync(join(folder, 'b'))
    writeFileSync(join(folder, 'b', 'c'), 'x'.repeat(500))
    expect(bytesOf([folder, join(folder, 'absent')])).toBe(1500)
    expect(() => requireSpace(folder, 5_000_000, 'for this import', 1_000_000)).toThrow(
      'There is too little space on the disk for this import: about 5 MB are needed, 1 MB are free.',
    )
    requireSpace(folder, 1000, 'for this import')
  })

  test('of settings and books is told by the environment, else by the platform', () => {
    expect(defaultDataFolder({ TIEOUT_DATA: '/x/y' }, 'linux')).toBe(resolve('/x/y'))
    expect(defaultDataFolder({ APPDATA: '/roaming', LOCALAPPDATA: '/local' }, 'win32')).toBe(join('/local', 'Tieout'))
    expect(defaultDataFolder({}, 'darwin')).toMatch(/Application Support.Tieout$/)
    expect(defaultDataFolder({}, 'linux')).toMatch(/\.local.share.tieout$/)
  })

  test.each(['settings.json', 'recent.json', 'sources.json', 'books'])(
    'of an older version, among what roams on Windows, stays in use where it has %s',
    (name) => {
      const folder = newFolder()
      const environment = { APPDATA: join(folder, 'roaming'), LOCALAPPDATA: join(folder, 'local') }
      const of = (place: string): string => join(folder, place, 'Tieout')
      // A folder of another version's leftovers alone, such as the logs, holds nothing to lose.
      mkdirSync(join(of('roaming'), 'logs'), { recursive: true })
      expect(defaultDataFolder(environment, 'win32')).toBe(of('local'))
      writeFileSync(join(of('roaming'), name), '')
      expect(defaultDataFolder(environment, 'win32')).toBe(of('roaming'))
      // Who has begun anew goes on there.
      mkdirSync(of('local'), { recursive: true })
      writeFileSync(join(of('local'), 'settings.json'), '')
      expect(defaultDataFolder(environment, 'win32')).toBe(of('local'))
    },
  )
})

test('where an open book cannot be read as a file, its tables are copied, and nothing of it is lost', async () => {
  const { client, service, file, at } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  await finished(client.imports.run({ paths: [file('one.csv', manyLines('T', 500))] }))
  const rows = (await client.queries.page({ name: 'reconciliation', offset: 0, limit: 1000 })).rows
  await service.close()
  const book = await openBook(at('a.tieout'))
  const busy = createBookCopies(at('a.tieout'), () =>
    Promise.reject(Object.assign(new Error('busy'), { code: 'EBUSY' })),
  )
  const connection = await book.connect()
  await busy.copy(connection, at('copy.tieout'))
  await busy.close()
  connection.close()
  await book.close()
  const again = await start()
  await again.client.books.open({ path: at('copy.tieout') })
  expect((await again.client.queries.page({ name: 'reconciliation', offset: 0, limit: 1000 })).rows).toEqual(rows)
})
