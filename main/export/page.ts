import type { AddWorksheetOptions } from 'exceljs'
import { columnLetters } from './formulas.ts'

/** What every page says of the workbook that it belongs to. */
export interface PageCaption {
  /** The name of the book, as the person knows it. */
  readonly book: string
  readonly asOf: string
}

/** How the columns of a sheet lie on its pages, side by side. */
export interface PagesAcross {
  /** In percent. */
  readonly scale: number
  /** Places of the columns with which a page ends. */
  readonly ends: readonly number[]
  /** Columns at the left that stand on every page. */
  readonly repeated: number
}

/** Characters of the default font between the margins of A4 landscape, as printed at full size. */
const pageWidth = 145
/** Smaller figures are hard to read on paper. */
const smallest = 70

/**
 * Lays the columns on as few pages side by side as can be read, as large as they allow. `widths` are in characters; of the
 * columns the first `repeated` stand on every page. `largest` is in percent.
 */
export function pagesAcross(widths: readonly number[], repeated: number, largest = 100): PagesAcross {
  const fewest = endsAt(smallest, widths, repeated).length
  let scale = largest
  while (scale > smallest && endsAt(scale, widths, repeated).length > fewest) scale -= 1
  return { scale, ends: endsAt(scale, widths, repeated), repeated }
}

function endsAt(scale: number, widths: readonly number[], repeated: number): number[] {
  const room = (pageWidth * 100) / scale
  const kept = widths.slice(0, repeated).reduce((sum, width) => sum + width, 0)
  const ends: number[] = []
  let used = 0
  widths.forEach((width, index) => {
    if (used + width > room && index > repeated) {
      ends.push(index - 1)
      used = kept
    }
    used += width
  })
  return ends
}

/**
 * How every sheet prints: A4 landscape, with the name of the sheet, the book, its day and the number of the page. Of a
 * table the header and the key stand on each page; `headerRow` is null for a sheet without one.
 */
export function pageSettings(
  headerRow: number | null,
  { scale, repeated }: Pick<PagesAcross, 'scale' | 'repeated'>,
  { book, asOf }: PageCaption,
): Partial<AddWorksheetOptions> {
  return {
    pageSetup: {
      // A4
      paperSize: 9,
      orientation: 'landscape',
      scale,
      // The pages of one row lie one behind the other.
      pageOrder: 'overThenDown',
      margins: { left: 0.4, right: 0.4, top: 0.7, bottom: 0.6, header: 0.3, footer: 0.3 },
      ...(headerRow === null ? {} : { printTitlesRow: `${headerRow}:${headerRow}` }),
      ...(repeated > 0 ? { printTitlesColumn: `A:${columnLetters(repeated - 1)}` } : {}),
    },
    headerFooter: {
      oddHeader: `&L${bold}&A&R${plain}${printed(book)}, as of ${printed(asOf)}`,
      oddFooter: `&L${plain}Tieout&R${plain}Page &P of &N`,
    },
  }
}

// The font stands behind its size: digits of a text would otherwise belong to the size.
const bold = '&10&"Arial,Bold"'
const plain = '&9&"Arial,Regular"'

/** In headers and footers `&` begins a code. */
function printed(text: string): string {
  return text.replaceAll('&', '&&')
}
