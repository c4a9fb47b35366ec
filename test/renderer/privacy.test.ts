import { expect, test } from 'vitest'
import { formatsOf } from '../../renderer/formats/formats.ts'
import { valueWriter } from '../../renderer/grid/shown-cell.ts'
import { finished, startWithSample } from '../service/services.ts'

/** The customers of the sample. */
const customer = /Example (Inc|Ltd)/
/** Units and rates are no amounts. */
const quantities = new Set(['decimal', 'percent'])
const amount = /\d,\d{3}\.\d{2}|\b\d+\.\d{2}\b/

test('privacy mode leaves no customer name and no amount in any cell of the sample', async () => {
  const { client } = await startWithSample()
  await finished(client.books.openSample())
  await finished(client.imports.run({ paths: ['assets/sample-feeds'] }))
  const leaks = async (privacy: boolean): Promise<string[]> => {
    const formats = { ...formatsOf('en-US'), privacy }
    const found = new Set<string>()
    for (const { name } of await client.queries.list()) {
      const columns = await client.queries.columns({ name })
      const { rows } = await client.queries.page({ name, offset: 0, limit: 1000 })
      for (const column of columns) {
        const write = valueWriter(column, formats)
        const isTelling = (text: string): boolean =>
          customer.test(text) || (amount.test(text) && !quantities.has(column.type))
        const told = rows.map((row) => write(row[column.name])).find(isTelling)
        if (told !== undefined) found.add(`${name}.${column.name}: ${told}`)
      }
    }
    return [...found]
  }
  expect((await leaks(false)).length).toBeGreaterThan(50)
  expect(await leaks(true)).toEqual([])
})
