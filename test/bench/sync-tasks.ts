import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { createRouterClient } from '@orpc/server'
import { createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { router } from '../../main/service/router.ts'
import { createService } from '../../main/service/service.ts'
import { fetchObjects } from '../../main/sync/fetch.ts'
import { listObjects } from '../../main/sync/listing.ts'
import { planSync } from '../../main/sync/plan.ts'
import { signInCode } from '../../main/sync/sign-in.ts'
import { openStore, parallelFetches } from '../../main/sync/store.ts'
import type { Source } from '../../shared/contract/sources.ts'
import { type Timed, timed } from './measure.ts'

/** The SDK alone: lists, and writes each body into a file, as many at a time as a sync does; nothing is checked by us. */
export async function downloadBare(endpoint: string, bucket: string, folder: string): Promise<Timed> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const answer = await timed(async () => {
    const client = new S3Client({ endpoint, forcePathStyle: true, region: 'us-east-1' })
    const keys: string[] = []
    let next: string | undefined
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: next }))
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []))
      next = page.NextContinuationToken
    } while (next !== undefined)
    const waiting = keys.entries()
    const work = async (): Promise<void> => {
      for (const [index, key] of waiting) {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
        await pipeline(Body as Readable, createWriteStream(join(folder, String(index))))
      }
    }
    await Promise.all(Array.from({ length: parallelFetches }, work))
    return keys.length
  })
  rmSync(folder, { recursive: true, force: true })
  return answer
}

/** Tieout without the import: lists, plans, fetches into the cache and checks every byte. */
export async function fetchBucket(endpoint: string, bucket: string, folder: string): Promise<Timed> {
  rmSync(folder, { recursive: true, force: true })
  const answer = await timed(async () => {
    const store = openStore(sourceOf(endpoint, bucket), { code: signInCode(undefined) })
    const { objects } = planSync(await listObjects(store), [], 'bench')
    const { objects: fetched } = await fetchObjects(store, folder, objects, { onProgress: () => undefined })
    store.close()
    return fetched
  })
  rmSync(folder, { recursive: true, force: true })
  return answer
}

/** Tieout as `tieout sync` runs it, through a proxy where one is named; gives the rows that came in. */
export async function syncBucket(endpoint: string, bucket: string, book: string, proxy?: string): Promise<Timed> {
  if (proxy !== undefined) process.env['HTTP_PROXY'] = proxy
  const dataFolder = `${book}.data`
  rmSync(dataFolder, { recursive: true, force: true })
  const service = await createService({ dataFolder, sampleFolder: '', shell: 'command-line', version: 'bench' })
  const client = createRouterClient(router, { context: { service } })
  try {
    return await timed(async () => {
      await client.books.open({ path: book, create: true })
      await client.sources.save({ source: sourceOf(endpoint, bucket) })
      const job = await client.sources.sync({ name: 'bench' })
      let step = await job.next()
      while (!step.done) step = await job.next()
      return step.value.import.files.reduce((sum, file) => sum + file.rows_kept, 0)
    })
  } finally {
    await service.close()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

function sourceOf(endpoint: string, bucket: string): Source {
  return {
    name: 'bench',
    bucket,
    prefix: '',
    region: 'us-east-1',
    endpoint,
    pathStyle: true,
    requesterPays: false,
    signIn: { kind: 'default' },
  }
}
