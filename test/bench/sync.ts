import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type S3Server, startS3Server } from '../sync/s3-server.ts'
import { startHttpProxy } from '../sync/http-proxy.ts'
import type { Bench } from './feeds.ts'
import { generateSection } from './generate.ts'
import { type Measured, measure, removeBook, seconds, times } from './measure.ts'

const kilobytesOfEach = 500
const rounds = 3

/** A sync of many objects from a server on this machine, against the SDK that only loads them down; nothing else runs. */
export async function benchSync(bench: Bench): Promise<void> {
  const { at, rows, note } = bench
  const count = rows(2_000)
  const server = await startS3Server()
  process.env['AWS_ACCESS_KEY_ID'] = server.credentials.accessKeyId
  process.env['AWS_SECRET_ACCESS_KEY'] = server.credentials.secretAccessKey
  process.env['AWS_EC2_METADATA_DISABLED'] = 'true'
  try {
    const bytes = await fillBucket(server, bench, count)
    const size = `${count} objects, ${(bytes / 1e6).toFixed(0)} MB`
    const one = await oneObject(server, bytes)
    const task = (name: string, bucket: string): Promise<Measured> =>
      measure(name, server.endpoint, bucket, at(`${name}-${bucket}`))
    // Turn by turn, and the best of each: what else the machine does meets both.
    const bare: Measured[] = []
    const ours: Measured[] = []
    for (let round = 0; round < rounds; round++) {
      bare.push(await task('downloadBare', 'many'))
      ours.push(await task('fetchBucket', 'many'))
    }
    const [best, bestBare] = [fastest(ours), fastest(bare)]
    note(
      `Sync ${size}, without the import`,
      seconds(best),
      `the SDK's bare download loop ${seconds(bestBare)}`,
      times(best, bestBare),
    )
    note('  peak memory', `${best.peakMegabytes} MB`, `${bestBare.peakMegabytes} MB`)
    const big = await task('fetchBucket', one)
    const bigBare = await task('downloadBare', one)
    note(`  the same bytes in one object`, seconds(big), `the bare loop ${seconds(bigBare)}`, times(big, bigBare))
    note('  peak memory', `${big.peakMegabytes} MB`, `many objects ${best.peakMegabytes} MB`)

    const book = at('sync.tieout')
    removeBook(book)
    const proxy = await startHttpProxy()
    const whole = await measure('syncBucket', server.endpoint, 'many', book)
    note(`Sync ${size}, import included`, seconds(whole), `peak memory ${whole.peakMegabytes} MB`)
    // Counts what is asked for; the book knows the bucket by its address, which is that of the server.
    const again = await measure('syncBucket', server.endpoint, 'many', book, proxy.endpoint)
    note(`  a second sync with nothing new`, seconds(again), `${proxy.targets.length} requests`)
    await proxy.stop()
    removeBook(book)
  } finally {
    await server.stop()
  }
}

/** Monthly reports, each with references of its own; gives their bytes. */
async function fillBucket(server: S3Server, { at }: Bench, count: number): Promise<number> {
  const template = at('sync-template.csv')
  const lines = Math.round((kilobytesOfEach * 1000) / 272)
  await generateSection(template, 'br1', lines, lines)
  const text = readFileSync(template, 'utf8')
  server.createBucket('many')
  let bytes = 0
  server.putMany(
    'many',
    (function* reports() {
      for (let index = 0; index < count; index++) {
        const body = Buffer.from(text.replaceAll('Anchor ', `Anchor ${index}-`))
        bytes += body.length
        yield { key: `cas/${String(index).padStart(5, '0')}/monthly.csv`, body }
      }
    })(),
  )
  return bytes
}

async function oneObject(server: S3Server, bytes: number): Promise<string> {
  server.createBucket('one')
  const block = randomBytes(1 << 20)
  const body = Buffer.alloc(bytes)
  for (let at = 0; at < bytes; at += block.length) block.copy(body, at)
  server.put('one', 'all.csv', body)
  return 'one'
}

function fastest(measured: readonly Measured[]): Measured {
  return measured.reduce((best, one) => (one.seconds < best.seconds ? one : best))
}
