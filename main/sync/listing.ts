import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { TieoutError, throwIfAborted } from '../../shared/errors.ts'
import type { Store } from './store.ts'

/** An object of a bucket as a listing shows it. */
export interface RemoteObject {
  readonly key: string
  readonly bytes: number
  /** Without the quotes; the MD5 of the bytes for most objects, and something else for those sent in parts. */
  readonly etag: string
  /** ISO 8601, UTC. */
  readonly lastModified: string
  readonly storageClass: string
  /** True when nothing can be read of it before it is restored. */
  readonly isArchived: boolean
}

const archiveClasses = new Set(['GLACIER', 'DEEP_ARCHIVE'])

/**
 * All objects below the prefix of a source, page by page. `onPage` is told how many there are so far. Raises what the SDK
 * raises; `cancelled`.
 */
export async function listObjects(
  { send, source }: Store,
  options: { readonly signal?: AbortSignal | undefined; readonly onPage?: (objects: number) => void } = {},
): Promise<RemoteObject[]> {
  const objects: RemoteObject[] = []
  let next: string | undefined
  do {
    throwIfAborted(options.signal)
    const page = await send(
      new ListObjectsV2Command({
        ...placeOf(source),
        Prefix: source.prefix,
        ContinuationToken: next,
        OptionalObjectAttributes: ['RestoreStatus'],
      }),
      options.signal,
    )
    for (const { Key, Size, ETag, LastModified, StorageClass, RestoreStatus } of page.Contents ?? [])
      if (Key !== undefined)
        objects.push({
          key: Key,
          bytes: Size ?? 0,
          etag: etagOf(ETag),
          lastModified: (LastModified ?? new Date(0)).toISOString(),
          storageClass: StorageClass ?? 'STANDARD',
          isArchived:
            archiveClasses.has(StorageClass ?? '') &&
            (RestoreStatus === undefined || RestoreStatus.IsRestoreInProgress === true),
        })
    next = page.IsTruncated ? nextOf(page.NextContinuationToken, next) : undefined
    options.onPage?.(objects.length)
  } while (next !== undefined)
  return objects
}

/** A list that is cut short, or begins anew, would pass objects over or never end. */
function nextOf(token: string | undefined, before: string | undefined): string {
  if (token !== undefined && token !== before) return token
  throw new TieoutError(
    'source-failed',
    'The store does not list its objects page by page, as S3 does: it cannot be synced.',
  )
}

/** What tells the versions of an object apart, without quotes; one that is weak keeps its mark. */
export function etagOf(header: string | undefined): string {
  return (header ?? '').replaceAll('"', '')
}

/** The fields by which every request names the bucket. */
export function placeOf({ bucket, requesterPays }: Store['source']): { Bucket: string; RequestPayer?: 'requester' } {
  return { Bucket: bucket, ...(requesterPays ? { RequestPayer: 'requester' as const } : {}) }
}
