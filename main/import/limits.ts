/** What is too much for any report: beyond it a file is refused with a sentence, before it costs the machine. */
export const limits = {
  /** Files in one archive, those in the archives in it included. */
  archiveEntries: 10_000,
  /** Bytes that one file may unpack to in all. */
  unpackedBytes: 16 * 2 ** 30,
  /** How many times its own size a file may unpack to; text of a report comes to a tenth or a fiftieth. */
  unpackedRatio: 400,
  /** Bytes to which any file may unpack, however small it is. */
  unpackedAnyway: 256 * 2 ** 20,
  /** How deep archives in archives are opened. */
  nestedArchives: 3,
  /** Rows times columns of a Parquet file. */
  parquetCells: 2_000_000_000,
}
