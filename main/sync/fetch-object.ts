import { createWriteStream, renameSync, rmSync, statSync } from 'node:fs'
import { type Readable, addAbortSignal } from 'node:stream'
import { finished } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { TieoutError, cancelled } from '../../shared/errors.ts'
import { type RemoteObject, etagOf, placeOf } from './listing.ts'
import { problemOf } from './problems.ts'
import type { Store } from './store.ts'
import { type Expected, checkAgainst, expectedBy, fileMistake } from './verify.ts'

export interface FetchOptions {
  readonly signal?: AbortSignal | undefined
  /** Called with the bytes that lie on the disk now, whenever there are more, or fewer because they were thrown away. */
  readonly onBytes: (bytes: number) => void
}

/** A connection that breaks off again and again is given up, even if each one brings a little. */
const mostConnections = 200
/** Bytes that make a broken connection worth more patience; one that fell silent must have brought more. */
const [someBytes, manyBytes] = [4096, 1 << 20]

/**
 * Fetches one object to `target`, where it stands only when it is whole: until then its bytes lie in `target.part`, from
 * whose end the next attempt goes on. Every answer must be of the version that was listed. A body that breaks off is asked
 * for again; an answer that the SDK got only after several requests, or not at all, is not. Raises what the SDK raises,
 * `source-failed` for bytes that are wrong, and `cancelled`.
 */
export async function fetchObject(
  store: Store,
  object: RemoteObject,
  target: string,
  options: FetchOptions,
): Promise<void> {
  const { signal, onBytes } = options
  const part = `${target}.part`
  let failures = 0
  for (let connection = 1; ; connection += 1) {
    const from = sizeOf(part)
    const needsMore = from < object.bytes || object.bytes === 0
    const body = needsMore ? await bodyFrom(store, object, from, signal) : null
    try {
      const mistake = body ? await writeTo(part, body, store, object, options) : 'unknown'
      // A body that went on after a break tells nothing of its beginning.
      const wrong =
        mistake === 'unknown' ? await fileMistake(part, await expectedOf(store, object, signal), signal) : mistake
      if (wrong === null) break
      throw new WrongBytes(wrong)
    } catch (error) {
      if (signal?.aborted) throw cancelled()
      if (error instanceof WrongBytes) {
        rmSync(part, { force: true })
        onBytes(0)
      }
      const came = sizeOf(part) - from
      failures = came >= (error instanceof Stalled ? manyBytes : someBytes) ? 0 : failures + 1
      const isPassing = error instanceof WrongBytes || problemOf(error, store.source, 'read').scope === 'passing'
      if (!isPassing || failures >= store.patience.attempts || connection >= mostConnections)
        throw error instanceof WrongBytes ? new TieoutError('source-failed', error.message) : error
      await pause(store.patience.pause * 2 ** failures, undefined, { signal }).catch(() => undefined)
    }
  }
  renameSync(part, target)
}

/** Whether what lies at `target` is the object, whole: a computer that lost its power may have kept a name without bytes. */
export async function isWhole(
  store: Store,
  object: RemoteObject,
  target: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (sizeOf(target) === object.bytes) {
    if ((await fileMistake(target, await expectedOf(store, object, signal), signal)) === null) return true
  }
  rmSync(target, { force: true })
  return false
}

class WrongBytes extends Error {}

/** The silence of a connection that is open and brings nothing. */
class Stalled extends Error {
  readonly code = 'ESTALLED'
}

interface Body {
  readonly stream: Readable
  /** The place of its first byte in the object. */
  readonly start: number
  readonly expected: Expected
}

async function bodyFrom(
  store: Store,
  object: RemoteObject,
  from: number,
  signal: AbortSignal | undefined,
): Promise<Body> {
  const answer = await store.send(
    new GetObjectCommand({
      ...placeOf(store.source),
      Key: object.key,
      ...sameVersion(object),
      ...(from > 0 ? { Range: `bytes=${from}-` } : {}),
    }),
    signal,
  )
  const stream = answer.Body as Readable | undefined
  if (stream === undefined) throw new TieoutError('source-failed', 'The store answered without a body.')
  const etag = etagOf(answer.ETag)
  if (object.etag !== '' && etag !== '' && etag !== object.etag) {
    stream.destroy()
    throw new TieoutError('source-failed', 'It changed while it was fetched: sync again.')
  }
  // A store that knows no ranges sends everything from its beginning.
  const start = from > 0 && answer.ContentRange?.startsWith(`bytes ${from}-`) ? from : 0
  return { stream, start, expected: expectedBy(object.bytes, answer) }
}

/** Gives the mistake in the bytes, null for none, or that it cannot know because they did not begin at the first. */
async function writeTo(
  part: string,
  { stream, start, expected }: Body,
  { patience }: Store,
  object: RemoteObject,
  { signal, onBytes }: FetchOptions,
): Promise<string | null | 'unknown'> {
  const check = start === 0 ? checkAgainst(expected) : null
  const file = createWriteStream(part, { flags: start > 0 ? 'r+' : 'w', start, highWaterMark: 1 << 20 })
  const watch = setTimeout(() => stream.destroy(new Stalled('No byte came for too long.')), patience.silence)
  let bytes = start
  stream.on('data', (chunk: Buffer) => {
    watch.refresh()
    check?.update(chunk)
    bytes += chunk.length
    onBytes(Math.min(bytes, object.bytes))
    if (bytes > object.bytes) stream.destroy(new WrongBytes('More bytes came than the bucket has of it.'))
  })
  file.on('error', (error) => stream.destroy(error))
  if (signal) addAbortSignal(signal, stream)
  try {
    // Not `pipeline`, which throws away what has come when the connection breaks.
    stream.pipe(file)
    await finished(stream)
  } finally {
    clearTimeout(watch)
    file.end()
    await finished(file)
  }
  return check ? check.mistake() : 'unknown'
}

async function expectedOf(store: Store, object: RemoteObject, signal: AbortSignal | undefined): Promise<Expected> {
  const head = new HeadObjectCommand({ ...placeOf(store.source), Key: object.key, ...sameVersion(object) })
  return expectedBy(object.bytes, await store.send(head, signal))
}

/** The condition that the object is the one that was listed, for stores that tell versions apart exactly. */
function sameVersion({ etag }: RemoteObject): { IfMatch?: string } {
  return etag === '' || etag.startsWith('W/') ? {} : { IfMatch: `"${etag}"` }
}

/** Bytes of a file; 0 where there is none. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
