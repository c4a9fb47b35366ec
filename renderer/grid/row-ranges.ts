/** Rows of one answer by their place in it: ranges in order that neither touch nor overlap, both ends included. */
export type RowRanges = readonly (readonly [first: number, last: number])[]

/** How many rows the ranges hold. */
export function rowsIn(ranges: RowRanges): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0)
}

/** Whether a row is in the ranges. */
export function hasRow(ranges: RowRanges, row: number): boolean {
  return ranges.some(([first, last]) => row >= first && row <= last)
}

/** The ranges and the rows between two rows, in whatever order these are given. */
export function withRows(ranges: RowRanges, one: number, other: number): RowRanges {
  const added = [Math.min(one, other), Math.max(one, other)] as const
  const sorted = [...ranges, added].toSorted((a, b) => a[0] - b[0])
  const merged: [number, number][] = []
  for (const [first, last] of sorted) {
    const previous = merged.at(-1)
    if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last)
    else merged.push([first, last])
  }
  return merged
}

/** The ranges without one row. */
export function withoutRow(ranges: RowRanges, row: number): RowRanges {
  return ranges.flatMap(([first, last]) => {
    if (row < first || row > last) return [[first, last] as const]
    const parts: (readonly [number, number])[] = []
    if (first < row) parts.push([first, row - 1])
    if (row < last) parts.push([row + 1, last])
    return parts
  })
}

/** The ranges as pages of at most `limit` rows, to be asked for one after the other. */
export function pagesOf(ranges: RowRanges, limit: number): { offset: number; limit: number }[] {
  return ranges.flatMap(([first, last]) => {
    const pages: { offset: number; limit: number }[] = []
    for (let offset = first; offset <= last; offset += limit)
      pages.push({ offset, limit: Math.min(limit, last - offset + 1) })
    return pages
  })
}
