import { expect, test } from 'vitest'
import { formatsOf } from '../../renderer/formats/formats.ts'
import { gridColumn, kindOf } from '../../renderer/grid/column-kind.ts'
import { cellWriter } from '../../renderer/grid/shown-cell.ts'
import { openSampleBook } from '../queries/sample-book.ts'

/** Columns whose words are those of AWS, of a file, or of the bytes in it. */
const ofFiles = new Set(['currency', 'encoding', 'format', 'delimiter', 'product_code', 'unit', 'month', 'basis'])
/** Small letters joined by hyphens or underscores, and the ids of sections. */
const code = /^(?!\S*\.)([a-z]+([-_][a-z]+)+|[a-z]{2,3}\d)(, ([a-z]+([-_][a-z]+)+|[a-z]{2,3}\d))*(: |$)/

test('no grid of what is worked out shows a code of the core', async () => {
  const { app, close } = await openSampleBook()
  const formats = { ...formatsOf('en-US'), privacy: false }
  const told: Record<'raw' | 'shown', Set<string>> = { raw: new Set(), shown: new Set() }
  try {
    for (const { name, category } of await app.grids.entries()) {
      if (category !== 'Reconciliation' && category !== 'Data feeds') continue
      const { rows } = await app.grids.page({ name, offset: 0, limit: 1000 })
      for (const answered of await app.grids.columns(name)) {
        const column = gridColumn(name, answered)
        if (ofFiles.has(column.name) || column.type !== 'text' || kindOf(column) === 'id') continue
        const write = cellWriter(column, formats)
        for (const row of rows) {
          const value = row[column.name]
          if (code.test(String(value ?? ''))) told.raw.add(`${name}.${column.name}: ${value}`)
          if (code.test(write(value, row))) told.shown.add(`${name}.${column.name}: ${value}`)
        }
      }
    }
  } finally {
    await close()
  }
  expect(told.raw.size).toBeGreaterThan(40)
  expect([...told.shown]).toEqual([])
})
