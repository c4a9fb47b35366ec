import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openApp } from '../../main/app.ts'
import type { FileResult } from '../../shared/contract/imports.ts'
import { workbook } from '../import/workbooks.ts'
import { newFolder } from '../service/services.ts'
import { useBuckets } from './buckets.ts'
import { type Ended, tieout } from './command-line.ts'

const buckets = useBuckets()
const assets = join(import.meta.dirname, '../../assets')
const grown = 'billingeventfeed_v1/year=2026/month=07/data.csv'
const fresh = 'billingeventfeed_v1/year=2026/month=08/data.csv'

interface Synced {
  readonly files: readonly FileResult[]
}

test('the whole sample comes in from a bucket by one command, and gives the book that its files give', async () => {
  const whole = { ...objectsBelow('sample', 'reports'), ...objectsBelow('sample-feeds', 'feeds') }
  const july = String(whole[`feeds/${grown}`])
  const former: typeof whole = {
    ...whole,
    [`feeds/${grown}`]: `${july.trimEnd().split('\n').slice(0, -5).join('\n')}\n`,
  }
  delete former[`feeds/${fresh}`]
  const bucket = buckets.create(former)
  const folder = newFolder()
  const run = async (...args: string[]): Promise<unknown> => {
    const { code, json, stderr } = await tieout([...args, '--json'], { TIEOUT_DATA: join(folder, 'data') })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return json
  }
  const book = join(folder, 'synced.tieout')
  const place = [`s3://${bucket}`, '--endpoint', buckets.proxy.endpoint, '--path-style', '--region', 'us-east-1']
  await run('sources', 'add', 'acme', ...place)
  const first = (await run('sync', 'acme', '--book', book)) as Synced
  expect(first).toMatchObject({ failed: [], import_id: 1 })

  buckets.server.put(bucket, `feeds/${grown}`, july)
  buckets.server.put(bucket, `feeds/${fresh}`, String(whole[`feeds/${fresh}`]))
  const second = (await run('sync', 'acme', '--book', book)) as Synced
  expect(second).toMatchObject({
    fetched: { objects: 2 },
    plan: {
      attention: [
        { key: `feeds/${grown}`, change: 'changed' },
        { key: `feeds/${fresh}`, change: 'new' },
      ],
    },
  })

  const files = [...first.files.filter(({ path }) => !path.endsWith(grown)), ...second.files]
  const app = await openApp({ book: null })
  const imported = await app.import([join(assets, 'sample'), join(assets, 'sample-feeds')])
  await app.close()
  expect(accountsOf(files)).toEqual(accountsOf(imported.files))
})

test('an object beyond a limit comes in by a sync that lets it', async () => {
  const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`
  const row = (cells: readonly string[], more = ''): string => `<row>${cells.map(text).join('')}${more}</row>`
  const heading = row(['Product', 'Product Code', 'SellerRev', 'AWSRefFee', 'Net Amount', 'Transaction Reference ID'])
  const wide = Array.from({ length: 1_001 }, (_, index) =>
    row(['Anchor', 'p1', '97', '0', '97', `T${index}`], `<c r="AMK${index + 2}"><v>1</v></c>`),
  )
  const bucket = buckets.create({ 'wide.xlsx': workbook({ sheets: { S: heading + wide.join('') } }) })
  const folder = newFolder()
  const run = (...args: string[]): Promise<Ended> => tieout([...args, '--json'], { TIEOUT_DATA: join(folder, 'data') })
  const place = [`s3://${bucket}`, '--endpoint', buckets.proxy.endpoint, '--path-style', '--region', 'us-east-1']
  await run('sources', 'add', 'acme', ...place)
  const sync = ['sync', 'acme', '--book', join(folder, 'wide.tieout')]
  const refused = await run(...sync)
  expect(refused.code).toBe(4)
  expect((refused.json as Synced).files).toMatchObject([
    { status: 'failed', reason: expect.stringContaining('--limits-times 10') as string },
  ])
  expect((await run(...sync, '--limits-times', 'ten')).code).toBe(2)
  const letIn = await run(...sync, '--limits-times', '10')
  expect((letIn.json as Synced).files).toMatchObject([{ status: 'imported', rows_kept: 1_001 }])
})

/** What the book holds of each file: its bytes, what it was taken for, and its rows. */
function accountsOf(files: readonly FileResult[]): unknown[] {
  return files
    .map(({ sha256, sections, rows_kept: rows, refused_rows: refused, status, delivery_date: delivered }) => ({
      sha256,
      sections: sections.map(({ section, rows: own }) => [section, own]),
      account: [rows, refused, status, delivered],
    }))
    .toSorted((a, b) => (String(a.sha256) < String(b.sha256) ? -1 : 1))
}

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
