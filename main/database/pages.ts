/**
 * The file of a database as far as Tieout looks into it: three headers, the last two of which take turns, then blocks,
 * each behind a checksum of what follows in it (DuckDB, "Storage", and `src/common/checksum.cpp`).
 */

/** Bytes of one header. */
export const headerBytes = 4096
/** Where the first block begins. */
export const firstBlock = 3 * headerBytes

/** Bytes of a block, as the headers at the beginning of a file tell; null for headers of another form. */
export function blockBytesOf(head: Buffer): number | null {
  const bytes = Number(head.readBigUInt64LE(headerBytes + 40))
  return isBlockSize(bytes) ? bytes : null
}

/** A header of another form is left to the database to judge. */
export const isBlockSize = (bytes: number): boolean => bytes >= 16_384 && bytes <= 1 << 24

/** Whether a block, as it stands in the file, is what was written as one. */
export function isWholeBlock(block: Buffer): boolean {
  let sum = 5381n
  for (let at = 8; at < block.length; at += 8) sum ^= BigInt.asUintN(64, block.readBigUInt64LE(at) * factor)
  return sum === block.readBigUInt64LE(0)
}

const factor = 0xbf58476d1ce4e5b9n
