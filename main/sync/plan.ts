import type { PlannedObject } from '../../shared/contract/sources.ts'
import { isPlatformFile, isSystemFile } from '../../shared/system-files.ts'
import type { RemoteObject } from './listing.ts'

/** An object as the book remembers it. */
export interface KnownObject {
  readonly key: string
  readonly bytes: number
  readonly etag: string
  readonly lastModified: string
  readonly outcome: 'report' | 'side-file' | 'not-a-report'
  readonly reason: string | null
  /** False when an undo took out what the object had given. */
  readonly inBook: boolean
  /** Version of Tieout that looked at it: a later one may know more reports. */
  readonly version: string
}

/** A report to fetch, with the side file that describes it. */
export interface Wanted {
  readonly object: RemoteObject
  readonly side: RemoteObject | null
}

/** What a sync would do. */
export interface Plan {
  readonly listed: { readonly objects: number; readonly bytes: number }
  readonly unchanged: number
  readonly wanted: readonly Wanted[]
  /** The same, one by one: a side file that describes two reports is fetched once. */
  readonly objects: readonly RemoteObject[]
  /** New, changed, skipped, archived and deleted objects, in the order of their keys. */
  readonly attention: readonly PlannedObject[]
}

const sideFileEnd = '.meta.json'
const reportEnd = /(?<!\.json)\.(csv|tsv|txt|xlsx|xlsm|parquet|zip|gz)$/i

/**
 * Compares what a bucket holds below the prefix with what the book knows of it: an object is the same when its size, ETag
 * and time are. `version` is that of the program. A report and the side file that the Commerce Analytics Service writes
 * beside it (`.meta.json`) go together: a change of one fetches both.
 */
export function planSync(listed: readonly RemoteObject[], known: readonly KnownObject[], version: string): Plan {
  const remote = new Map(listed.map((object) => [object.key, object]))
  const before = new Map(known.map((object) => [object.key, object]))
  const wanted: Wanted[] = []
  const attention: PlannedObject[] = []
  let unchanged = 0
  const isSame = (object: RemoteObject): boolean => {
    const old = before.get(object.key)
    return old !== undefined && old.inBook && sameVersion(old, object)
  }
  const told = (object: RemoteObject, change: PlannedObject['change'], reason: string | null): void =>
    void attention.push({ key: object.key, bytes: object.bytes, lastModified: object.lastModified, change, reason })
  const sideKeys = new Set(listed.filter((object) => noReport(object) === null).map(({ key }) => sideNameOf(key)))
  const isSide = ({ key }: RemoteObject): boolean => isSideFile(key) && sideKeys.has(key)

  for (const object of listed.filter((one) => !isSide(one))) {
    const old = before.get(object.key)
    const side = readableSide(remote.get(sideNameOf(object.key)))
    const reason = noReport(object)
    if (reason !== null) told(object, 'skipped', reason)
    else if (old?.outcome === 'not-a-report' && old.version === version && sameVersion(old, object))
      told(object, 'skipped', old.reason)
    else if (isSame(object) && (side === null || isSame(side))) unchanged += 1
    else if (object.isArchived) told(object, 'archived', archivedReason(object.storageClass))
    else if (side?.isArchived)
      told(
        object,
        'archived',
        `The file that describes it is archived (${side.storageClass}): restore it in S3, then sync again.`,
      )
    else {
      wanted.push({ object, side })
      if (old && !old.inBook) told(object, 'new', undoneReason)
      else told(object, old ? 'changed' : 'new', null)
    }
  }
  const objects = new Map(
    wanted.flatMap(({ object, side }) => (side ? [object, side] : [object])).map((one) => [one.key, one]),
  )
  for (const side of listed.filter((one) => isSide(one) && !objects.has(one.key)))
    if (isSame(side)) unchanged += 1
    else
      told(
        side,
        'skipped',
        readableSide(side)
          ? 'The report that it describes is not fetched.'
          : 'It is empty, or too large to describe a report.',
      )
  for (const object of known)
    if (!remote.has(object.key) && object.outcome === 'report' && object.inBook)
      attention.push({
        key: object.key,
        bytes: object.bytes,
        lastModified: object.lastModified,
        change: 'deleted',
        reason: 'It is no longer in the bucket. What came from it stays in the book.',
      })
  return {
    listed: { objects: listed.length, bytes: listed.reduce((sum, { bytes }) => sum + bytes, 0) },
    unchanged,
    wanted,
    objects: [...objects.values()],
    attention: attention.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)),
  }
}

const largestSideFile = 1 << 20

function readableSide(side: RemoteObject | undefined): RemoteObject | null {
  return side !== undefined && side.bytes > 0 && side.bytes <= largestSideFile ? side : null
}

const undoneReason = 'It was in the book before, and an undo took it out.'

function archivedReason(storageClass: string): string {
  return `It is archived (${storageClass}): restore it in S3, then sync again.`
}

/** Why an object is not fetched at all, by its name or size; null for what may be a report. */
function noReport({ key, bytes }: RemoteObject): string | null {
  const name = key.split('/').at(-1) ?? ''
  if (key.endsWith('/')) return 'It is a folder.'
  if (isSystemFile(name) || key.split('/').some(isPlatformFile)) return 'It is a hidden file, or one of a system.'
  if (isSideFile(key)) return 'It describes a report that is not there.'
  if (!reportEnd.test(name)) return 'Reports are .csv, .tsv, .txt, .xlsx, .parquet, .zip or .gz files.'
  return bytes === 0 ? 'It is empty.' : null
}

function isSideFile(key: string): boolean {
  return key.endsWith(sideFileEnd)
}

function sideNameOf(key: string): string {
  // A packed report has the side file of the report in it.
  return key.replace(/\.gz$/i, '').replace(/\.[^./]*$/, '') + sideFileEnd
}

function sameVersion(old: KnownObject, { bytes, etag, lastModified }: RemoteObject): boolean {
  return old.bytes === bytes && old.etag === etag && old.lastModified === lastModified
}
