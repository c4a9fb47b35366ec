import { describe, expect, it } from 'vitest'
import { pagesAcross } from '../../main/export/page.ts'

describe('the columns of a sheet on paper', () => {
  it('that fit one page stand on one, at full size', () => {
    expect(pagesAcross([10, 40, 20, 60], 1)).toEqual({ scale: 100, ends: [], repeated: 1 })
  })

  it('that fit one page when they are a little smaller stand on one', () => {
    const { scale, ends } = pagesAcross([10, 40, 20, 60, 40], 1)
    expect(ends).toEqual([])
    expect(scale).toBe(85)
  })

  it('that fit none stand on several, none of them smaller than can be read, each with the key', () => {
    const widths = [10, 40, ...Array.from({ length: 30 }, () => 16)]
    const { scale, ends, repeated } = pagesAcross(widths, 2)
    expect(scale).toBeGreaterThanOrEqual(70)
    const bounds = [-1, ...ends, widths.length - 1]
    const pages = bounds.slice(1).map((end, index) => widths.slice((bounds[index] ?? 0) + 1, end + 1))
    expect(pages.length).toBe(4)
    const room = (145 * 100) / scale
    pages.forEach((page, index) => {
      const own = page.reduce((sum, width) => sum + width, 0)
      expect(own + (index === 0 ? 0 : 50)).toBeLessThanOrEqual(room)
    })
    expect(repeated).toBe(2)
  })

  it('one of which is wider than a page stands alone with the key', () => {
    expect(pagesAcross([10, 400, 20], 1).ends).toEqual([1])
  })
})
