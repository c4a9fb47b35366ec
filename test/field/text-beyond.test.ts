import { expect, test } from 'vitest'
import { billedHeader, billedLine, dis1Header, dis1Line, importTexts, workbookOf } from './tables.ts'

test('a note to the right of the last heading leaves its row in, and is named', async () => {
  const lines = [billedHeader, billedLine('T1', '9.70'), `${billedLine('T2', '19.40')},,checked by me`]
  const padded = [`${billedHeader},`, `${billedLine('T1', '9.70')},`, `${billedLine('T2', '19.40')},checked by me`]
  for (const file of [
    { 'billed.xlsx': await workbookOf({ One: [...lines.slice(0, 2), `${billedLine('T2', '19.40')},checked by me`] }) },
    { 'billed.csv': padded.join('\n') },
    { 'billed.csv': lines.join('\n') },
  ]) {
    const { files, billed } = await importTexts(file)
    expect(billed).toBe('29.10')
    expect(files[0]).toMatchObject({ rows_kept: 2, refused_rows: 0 })
    expect(files[0]?.warnings).toEqual([
      'Text to the right of the last heading, which belongs to no column: line 3: "checked by me".',
    ])
  }
})

test('a comma too many moves the cells, and its row is refused', async () => {
  const moved = dis1Line('T2', '1.00', 'Anchor, large')
  for (const [header, line] of [
    [dis1Header, dis1Line('T1', '1.00')],
    [`${dis1Header},,`, `${dis1Line('T1', '1.00')},,`],
  ]) {
    const { files, disbursed } = await importTexts({
      'disbursed_amount_by_product_2026-06-27.csv': [header, line, moved, `${moved},`].join('\n'),
    })
    expect(files[0]).toMatchObject({ rows_kept: 1, refused_rows: 2 })
    expect(disbursed).toBe('1.00')
  }
})
