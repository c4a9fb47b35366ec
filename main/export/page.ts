import type { AddWorksheetOptions } from 'exceljs'

/** How every sheet prints: landscape, as wide as the paper, the header again on each page, its title at the top. Without
 * a header row: one page. */
export function pageSettings(headerRow: number | null): Partial<AddWorksheetOptions> {
  return {
    pageSetup: {
      // A4
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      // A table takes as many pages as it needs; the summary is one.
      fitToHeight: headerRow === null ? 1 : 0,
      margins: { left: 0.4, right: 0.4, top: 0.7, bottom: 0.6, header: 0.3, footer: 0.3 },
      ...(headerRow === null ? {} : { printTitlesRow: `${headerRow}:${headerRow}` }),
    },
    headerFooter: {
      oddHeader: '&L&"Arial,Bold"&10&A&R&"Arial,Regular"&9Tieout',
      oddFooter: '&L&"Arial,Regular"&9&F&R&"Arial,Regular"&9Page &P of &N',
    },
  }
}
