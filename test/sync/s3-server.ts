import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Headers that come back with an object: those that s3rver keeps, and `x-amz-meta-`. */
export type ObjectHeaders = Readonly<Record<string, string>>

/** What S3 says of an object by itself, where a test wants it otherwise. */
export interface ObjectFacts {
  /** LastModified; otherwise the time of writing, and always a later second than that of the version before. */
  readonly modified?: Date
  /** The ETag without quotes, for example one of a multi-part upload (`…-3`); otherwise the MD5 of the body. */
  readonly etag?: string
}

/** One object to be put. */
export interface ObjectEntry extends ObjectFacts {
  readonly key: string
  readonly body: string | Buffer
  readonly headers?: ObjectHeaders
}

/** A running s3rver, of which the buckets are written past it, straight to its disk form. */
export interface S3Server {
  /** `http://127.0.0.1:port`; buckets are in the path. */
  readonly endpoint: string
  /** The only keys that it knows. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly pid: number
  createBucket(name: string): void
  /** Puts or overwrites an object at once: who is reading the version before reads it to its end. */
  put(bucket: string, key: string, body: string | Buffer, headers?: ObjectHeaders, facts?: ObjectFacts): void
  /** Puts many objects: thousands of small ones in a second or two. */
  putMany(bucket: string, entries: Iterable<ObjectEntry>): void
  /** Removes an object; one that is not there is removed already. */
  remove(bucket: string, key: string): void
  /** Ends the process and removes its folder. */
  stop(): Promise<void>
}

const keptHeaders = new Set([
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
  'x-amz-storage-class',
  'x-amz-website-redirect-location',
])

/** Starts s3rver on a free port of 127.0.0.1, with an empty folder, and waits until it answers. */
export async function startS3Server(): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-s3-'))
  const buckets = join(folder, 'buckets')
  // Beside the buckets, so that a listing never meets a half-written file.
  const incoming = join(folder, 'incoming')
  mkdirSync(buckets)
  mkdirSync(incoming)
  const child = fork(fileURLToPath(new URL('s3-process.mjs', import.meta.url)), [folder, buckets], {
    // Its continuation tokens are made with DES.
    execArgv: ['--openssl-legacy-provider'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await ended
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const port = await new Promise<number>((resolve, reject) => {
      let said = ''
      child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
      child.once('message', (message: { port: number }) => resolve(message.port))
      child.once('exit', (code) => reject(new Error(`s3rver ended with code ${code}: ${said}`)))
    })
    const endpoint = `http://127.0.0.1:${port}`
    await (await fetch(endpoint)).arrayBuffer()
    return {
      endpoint,
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
      pid: child.pid ?? 0,
      createBucket: (name) => mkdirSync(join(buckets, name)),
      put: (bucket, key, body, headers, facts) =>
        write(buckets, incoming, bucket, { key, body, ...(headers ? { headers } : {}), ...facts }),
      putMany: (bucket, entries) => {
        for (const entry of entries) write(buckets, incoming, bucket, entry)
      },
      remove: (bucket, key) => remove(join(buckets, bucket), key),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * Writes what s3rver's own PUT writes (lib/stores/filesystem.js), by renaming: its PUT overwrites in place, which
 * harms a download that is under way, and answers before the last bytes are on disk.
 */
function write(buckets: string, incoming: string, bucket: string, entry: ObjectEntry): void {
  statSync(join(buckets, bucket))
  const { folder, name } = placeOf(join(buckets, bucket), entry.key)
  const files = filesOf(folder, name)
  mkdirSync(folder, { recursive: true })
  const fresh = filesOf(incoming, 'object')
  writeFileSync(fresh.object, entry.body)
  writeFileSync(fresh.md5, entry.etag ?? createHash('md5').update(entry.body).digest('hex'))
  const modified = entry.modified ?? nextSecond(files.object)
  if (modified) utimesSync(fresh.object, modified, modified)
  if (entry.headers) {
    writeFileSync(fresh.metadata, JSON.stringify(metadataOf(entry.headers)))
    renameSync(fresh.metadata, files.metadata)
  } else {
    rmSync(files.metadata, { force: true })
  }
  renameSync(fresh.md5, files.md5)
  // The object last: from here on it is listed.
  renameSync(fresh.object, files.object)
}

/** Removes an object and the folders that held nothing else. */
function remove(bucket: string, key: string): void {
  const place = placeOf(bucket, key)
  for (const file of Object.values(filesOf(place.folder, place.name))) rmSync(file, { force: true })
  for (let { folder } = place; folder !== bucket; folder = dirname(folder)) {
    if (!existsSync(folder)) continue
    if (readdirSync(folder).length > 0) return
    rmdirSync(folder)
  }
}

/** A second later than that of the version that is there, if that is not before now; S3 tells whole seconds only. */
function nextSecond(object: string): Date | undefined {
  const before = statSync(object, { throwIfNoEntry: false })?.mtime
  if (!before) return undefined
  const second = Math.floor(before.getTime() / 1000)
  return second < Math.floor(Date.now() / 1000) ? undefined : new Date((second + 1) * 1000)
}

function filesOf(folder: string, name: string): { object: string; md5: string; metadata: string } {
  const object = join(folder, `${name}._S3rver_object`)
  return { object, md5: `${object}.md5`, metadata: join(folder, `${name}._S3rver_metadata.json`) }
}

/** Where a key lies; one that folders cannot hold must not end up somewhere else. */
function placeOf(bucket: string, key: string): { folder: string; name: string } {
  const folders = key.split('/')
  const name = folders.pop() ?? ''
  if (key === '' || key.includes('\0') || folders.some((folder) => ['', '.', '..'].includes(folder))) {
    throw new Error(`s3rver cannot hold the key ${JSON.stringify(key)}; the fault proxy can rewrite a listing instead`)
  }
  return { folder: join(bucket, ...folders), name }
}

function metadataOf(headers: ObjectHeaders): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value])
  const lost = entries.find(([name]) => !keptHeaders.has(name) && !name.startsWith('x-amz-meta-'))
  if (lost) throw new Error(`s3rver does not give back the header ${lost[0]}; the fault proxy can set it`)
  return Object.fromEntries(entries)
}
