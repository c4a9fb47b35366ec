import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { Readable } from 'node:stream'
import type { SourceCheck } from '../../shared/contract/sources.ts'
import { TieoutError } from '../../shared/errors.ts'
import { placeOf } from './listing.ts'
import { problemOf } from './problems.ts'
import type { Store } from './store.ts'

/**
 * Tries what a sync needs, one right after the other: signing in, listing the prefix, reading the first byte of an object
 * below it. Raises only `sign-in-needed` with a device, because that asks for a code.
 */
export async function checkStore(store: Store, signal?: AbortSignal): Promise<SourceCheck[]> {
  const { source } = store
  const checks: SourceCheck[] = []
  const failed = (check: SourceCheck['check'], error: unknown): void => {
    if (error instanceof TieoutError && error.details['device'] !== undefined) throw error
    const problem = problemOf(error, source, check)
    checks.push({ check, outcome: 'fail', permission: problem.permission, sentence: problem.error.message })
  }
  const rest = (from: number): SourceCheck[] => [
    ...checks,
    ...(['sign-in', 'list', 'read'] as const).slice(from).map((check) => notChecked(check)),
  ]

  try {
    await store.signIn()
    checks.push({ check: 'sign-in', outcome: 'pass', permission: null, sentence: signedIn[source.signIn.kind] })
  } catch (error) {
    failed('sign-in', error)
    return rest(1)
  }
  let key: string | undefined
  try {
    const page = await store.send(
      new ListObjectsV2Command({ ...placeOf(source), Prefix: source.prefix, MaxKeys: 100 }),
      signal,
    )
    key = (page.Contents ?? []).find(({ Key, Size, StorageClass }) => {
      const isArchived = StorageClass === 'GLACIER' || StorageClass === 'DEEP_ARCHIVE'
      return Key !== undefined && (Size ?? 0) > 0 && !isArchived
    })?.Key
    const region = await store.region()
    checks.push({
      check: 'list',
      outcome: 'pass',
      permission: 's3:ListBucket',
      sentence:
        source.region !== null && source.region !== region
          ? `Listing works. The bucket lies in ${region}: set that as the region of the source, which saves a detour.`
          : `Listing works${source.endpoint === null ? `, in ${region}` : ''}.`,
    })
  } catch (error) {
    failed('list', error)
    return rest(2)
  }
  if (key === undefined)
    return [
      ...checks,
      notChecked(
        'read',
        'Nothing below the prefix could be read to try it: there is no object yet, or only archived ones.',
      ),
    ]
  try {
    const answer = await store.send(new GetObjectCommand({ ...placeOf(source), Key: key, Range: 'bytes=0-0' }), signal)
    ;(answer.Body as Readable | undefined)?.destroy()
    const decrypting = answer.SSEKMSKeyId === undefined ? '' : ', and kms:Decrypt on its key'
    checks.push({
      check: 'read',
      outcome: 'pass',
      permission: 's3:GetObject',
      sentence: `Reading works${decrypting}.`,
    })
  } catch (error) {
    failed('read', error)
  }
  return checks
}

const signedIn = {
  profile: 'Signing in works.',
  default: 'Signing in works.',
  // Nobody has looked at them yet.
  keys: 'The keys are there. Whether AWS takes them shows in the next step.',
} as const

const permissionOf = { 'sign-in': null, list: 's3:ListBucket', read: 's3:GetObject' } as const

function notChecked(check: SourceCheck['check'], sentence = 'Not tried, because of the step before.'): SourceCheck {
  return { check, outcome: 'not-checked', permission: permissionOf[check], sentence }
}
