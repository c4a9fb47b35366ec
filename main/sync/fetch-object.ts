import { createWriteStream, renameSync, rmSync, statSync } from 'node:fs'
import { type Readable, addAbortSignal } from 'node:stream'
import { finished } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { TieoutError, cancelled } from '../../shared/errors.ts'
import { type RemoteObject, placeOf } from './listing.ts'
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

/**
 * Fetches one object to `target`, where it stands only when it is whole: until then its bytes lie in `target.part`, from
 * whose end the next attempt goes on. Every answer must be of the version that was listed. Raises what the SDK raises,
 * `source-failed` for bytes that are wrong, and `cancelled`.
 */
export async function fetchObject(
  store: Store,
  object: RemoteObject,
  target: string,
  options: FetchOptions,
): Promise<void> {
  const part = `${target}.part`
  let failures = 0
  for (let connection = 1; ; connection += 1) {
    const from = sizeOf(part)
    try {
      const mistake = from < object.bytes ? await appendTo(part, from, store, object, options) : 'unknown'
      // A body that went on after a break tells nothing of its beginning.
      const wrong = mistake === 'unknown' ? await fileMistake(part, await expectedOf(store, object, options)) : mistake
      if (wrong === null) break
      rmSync(part)
      options.onBytes(0)
      throw new WrongBytes(wrong)
    } catch (error) {
      if (options.signal?.aborted) throw cancelled()
      failures = sizeOf(part) > from ? 0 : failures + 1
      const isPassing = error instanceof WrongBytes || problemOf(error, store.source, 'read').scope === 'passing'
      if (!isPassing || failures >= store.patience.attempts || connection >= mostConnections)
        throw error instanceof WrongBytes ? new TieoutError('source-failed', error.message) : error
      await pause(store.patience.pause * 2 ** failures, undefined, { signal: options.signal }).catch(() => undefined)
    }
  }
  renameSync(part, target)
}

/** Whether what lies at `target` is the object, whole: a computer that lost its power may have kept a name without bytes. */
export async function isWhole(
  store: Store,
  object: RemoteObject,
  target: string,
  options: Pick<FetchOptions, 'signal'>,
): Promise<boolean> {
  if (sizeOf(target) === object.bytes && (await fileMistake(target, await expectedOf(store, object, options))) === null)
    return true
  rmSync(target, { force: true })
  return false
}

class WrongBytes extends Error {}

/** The silence of a connection that is open and brings nothing. */
class Stalled extends Error {
  readonly code = 'ESTALLED'
}

/** Gives the mistake in the bytes, null for none, or that it cannot know because they did not begin at the first. */
async function appendTo(
  part: string,
  from: number,
  store: Store,
  object: RemoteObject,
  { signal, onBytes }: FetchOptions,
): Promise<string | null | 'unknown'> {
  const answer = await store.send(
    new GetObjectCommand({
      ...placeOf(store.source),
      Key: object.key,
      ...sameVersion(object),
      ...(from > 0 ? { Range: `bytes=${from}-` } : {}),
    }),
    signal,
  )
  const body = answer.Body as Readable | undefined
  if (body === undefined) throw new TieoutError('source-failed', 'The store answered without a body.')
  if (answer.ETag !== undefined && answer.ETag.replaceAll('"', '') !== object.etag) {
    body.destroy()
    throw new TieoutError('source-failed', 'It changed while it was fetched: sync again.')
  }
  // A store that knows no ranges sends everything from its beginning.
  const start = from > 0 && answer.ContentRange?.startsWith(`bytes ${from}-`) ? from : 0
  const file = createWriteStream(part, { flags: start > 0 ? 'r+' : 'w', start, highWaterMark: 1 << 20 })
  const watch = setTimeout(() => body.destroy(new Stalled('No byte came for too long.')), store.patience.silence)
  const check = start === 0 ? checkAgainst(expectedBy(object.bytes, answer)) : null
  let bytes = start
  body.on('data', (chunk: Buffer) => {
    watch.refresh()
    check?.update(chunk)
    bytes += chunk.length
    onBytes(bytes)
  })
  file.on('error', (error) => body.destroy(error))
  if (signal) addAbortSignal(signal, body)
  try {
    // Not `pipeline`, which throws away what has come when the connection breaks.
    body.pipe(file)
    await finished(body)
  } finally {
    clearTimeout(watch)
    file.end()
    await finished(file)
  }
  return check ? check.mistake() : 'unknown'
}

async function expectedOf(
  store: Store,
  object: RemoteObject,
  { signal }: Pick<FetchOptions, 'signal'>,
): Promise<Expected> {
  const head = new HeadObjectCommand({ ...placeOf(store.source), Key: object.key, ...sameVersion(object) })
  return expectedBy(object.bytes, await store.send(head, signal))
}

/** The condition that the object is the one that was listed, for stores that tell versions apart. */
function sameVersion({ etag }: RemoteObject): { IfMatch?: string } {
  return etag === '' ? {} : { IfMatch: `"${etag}"` }
}

/** Bytes of a file; 0 where there is none. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
