import { expect, test } from 'vitest'
import { figureNames, figurePlace, isNearest } from '../../renderer/screens/overview/targets.ts'
import { exact } from '../queries/oracle.ts'
import { type Client, billedReport, finished, start, startWithSample } from '../service/services.ts'

// The way from a figure of the Overview to its rows: they are the figure, or it is said that they are only near to it.

const summed = {
  billed: 'net',
  collected: 'net',
  disbursed: 'net',
  banked: 'net',
  open: 'open_net',
  past_due: 'open_net',
} as const

/** Each figure beside the sum over the rows to which it leads, and of those the ones that make it up. */
async function comparison(client: Client) {
  const { figures } = await client.queries.overview()
  const found = figures.flatMap((row) => figureNames.map((name) => ({ name, row })))
  return Promise.all(
    found.map(async ({ name, row: { currency, [name]: figure } }) => {
      const { query = '', filters = [] } = figurePlace(name, currency)
      const { rows } = await client.queries.page({ name: query, filters, offset: 0, limit: 1000 })
      const isPart = (row: (typeof rows)[number]): boolean =>
        name !== 'banked' || row['bank_trace_id'] !== null || row['section'] === 'dis1'
      const sum = rows.filter(isPart).reduce((total, row) => total + exact(String(row[summed[name]])), 0n)
      return { name, currency, figure: figure === null ? null : exact(figure), sum, rows: rows.length }
    }),
  )
}

test.each([null, '2026-06-30'])('in the sample the rows add up to each figure (as of %s)', async (asOf) => {
  const { client } = await startWithSample()
  await finished(client.books.openSample())
  await client.books.configure({ asOf })
  expect((await client.queries.overview()).asOf).toBe(asOf ?? '2026-08-13')
  const compared = await comparison(client)
  expect(compared.length).toBe(3 * figureNames.length)
  for (const { name, currency, figure, sum, rows } of compared) {
    expect(rows).toBeLessThan(1000)
    // Of banked the lines without a deposit are left out above; collected is more than was disbursed, or the same.
    if (name === 'collected') expect({ name, currency, isLess: sum > (figure ?? 0n) }).toMatchObject({ isLess: false })
    else expect({ name, currency, sum }).toEqual({ name, currency, sum: figure })
  }
  expect(figureNames.filter(isNearest)).toEqual(['collected', 'banked'])
})

test('lines without a date count in the figure, and stand among its rows', async () => {
  const { client, at, file } = await start()
  await client.books.open({ path: at('a.tieout'), create: true })
  const undated = file('billed.csv', billedReport([['T1', '5.00']]))
  const dated = file('billed_report_2022-08-15.csv', billedReport([['T2', '7.00']]))
  await finished(client.imports.run({ paths: [undated, dated] }))
  const billed = (await comparison(client)).find(({ name }) => name === 'billed')
  expect(billed).toMatchObject({ figure: exact('12.00'), sum: exact('12.00'), rows: 2 })
})
