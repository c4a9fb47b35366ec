import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { openApp } from '../../main/app.ts'
import type { PlannedObject, Source, SyncPlan, SyncResult } from '../../shared/contract/sources.ts'
import type { Progress } from '../../shared/contract/imports.ts'
import type { ServiceOptions } from '../../main/service/service.ts'
import { type Started, finished, start } from '../service/services.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { type S3Server, startS3Server } from './s3-server.ts'

/** A real S3 server for the tests of one file, and what errs in front of it. */
export interface Buckets {
  readonly server: S3Server
  readonly proxy: FaultProxy
  /** A new bucket with these objects. */
  create(objects?: Readonly<Record<string, string | Buffer>>): string
}

/** Gives up after a moment: the tests make every break themselves. */
export const quick = { attempts: 3, silence: 400, pause: 5 } as const

/** For long listings: the server looks at every object before it answers, and that takes it as long as it takes. */
export const patient = { ...quick, silence: 20_000 } as const

/** Starts server and proxy before the tests of the file, and signs in with the keys that the server knows. */
export function useBuckets(): Buckets {
  let server: S3Server | null = null
  let proxy: FaultProxy | null = null
  let count = 0
  const running = <Part>(part: Part | null): Part => {
    if (part === null) throw new Error('The server runs only during the tests.')
    return part
  }
  beforeAll(async () => {
    server = await startS3Server()
    proxy = await startFaultProxy(server.endpoint)
    process.env['AWS_ACCESS_KEY_ID'] = server.credentials.accessKeyId
    process.env['AWS_SECRET_ACCESS_KEY'] = server.credentials.secretAccessKey
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true'
    // Whoever runs the tests may have profiles of their own.
    process.env['AWS_CONFIG_FILE'] = join(tmpdir(), 'tieout-no-config')
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = join(tmpdir(), 'tieout-no-credentials')
  })
  afterAll(async () => {
    await proxy?.stop()
    await server?.stop()
    if (emptyBook) rmSync(emptyBook.folder, { recursive: true, force: true })
    emptyBook = null
  })
  return {
    get server() {
      return running(server)
    },
    get proxy() {
      return running(proxy)
    },
    create(objects = {}) {
      count += 1
      const bucket = `bucket-${count}`
      running(server).createBucket(bucket)
      running(server).putMany(
        bucket,
        Object.entries(objects).map(([key, body]) => ({ key, body })),
      )
      return bucket
    },
  }
}

/** A source called `acme`, at a bucket of the proxy unless told. */
export function sourceAt({ proxy }: Pick<Buckets, 'proxy'>, bucket: string, more: Partial<Source> = {}): Source {
  return {
    name: 'acme',
    bucket,
    prefix: '',
    region: 'us-east-1',
    endpoint: proxy.endpoint,
    pathStyle: true,
    requesterPays: false,
    signIn: { kind: 'default' },
    ...more,
  }
}

/** The core with an open book and the source `acme`. */
export interface Synced extends Started {
  readonly book: string
  plan(code?: string): Promise<SyncPlan>
  sync(code?: string): Promise<SyncResult & { progress: Progress[] }>
  rows(query: string): Promise<Record<string, string | number | boolean | null>[]>
}

/** Opens a new book and adds the source; nothing is reconciled, as on the command line. */
export async function startSynced(source: Source, options: Partial<ServiceOptions> = {}): Promise<Synced> {
  const started = await start({ shell: 'command-line', patience: quick, ...options })
  const { client, at } = started
  const book = at('book.tieout')
  await copyEmptyBook(book)
  await client.books.open({ path: book })
  await client.sources.save({ source })
  return {
    ...started,
    book,
    plan: async (code) => (await finished(client.sources.plan({ name: source.name, code }))).result,
    sync: async (code) => {
      const { result, progress } = await finished(client.sources.sync({ name: source.name, code }))
      return { ...result, progress }
    },
    rows: async (name) => {
      let text = ''
      for await (const piece of await client.queries.text({ name, format: 'json' })) text += piece
      return JSON.parse(text) as Record<string, string | number | boolean | null>[]
    },
  }
}

let emptyBook: { readonly folder: string; readonly path: string } | null = null

/** A new book is made once for the tests of a file: the tables of all reports take longer than a sync. */
async function copyEmptyBook(target: string): Promise<void> {
  if (emptyBook === null) {
    const folder = mkdtempSync(join(tmpdir(), 'tieout-empty-'))
    emptyBook = { folder, path: join(folder, 'empty.tieout') }
    await (await openApp({ book: emptyBook.path })).close()
  }
  copyFileSync(emptyBook.path, target)
}

/** Keys by what a sync makes of them. */
export function changesOf(objects: readonly PlannedObject[]): Record<string, string[]> {
  const changes: Record<string, string[]> = {}
  for (const { change, key } of objects) (changes[change] ??= []).push(key)
  return changes
}
