import { copyFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { canMount, onOwnDisk } from '../faults/own-disk.ts'
import { builtProgram } from '../packaging/programs.ts'
import { sourceAt, startSynced, useBuckets } from './buckets.ts'

const buckets = useBuckets()

/** One byte more than five pages: a disk that keeps whole pages needs a fifth more than the sizes add up to. */
const bytes = 5 * 4096 + 1

/** A report of one line, as long as that. */
function reportOf(reference: string): string {
  const header =
    'Customer Billed Amount,AWS Listing Fee,Partner Revenue Amount,Currency,Transaction Reference ID,Product Title'
  const text = `${header}\n97.00,0.00,97.00,USD,${reference},\n`
  return text.replace(/\n$/, `${'A'.repeat(bytes - text.length)}\n`)
}

test.skipIf(!canMount)(
  'a disk that fills up while objects are fetched is said; the next sync goes on from there',
  async () => {
    const names = Array.from({ length: 20 }, (_, index) => `report-${String(index).padStart(2, '0')}`)
    const bucket = buckets.create(Object.fromEntries(names.map((name) => [`${name}.csv`, reportOf(name)])))
    const { client, at, book, dataFolder } = await startSynced(sourceAt(buckets, bucket))
    await client.books.close()
    copyFileSync(book, at('empty.tieout'))
    const sync = `'${process.execPath}' '${await builtProgram('cli')}' sync acme --book disk/a.tieout`
    const said = await onOwnDisk(
      at('.'),
      64,
      `cp empty.tieout disk/a.tieout
     dd if=/dev/zero of=disk/fill bs=4096 2> dd
     truncate -s -${20 * bytes + 30_000} disk/fill
     ${sync} 2>&1; echo "code $?"; ls disk
     rm disk/fill
     ${sync} --json; echo "code $?"; ls disk`,
      { TIEOUT_DATA: dataFolder },
    )
    const [, first = '', second = '', left = ''] =
      /^([\s\S]*?code \d\n[\s\S]*?)(\{[\s\S]*\})\n([\s\S]*)$/.exec(said) ?? []
    expect(first).toMatch(/^The disk is full\..*\ncode 6\na\.tieout\na\.tieout\.sync\nfill\n$/)
    const result = JSON.parse(second) as {
      fetched: { objects: number }
      files: { status: string; rows_kept: number }[]
    }
    expect(result.files.map(({ status, rows_kept }) => [status, rows_kept])).toEqual(names.map(() => ['imported', 1]))
    expect(result.fetched.objects).toBeLessThan(names.length)
    expect(left).toBe('code 0\na.tieout\na.tieout.files\n')
  },
)
