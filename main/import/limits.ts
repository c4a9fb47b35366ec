/**
 * How much one file may ask for. A small file can unpack to more than any memory or disk holds: one that goes beyond a
 * limit is refused by itself, with a sentence, and the rest of its import comes in. Real reports stay far below.
 */
export interface Limits {
  /** Files in one archive, those in the archives in it included. */
  readonly archiveEntries: number
  /** Bytes that one file may unpack to in all. */
  readonly unpackedBytes: number
  /** How many times its own size a file may unpack to; text of a report comes to a tenth or a fiftieth. */
  readonly unpackedRatio: number
  /** Bytes to which any file may unpack, however small it is. */
  readonly unpackedAnyway: number
  /** How deep archives in archives are opened. */
  readonly nestedArchives: number
  /** Rows times columns of a Parquet file. */
  readonly parquetCells: number
  /** Parts that a workbook is packed of. */
  readonly workbookParts: number
  /** Bytes that the parts of a workbook unpack to, all together; less for a small file (`unpackedRatio`). */
  readonly workbookBytes: number
  /** Bytes of each list in a workbook (its sheets, its styles, what belongs to it): they are held in memory whole. */
  readonly listBytes: number
  /** Sheets of a workbook; spreadsheet programs become unusable long before. */
  readonly sheets: number
  /** Rows of all sheets of a workbook, the empty ones between them included. */
  readonly rows: number
  /** Rows of a workbook that reach beyond the column `wideColumn`; no report does. */
  readonly wideRows: number
  readonly wideColumn: number
  /** Characters of one cell; Excel allows 32,767. Also what any other piece of a workbook's XML may have. */
  readonly cellText: number
  /** Characters of one row. */
  readonly rowText: number
  /** Bytes of memory for the texts that the cells of a workbook share. */
  readonly sharedTexts: number
  /**
   * Bytes of the sheets of a workbook as text, all together: one shared text may stand in any number of cells. Less
   * for a small file (`unpackedRatio`).
   */
  readonly sheetText: number
}

const mebibyte = 2 ** 20
const gibibyte = 2 ** 30

/** The limits where nobody has set others. */
export const limits: Limits = {
  archiveEntries: 10_000,
  unpackedBytes: 16 * gibibyte,
  unpackedRatio: 400,
  unpackedAnyway: 256 * mebibyte,
  nestedArchives: 3,
  parquetCells: 2_000_000_000,
  workbookParts: 10_000,
  workbookBytes: 8 * gibibyte,
  listBytes: 64 * mebibyte,
  sheets: 500,
  rows: 10_485_760,
  wideRows: 1_000,
  wideColumn: 1_024,
  cellText: 4 * mebibyte,
  rowText: 16 * mebibyte,
  sharedTexts: 512 * mebibyte,
  sheetText: 4 * gibibyte,
}

/** What lies in the nature of things, and is no wider for a larger machine. */
const fixed: ReadonlySet<string> = new Set(['wideColumn', 'nestedArchives'])

/** All limits, `times` as wide: for a person who knows the file, and the memory and disk that there are. */
export function limitsTimes(times = 1): Limits {
  const wider = Object.entries(limits).map(([name, limit]) => [name, fixed.has(name) ? limit : limit * times])
  return { ...limits, ...Object.fromEntries(wider) }
}

/** For a file that was let in before: what it needs is known to be at hand. */
export const noLimits = limitsTimes(Number.POSITIVE_INFINITY)

const raise = 'If it is right all the same, import it on the command line with --limits-times 10.'

/** The end of a sentence about a limit: how to have the file read in spite of it. */
export function beyondLimit(what: string): string {
  return `${what}: that is more than a report has, and it may be made to do harm. ${raise}`
}

/** A number as a person reads it. */
export function shown(count: number): string {
  return count.toLocaleString('en-US')
}
