import Papa from 'papaparse'

/** The cells of one record; quotes are taken off. */
export function parseRecord(record: string, delimiter: string): string[] {
  return Papa.parse<string[]>(record, { delimiter, newline: '\n', quoteChar: '"' }).data.flat()
}

/** A cell as the block files hold it: always in quotes, which no content can break. */
export function quoteCell(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`
}

/** Where the first cell begins in which something stands. */
export function firstFilled(bytes: Buffer, start: number, end: number, delimiter: number): number {
  let index = start
  while (index < end && (bytes[index] === delimiter || bytes[index] === 34 || bytes[index] === 32)) index++
  return index
}

/** Where the cell ends that begins at `start`. */
export function endOfCell(bytes: Buffer, start: number, end: number, delimiter: number): number {
  let index = start
  while (index < end && bytes[index] !== delimiter && bytes[index] !== 34) index++
  return index
}

/** Whether a digit stands anywhere in a record. */
export function hasDigit(bytes: Buffer, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const byte = bytes[index] as number
    if (byte >= 48 && byte <= 57) return true
  }
  return false
}
