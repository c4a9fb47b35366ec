// Works on a book as a window does, in the folder `disk`, which fills up meanwhile; prints what a person would see.
import { createRouterClient } from '@orpc/server'
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { router } from '../../main/service/router.ts'
import { createService } from '../../main/service/service.ts'

const service = await createService({ sampleFolder: '.', shell: 'web', version: '1.2.3', dataFolder: 'data' })
const client = createRouterClient(router, { context: { service } })
const path = 'disk/a.tieout'

function report(name: string, lines: number): string {
  const header =
    'Customer Billed Amount,AWS Listing Fee,Partner Revenue Amount,Currency,Transaction Reference ID,Product Title,Product Code'
  const rows = Array.from({ length: lines }, (_, index) => `97.00,0.00,97.00,USD,${name}${index},Anchor,p1`)
  writeFileSync(`${name}.csv`, `${[header, ...rows].join('\n')}\n`)
  return `${name}.csv`
}

/** Fills the disk but for so many bytes. */
function fill(left: number): void {
  const file = openSync('disk/fill', 'w')
  for (const size of [1 << 16, 1 << 12]) {
    const block = Buffer.alloc(size)
    try {
      while (true) writeSync(file, block)
    } catch {
      // It is full.
    }
  }
  closeSync(file)
  truncateSync('disk/fill', statSync('disk/fill').size - left)
}

async function ended<Result>(job: Promise<{ next(): Promise<IteratorResult<unknown, Result>> }>): Promise<Result> {
  const iterator = await job
  while (true) {
    const next = await iterator.next()
    if (next.done) return next.value
  }
}

async function say(what: string, work: () => Promise<unknown>): Promise<void> {
  const said = await work().then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  process.stdout.write(`${what}: ${said}\n`)
}

async function sayWhole(): Promise<void> {
  const history = await client.imports.history()
  const { rows } = await client.queries.totals({ name: 'reconciliation' })
  process.stdout.write(`whole: ${history.length} imports, ${rows} keys\n`)
}

await client.books.open({ path, create: true })
await ended(client.imports.run({ paths: [report('A', 2000)] }))
for (const left of [0, 300_000, 1_000_000, 3_000_000]) {
  fill(left)
  // The guard of the book goes first, and the room that it leaves is not to be had either.
  await client.books.configure({ tolerance: '0.02' }).catch(() => undefined)
  fill(left)
  await say('reconcile', () => ended(client.reconciliation.run({ asOf: '2022-01-01' })))
  await say('configure', () => client.books.configure({ tolerance: '0.05' }))
  await say('undo', async () => {
    await client.imports.undo({ importId: 1 })
    await ended(client.imports.redo())
  })
  await say('import', () => ended(client.imports.run({ paths: [report('B', 20_000)] })))
  await say('export', () => ended(client.exports.workbook({ path: 'disk/a.xlsx' })))
  await say('rows', () => ended(client.exports.rows({ name: 'billed_lines', format: 'csv', path: 'disk/a.csv' })))
  await say('page', () => client.queries.page({ name: 'reconciliation', offset: 0, limit: 2 }))
  await say('new book', () => client.books.open({ path: 'disk/new.tieout', create: true }))
  await say('open', () => client.books.open({ path }))
  for (const name of ['fill', 'new.tieout', 'a.xlsx', 'a.csv']) rmSync(`disk/${name}`, { force: true })
  // What was undone before there was no room to put it back.
  if ((await client.imports.history()).length === 0) await ended(client.imports.run({ paths: ['A.csv'] }))
  await sayWhole()
}
await client.books.backUp()
fill(0)
await client.books.close()
await say('open', () => client.books.open({ path }))
const [backup] = await client.books.backups({ path })
await say('restore', () => ended(client.books.restore({ path, backup: backup?.id ?? '' })))
rmSync('disk/fill')
await client.books.open({ path })
await sayWhole()
await ended(client.imports.run({ paths: [report('C', 10)] }))
await sayWhole()
await service.close()
process.stdout.write(`left: ${readdirSync('disk').join(' ')}; log: ${existsSync(`${path}.wal`)}\n`)
