import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openApp } from '../../main/app.ts'
import { feedCsv, feedPath } from '../import/feed-files.ts'
import { newFolder, write } from '../import/books.ts'

test('deliveries have the same numbers in whatever order their files came, also where files have the same bytes', async () => {
  const folder = newFolder()
  const months = ['2026-04', '2026-05', '2026-06']
  const files = ['address_feed', 'tax_item_feed'].flatMap((feed) =>
    months.map((month) => write(folder, feedPath(feed, month), feedCsv(feed, []))),
  )
  const numbered = async (name: string, paths: readonly string[]): Promise<string[]> => {
    const app = await openApp({ book: join(newFolder(), name) })
    try {
      for (const path of paths) await app.import([path])
      const found: string[] = []
      for await (const rows of (await app.query('deliveries')).stream)
        for (const { delivery_id: id, report, coverage_start: from } of rows) found.push(`${id} ${report} ${from}`)
      return found.toSorted()
    } finally {
      await app.close()
    }
  }
  const expected = await numbered('one.tieout', files)
  expect(expected).toHaveLength(6)
  expect(await numbered('two.tieout', files.toReversed())).toEqual(expected)
  expect(
    await numbered(
      'three.tieout',
      [1, 5, 0, 3, 4, 2].map((index) => files[index] ?? ''),
    ),
  ).toEqual(expected)
})
