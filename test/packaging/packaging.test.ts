import { extractAll, extractFile, listPackage } from '@electron/asar'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildInto, packFrom, readFuses } from './pack.ts'
import type { EngineStart } from '../../main/shells/electron/engine-messages.ts'
import { startS3Server } from '../sync/s3-server.ts'
import { startPackedEngine } from './packed-engine.ts'

let folder: string
let application: string
let resources: string
let archive: string
let files: string[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tieout-packaging-'))
  await buildInto(folder)
  application = await packFrom(folder)
  resources = join(application, 'resources')
  archive = join(resources, 'app.asar')
  files = listPackage(archive, { isPack: false }).map((file) => file.replaceAll('\\', '/').slice(1))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const text = (file: string): string => extractFile(archive, file).toString('utf8')
/** Scripts that this one imports by themselves, itself among them. */
function loadedBy(script: string, seen = new Set<string>()): Set<string> {
  if (seen.has(script)) return seen
  seen.add(script)
  for (const [, name = ''] of text(`dist/main/${script}`).matchAll(/^import .*?["']\.\/(.+?)["'];?$/gm))
    loadedBy(name, seen)
  return seen
}

/** Packages that the sources below a folder name in imports that are more than types. */
function packagesImported(folder: string, except = /^$/): string[] {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !except.test(file.replaceAll('\\', '/')))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
  const names = sources.flatMap((source) =>
    [...source.matchAll(/^(?:import (?!type )[^;'"]*?|} )from '([^'.][^']*)'$|import\('([^'.][^']*)'\)/gm)].map(
      ([, one, other]) => one ?? other ?? '',
    ),
  )
  const own = /^(?:@[^/]+\/)?[^/]+/
  return [
    ...new Set(names.filter((name) => !name.startsWith('node:')).map((name) => own.exec(name)?.[0] ?? '')),
  ].filter((name) => !['electron', 'vite', 'electron-builder'].includes(name))
}

// DuckDB's native files are there for one system; the others have their own runners.
const isElsewhere = process.platform !== 'linux'

describe.skipIf(isElsewhere)('the packed application', () => {
  test('has the page, the main process, the engine, the preload, and nothing else of ours', () => {
    const ours = files.filter((file) => !file.startsWith('node_modules') && /\.\w+$/.test(file))
    expect(ours).toEqual(
      expect.arrayContaining([
        'package.json',
        'dist/main/app.js',
        'dist/main/engine-process.js',
        'dist/main/preload.cjs',
        'dist/renderer/index.html',
      ]),
    )
    const places = [/^package\.json$/, /^dist\/main\/[\w.-]+\.c?js$/, /^dist\/renderer\//]
    expect(ours.filter((file) => !places.some((place) => place.test(file)))).toEqual([])
    expect(JSON.parse(text('package.json'))).toMatchObject({ main: 'dist/main/app.js', type: 'module' })
  })

  test('has DuckDB and what it needs, and no other package', () => {
    const packages = new Set(
      files
        .flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/@]+)/.exec(file)?.[1] ?? [])
        .filter((name) => name !== ''),
    )
    const platform = `@duckdb/node-bindings-${process.platform}-${process.arch}`
    expect([...packages].toSorted()).toEqual(
      ['@duckdb/node-api', '@duckdb/node-bindings', platform, 'detect-libc'].toSorted(),
    )
  })

  test('has both of DuckDB’s native files beside each other, outside the archive, and nothing else there', () => {
    const native = `node-bindings-${process.platform}-${process.arch}`
    const unpacked = join(resources, 'app.asar.unpacked/node_modules')
    expect(readdirSync(join(unpacked, '@duckdb', native))).toEqual(
      expect.arrayContaining(['duckdb.node', expect.stringMatching(/^(lib)?duckdb\.(so|dylib|dll)$/)]),
    )
    // What is outside, nobody checks before it is run.
    expect(readdirSync(unpacked)).toEqual(['@duckdb'])
    expect(readdirSync(join(unpacked, '@duckdb'))).toEqual([native])
    const scripts = readdirSync(unpacked, { recursive: true }).filter((file) => /\.[cm]?js$/.test(String(file)))
    expect(scripts).toEqual([])
  })

  test('has no maps, sources, tests or types, and nothing of the web shell', () => {
    expect(files.filter((file) => /\.(map|tsx?|mts|cts|md)$|(^|\/)(test|tests)\//.test(file))).toEqual([])
    const scripts = files.filter((file) => file.startsWith('dist/main/'))
    const having = (what: RegExp): string[] => scripts.filter((script) => what.test(text(script)))
    expect(having(/sourceMappingURL/)).toEqual([])
    expect(having(/main\/shells\/(web|cli)/)).toEqual([])
  })

  test('starts without anything that could reach the network: only a sync loads that', () => {
    const network = /(from|import|require\() ?["'](node:)?(https?|http2|tls|net)["']/
    for (const entry of ['app.js', 'engine-process.js'])
      expect([...loadedBy(entry)].filter((script) => network.test(text(`dist/main/${script}`)))).toEqual([])
    expect([...loadedBy('store.js')].some((script) => network.test(text(`dist/main/${script}`)))).toBe(true)
  })

  test('has a page with a place for the nonce, and nothing in it that the policy forbids', () => {
    const page = text('dist/renderer/index.html')
    expect(page).toContain('nonce="%NONCE%"')
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\son\w+=|\sstyle=|https?:/)
    for (const [, address = ''] of page.matchAll(/(?:src|href)="([^"]+)"/g))
      expect(files).toContain(join('dist/renderer', address).replaceAll('\\', '/'))
  })

  test('has a preload that is one CommonJS script and needs Electron only', () => {
    const preload = text('dist/main/preload.cjs')
    expect([...preload.matchAll(/require\(["'](.+?)["']\)/g)].map(([, name]) => name)).toEqual(['electron'])
    expect(preload).not.toMatch(/^\s*(import|export)\s/m)
  })

  test('does not load DuckDB into the main process', () => {
    const having = (entry: string, what: RegExp): string[] =>
      [...loadedBy(entry)].filter((script) => what.test(text(`dist/main/${script}`)))
    const duckdb = /(from|import) ["']@duckdb\/node-api["']/
    expect(having('app.js', duckdb)).toEqual([])
    expect(having('engine-process.js', duckdb)).not.toEqual([])
    // Which is in Electron's main process only.
    expect(having('engine-process.js', /from ["']electron["']/)).toEqual([])
  })

  test('has a program that runs nothing but this application', () => {
    expect(readFuses(join(application, 'tieout'))).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      nodeCliInspect: false,
      embeddedAsarIntegrity: true,
      onlyLoadAppFromAsar: true,
      browserSnapshot: false,
      fileProtocolPrivileges: false,
      wasmTrapHandlers: true,
    })
  })

  test('has the licence of everything that it carries', () => {
    const notices = readFileSync(join(resources, 'THIRD-PARTY-NOTICES.txt'), 'utf8')
    // Some texts have such lines of their own.
    const sections = notices.split(/^-{80}\n(?=\S+ \d.*\)$)/m).slice(1)
    const licences = new Map(sections.map((section) => [/^(\S+) /.exec(section.trim())?.[1] ?? '', section]))
    const carried = [
      ...packagesImported('main', /shells\/(web|cli)/),
      ...packagesImported('renderer'),
      ...packagesImported('shared'),
      // Some of what these need in turn, and what is shipped as it is.
      'scheduler',
      '@smithy/core',
      'jszip',
      'd3-scale',
      '@duckdb/node-bindings',
      'detect-libc',
      `@duckdb/node-bindings-${process.platform}-${process.arch}`,
    ]
    expect(carried.length).toBeGreaterThan(30)
    for (const name of carried) expect([name, (licences.get(name)?.length ?? 0) > 200]).toEqual([name, true])
    for (const [name, section] of licences)
      expect([name, /copyright|license|permission/i.test(section)]).toEqual([name, true])
    expect(files.filter((file) => /licen[cs]e.*\.json$/.test(file))).toEqual([])
    expect(readdirSync(resources)).toContain('LICENSE.txt')
    expect(readdirSync(application)).toEqual(expect.arrayContaining(['LICENSE.electron.txt', 'LICENSES.chromium.html']))
  })

  test('has the sample reports, and the languages that it speaks', () => {
    expect(readdirSync(join(resources, 'sample')).length).toBeGreaterThan(5)
    expect(readdirSync(join(application, 'locales'))).toEqual(['en-US.pak'])
  })
})

describe.skipIf(isElsewhere)('the packed engine', () => {
  let unpacked = ''
  beforeAll(() => {
    unpacked = join(folder, 'unpacked')
    extractAll(archive, unpacked)
  })
  const startOf = (dataFolder: string): EngineStart => ({
    dataFolder,
    booksFolder: join(dataFolder, 'documents'),
    sampleFolder: join(resources, 'sample'),
    version: '1.2.3',
    reopen: true,
  })

  test('opens the sample, answers, exports to a granted path, finishes, and is there again', async () => {
    const target = join(folder, 'sample.xlsx')
    const start = startOf(join(folder, 'data'))
    const engine = await startPackedEngine(unpacked, start)
    const { client } = engine
    const steps: string[] = []
    const opening = await client.books.openSample()
    let step = await opening.next()
    for (; !step.done; step = await opening.next()) steps.push(step.value.step)
    const book = step.value
    expect(steps.length).toBeGreaterThan(0)
    expect(book.empty).toBe(false)
    expect(engine.said).toContainEqual({ type: 'book', path: book.path })

    const page = await client.queries.page({ name: 'reconciliation', offset: 0, limit: 5 })
    expect(page.rows).toHaveLength(5)
    expect(page.rows[0]).toHaveProperty('transaction_reference')

    const exported = async (): Promise<void> => {
      for await (const progress of await client.exports.workbook({ path: target })) expect(progress.step).not.toBe('')
    }
    await expect(exported()).rejects.toMatchObject({ code: 'not-allowed' })
    expect(existsSync(target)).toBe(false)
    engine.say({ type: 'grant', id: 1, right: 'write', paths: [target] })
    await exported()
    expect(readFileSync(target).subarray(0, 2).toString('latin1')).toBe('PK')
    // Once it is written, nobody writes there again without being asked for the place again.
    expect(engine.said).toContainEqual({ type: 'done', right: 'write', paths: [target] })
    await expect(exported()).rejects.toMatchObject({ code: 'not-allowed' })

    expect(await engine.finish()).toBe(0)
    expect(existsSync(`${book.path}.wal`)).toBe(false)

    const again = await startPackedEngine(unpacked, start)
    expect((await again.client.app.state()).book).toMatchObject({ path: book.path, empty: false })
    await again.kill()
  })

  test('reads what a person chose and nothing else, until it is imported, and outlives what it does not understand', async () => {
    const start = { ...startOf(join(folder, 'reading')), reopen: false }
    const engine = await startPackedEngine(unpacked, start)
    const { client } = engine
    const chosen = join(folder, 'chosen')
    mkdirSync(chosen)
    const report = join(chosen, 'disbursement_report_2026-08-13.csv')
    cpSync('assets/sample/disbursement_report_2026-08-13.csv', report)
    for (const nonsense of [null, 'x', { type: 'shout' }, { type: 'grant', path: '/' }]) engine.say(nonsense as never)
    await expect.poll(() => engine.said.filter(({ type }) => type === 'problem')).toHaveLength(4)
    await client.books.open({ path: null })
    const names = async (paths: string[]): Promise<string[]> => {
      const job = await client.imports.recognise({ paths })
      let step = await job.next()
      while (!step.done) step = await job.next()
      return step.value.files.map(({ path }) => basename(path))
    }
    const refused = { code: 'not-allowed' }
    for (const path of [report, chosen, '/etc/hostname', '//server/share/a.csv'])
      await expect(names([path])).rejects.toMatchObject(refused)
    await expect(client.books.open({ path: join(folder, 'secret.tieout') })).rejects.toMatchObject(refused)
    engine.say({ type: 'grant', id: 1, right: 'read', paths: [chosen] })
    expect(await names([report])).toEqual(['disbursement_report_2026-08-13.csv'])
    await expect(names([join(chosen, '../packed')])).rejects.toMatchObject(refused)
    const job = await client.imports.run({ paths: [report] })
    for (let step = await job.next(); !step.done;) step = await job.next()
    await expect(names([report])).rejects.toMatchObject(refused)
    await engine.finish()
  })

  test('signs in at S3 with keys that the key store sealed, and syncs', async () => {
    const server = await startS3Server()
    const start = { ...startOf(join(folder, 'sync')), reopen: false }
    const engine = await startPackedEngine(unpacked, start)
    // What the main process does for it.
    const sealed = new Map<string, string>()
    let answered = 0
    const timer = setInterval(() => {
      for (const question of engine.said.filter((said) => said.type === 'key').slice(answered)) {
        answered += 1
        const text = question.action === 'seal' ? `sealed ${sealed.size}` : (sealed.get(question.text) ?? '')
        if (question.action === 'seal') sealed.set(text, question.text)
        engine.say({ type: 'key', id: question.id, text })
      }
    }, 5)
    try {
      server.createBucket('acme')
      server.put(
        'acme',
        'disbursement_report_2026-08-13.csv',
        readFileSync('assets/sample/disbursement_report_2026-08-13.csv'),
      )
      const { client } = engine
      const source = {
        name: 'acme',
        bucket: 'acme',
        prefix: '',
        region: 'us-east-1',
        endpoint: server.endpoint,
        pathStyle: true,
        requesterPays: false,
        signIn: { kind: 'keys' as const },
      }
      // An address that is not AWS's is for the person to confirm, by a dialog that no page can press.
      const save = client.sources.save({ source, keys: server.credentials })
      const asked = (): { id: number; address: string }[] => engine.said.filter((said) => said.type === 'confirm')
      await expect.poll(asked).toMatchObject([{ address: server.endpoint }])
      engine.say({ type: 'confirmed', id: asked()[0]?.id ?? 0, isAllowed: false })
      await expect(save).rejects.toMatchObject({ code: 'cancelled' })
      expect(await client.sources.list()).toEqual([])
      const again = client.sources.save({ source, keys: server.credentials })
      await expect.poll(asked).toHaveLength(2)
      engine.say({ type: 'confirmed', id: asked()[1]?.id ?? 0, isAllowed: true })
      await again
      await client.books.open({ path: null })
      const job = await client.sources.sync({ name: 'acme' })
      let step = await job.next()
      while (!step.done) step = await job.next()
      expect(step.value).toMatchObject({ fetched: { objects: 1 }, import: { importId: 1 } })
      expect(sealed.size).toBe(1)
      await engine.finish()
    } finally {
      clearInterval(timer)
      await server.stop()
    }
  })
})
