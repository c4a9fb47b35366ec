import type { FileResult, ImportResult } from '../../shared/contract/imports.ts'
import type { Connection } from '../database/connection.ts'
import type { RemoteObject } from './listing.ts'
import { objectPath } from '../../shared/source-place.ts'
import type { KnownObject, Plan, Wanted } from './plan.ts'

/** What the book keeps of a sync. */
export interface SyncRecord {
  readonly source: string
  readonly location: string
  readonly prefix: string
  /** Version of the program. */
  readonly version: string
  readonly plan: Plan
  /** Reports that were handed to the import, with their side files. */
  readonly brought: readonly Wanted[]
  readonly fetched: { readonly objects: number; readonly bytes: number; readonly failed: ReadonlyMap<string, string> }
}

/** The objects below a prefix as the book saw them last. */
export async function knownObjects(connection: Connection, location: string, prefix: string): Promise<KnownObject[]> {
  const rows = await connection.rows(
    `with given as (
       select key, unnest(sha256s) as sha256,
         regexp_extract(key, '(?i)year=([0-9]{4})/month=([0-9]{1,2})(/|$)', ['year', 'month']) as folders,
         try_cast(regexp_extract(key, '_([0-9]{4}-[0-9]{2}-[0-9]{2})[^/]*$', 1) as date) as name_date
       from synced_objects where location = $location
     ), gone as (
       -- The header lines of two months of a feed, or of two reports, are the same bytes, and two files all the same.
       select distinct g.key
       from given as g
       anti join files as f
         on f.sha256 = g.sha256
         and (
           f.rows_kept > 0
           or f.feed_month = make_date(try_cast(g.folders.year as bigint), try_cast(g.folders.month as bigint), 1)
           or (f.feed_month is null and coalesce(f.name_date = g.name_date, true))
         )
     )
     select key, bytes::double as bytes, etag, strftime(last_modified, '%Y-%m-%dT%H:%M:%S.%gZ') as last_modified,
       outcome, reason, version, key not in (select key from gone) as in_book
     from synced_objects
     where location = $location and starts_with(key, $prefix)
     order by key`,
    { location, prefix },
  )
  return rows.map((row) => ({
    key: String(row['key']),
    bytes: Number(row['bytes']),
    etag: String(row['etag']),
    lastModified: String(row['last_modified']),
    outcome: row['outcome'] as KnownObject['outcome'],
    reason: row['reason'] === null ? null : String(row['reason']),
    inBook: row['in_book'] === true,
    version: String(row['version']),
  }))
}

/**
 * Writes down what a sync saw and brought, in the transaction of its import: the book knows an object when, and only when,
 * what came from it is there. An object whose file could not be read is not remembered, so that the next sync tries again.
 */
export async function rememberSync(
  connection: Connection,
  record: SyncRecord,
  { files, importId }: ImportResult,
): Promise<void> {
  const { source, location } = record
  await connection.run(
    `create or replace temporary table seen_objects as
     select unnest(from_json($objects, '[{"key": "varchar", "bytes": "bigint", "etag": "varchar",
       "last_modified": "timestamp", "outcome": "varchar", "reason": "varchar", "sha256s": ["varchar"]}]'), recursive := true)`,
    { objects: JSON.stringify(seenObjects(record, files)) },
  )
  await connection.run(
    'delete from synced_objects where location = $location and key in (select key from seen_objects)',
    { location },
  )
  await connection.run(
    `insert into synced_objects (source, location, key, bytes, etag, last_modified, outcome, reason, sha256s, version,
       synced_at)
     select $source, $location, key, bytes, etag, last_modified, outcome, reason, sha256s, $version,
       current_timestamp::timestamp
     from seen_objects`,
    { source, location, version: record.version },
  )
  await connection.run('drop table seen_objects')
  const { plan, fetched } = record
  await connection.run(
    `insert into syncs (sync_id, source, location, prefix, synced_at, objects, bytes, fetched_objects, fetched_bytes,
       failed_objects, deleted_objects, import_id)
     select coalesce(max(sync_id), 0) + 1, $source, $location, $prefix, current_timestamp::timestamp, $objects, $bytes,
       $fetched_objects, $fetched_bytes, $failed_objects, $deleted_objects, $import_id
     from syncs`,
    {
      source,
      location,
      prefix: record.prefix,
      objects: plan.listed.objects,
      bytes: plan.listed.bytes,
      fetched_objects: fetched.objects,
      fetched_bytes: fetched.bytes,
      failed_objects: fetched.failed.size,
      deleted_objects: plan.attention.filter(({ change }) => change === 'deleted').length,
      import_id: importId,
    },
  )
}

/** What became of each object that was brought, as rows of `synced_objects`. */
function seenObjects({ location, brought }: SyncRecord, files: readonly FileResult[]): object[] {
  const given = new Map<string, FileResult[]>(brought.map(({ object }) => [objectPath(location, object.key), []]))
  for (const file of files) given.get(ownerOf(file.path, given))?.push(file)
  const rows = brought.flatMap(({ object, side }) => {
    const results = given.get(objectPath(location, object.key)) ?? []
    if (results.length === 0 || results.some(({ status }) => status === 'failed')) return []
    const reports = results.filter(({ status }) => status !== 'unrecognised')
    const sha256s = reports.flatMap(({ stands_in: standsIn, sha256 }) => standsIn ?? sha256 ?? [])
    const isReport = reports.length > 0
    return [
      rowOf(object, isReport ? 'report' : 'not-a-report', isReport ? null : (results[0]?.reason ?? null), sha256s),
      ...(side ? [rowOf(side, 'side-file', null, sha256s)] : []),
    ]
  })
  // One side file may describe two reports.
  return [...new Map(rows.map((row) => [row.key, row])).values()]
}

/** The path of the object that gave a file: its own, or that of the archive in which it lay. */
function ownerOf(path: string, objects: ReadonlyMap<string, unknown>): string {
  let owner = path
  while (owner !== '' && !objects.has(owner)) owner = owner.slice(0, Math.max(0, owner.lastIndexOf('/')))
  return owner
}

function rowOf(
  { key, bytes, etag, lastModified }: RemoteObject,
  outcome: KnownObject['outcome'],
  reason: string | null,
  sha256s: readonly string[],
) {
  return { key, bytes, etag, last_modified: lastModified, outcome, reason, sha256s }
}
