import { expect, test } from 'vitest'
import { bytesRead, linesOf, noLines, withNews } from '../../renderer/session/list-news.ts'
import type { ListedFile } from '../../shared/contract/imports.ts'

const line = (path: string, status: ListedFile['status'] = 'reading', bytes = 10): ListedFile => ({
  path,
  sha256: null,
  bytes,
  sections: [],
  lines_read: 0,
  rows_kept: 0,
  header_lines: 0,
  title_lines: 0,
  blank_lines: 0,
  refused_rows: 0,
  status,
  reason: null,
  delivery_date: null,
  date_source: 'unknown',
  replaces: null,
  stands_in: null,
  nearest: null,
  told: null,
  warnings: [],
  other_lines: [],
  refusals: [],
})
const names = ({ files }: { files: readonly ListedFile[] }): string[] =>
  files.map(({ path, status }) => `${path} ${status}`)

test('news change a line where it stands, and the files of an archive take its place', () => {
  const first = withNews(noLines, {
    listed: [line('/r/a.csv'), line('/r/b.zip'), line('/r/c.csv')],
    totals: [],
    gone: [],
  })
  const inside = [line('/r/b.zip/1.csv'), line('/r/b.zip/2.csv')]
  const second = withNews(first, { listed: [line('/r/c.csv', 'imported'), ...inside], totals: [], gone: ['/r/b.zip'] })
  expect(names(second)).toEqual([
    '/r/a.csv reading',
    '/r/b.zip/1.csv reading',
    '/r/b.zip/2.csv reading',
    '/r/c.csv imported',
  ])
  expect(bytesRead(second, { path: '/r/a.csv', bytes: 4 })).toBe(14)
  expect(names(linesOf(second, ['/r/b.zip', '/r/c.csv/']))).toHaveLength(2)
})
