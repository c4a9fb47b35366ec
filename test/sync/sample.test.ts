import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newFolder } from '../service/services.ts'
import { useBuckets } from './buckets.ts'
import { tieout } from './command-line.ts'

const buckets = useBuckets()
const assets = join(import.meta.dirname, '../../assets')
const grown = 'billingeventfeed_v1/year=2026/month=07/data.csv'
const fresh = 'billingeventfeed_v1/year=2026/month=08/data.csv'

interface Status {
  readonly states: unknown
  readonly files: readonly { readonly rows_kept: number; readonly status: string }[]
}

test('the whole sample comes in from a bucket by one command, and gives the book that its files give', async () => {
  const whole = { ...objectsBelow('sample', 'reports'), ...objectsBelow('sample-feeds', 'feeds') }
  const july = String(whole[`feeds/${grown}`])
  const first: typeof whole = {
    ...whole,
    [`feeds/${grown}`]: `${july.trimEnd().split('\n').slice(0, -5).join('\n')}\n`,
  }
  delete first[`feeds/${fresh}`]
  const bucket = buckets.create(first)
  const folder = newFolder()
  const run = async (...args: string[]): Promise<unknown> => {
    const { code, json, stderr } = await tieout([...args, '--json'], { TIEOUT_DATA: join(folder, 'data') })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return json
  }
  const book = join(folder, 'synced.tieout')
  const place = [`s3://${bucket}`, '--endpoint', buckets.proxy.endpoint, '--path-style', '--region', 'us-east-1']
  await run('sources', 'add', 'acme', ...place)
  expect(await run('sync', 'acme', '--book', book)).toMatchObject({ failed: [], import_id: 1 })

  buckets.server.put(bucket, `feeds/${grown}`, july)
  buckets.server.put(bucket, `feeds/${fresh}`, String(whole[`feeds/${fresh}`]))
  expect(await run('sync', 'acme', '--book', book)).toMatchObject({
    fetched: { objects: 2 },
    plan: {
      attention: [
        { key: `feeds/${grown}`, change: 'changed' },
        { key: `feeds/${fresh}`, change: 'new' },
      ],
    },
  })

  const other = join(folder, 'imported.tieout')
  await run('import', join(assets, 'sample'), join(assets, 'sample-feeds'), '--book', other)
  const [synced, imported] = [await run('status', '--book', book), await run('status', '--book', other)] as Status[]
  const rows = (status: Status | undefined): number =>
    (status?.files ?? []).reduce((sum, file) => sum + (file.status === 'replaced' ? 0 : file.rows_kept), 0)
  expect(synced?.states).toEqual(imported?.states)
  expect(rows(synced)).toBe(rows(imported))
})

/** The files of a folder of `assets` as objects below a prefix. */
function objectsBelow(name: string, prefix: string): Record<string, Buffer | string> {
  const folder = join(assets, name)
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    paths.map(({ parentPath, name: file }) => {
      const path = join(parentPath, file)
      return [`${prefix}/${path.slice(folder.length + 1).replaceAll('\\', '/')}`, readFileSync(path)]
    }),
  )
}
