import { isHeaderCell } from './headers.ts'
import { announcesSection, isTotalLabel, kindOfNote } from './noise.ts'
import { endOfCell, firstFilled, hasDigit } from './records.ts'

const maximumCandidates = 20_000

/**
 * Tells records that are plainly data of the section above from those that need a closer look: a header, total or title
 * shows in one of its first two filled cells, or in having no digit at all. It takes a record as `bytes[start, end)`.
 */
export function createDataTest(delimiter: string): (bytes: Buffer, start: number, end: number) => boolean {
  const delimiterByte = delimiter.charCodeAt(0)
  // Most records begin with a cell seen before or one that is plainly no label; both are answered from here.
  const candidates = new Map<string, boolean>()

  const isCandidate = (bytes: Buffer, start: number, end: number): boolean => {
    if (isIdOrFigure(bytes, start, end)) return false
    const cell = bytes.toString('utf8', start, end)
    if (/\d/.test(cell) && !/[\s_]/.test(cell)) return false
    const known = candidates.get(cell)
    if (known !== undefined) return known
    const answer = isHeaderCell(cell) || isTotalLabel(cell) || announcesSection(cell) || kindOfNote(cell) === 'trailer'
    if (candidates.size >= maximumCandidates) candidates.clear()
    candidates.set(cell, answer)
    return answer
  }

  return (bytes, start, end) => {
    const first = firstFilled(bytes, start, end, delimiterByte)
    const firstEnd = endOfCell(bytes, first, end, delimiterByte)
    const second = firstFilled(bytes, firstEnd, end, delimiterByte)
    const secondEnd = endOfCell(bytes, second, end, delimiterByte)
    if (isCandidate(bytes, first, firstEnd) || isCandidate(bytes, second, secondEnd)) return false
    return hasDigit(bytes, start, end)
  }
}

/**
 * Ids, dates and amounts, which differ from row to row: a heading or label with a digit in it has a blank too. False for
 * some of them as well.
 */
function isIdOrFigure(bytes: Buffer, start: number, end: number): boolean {
  let digits = false
  for (let index = start; index < end; index++) {
    const byte = bytes[index] as number
    if (byte >= 48 && byte <= 57) digits = true
    else if (byte <= 32 || byte === 95 || byte >= 128) return false
  }
  return digits
}
