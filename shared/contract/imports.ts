import { z } from 'zod'

export const sectionResult = z.object({
  /** Id of the section in the catalogue, for example `dis1`. */
  section: z.string(),
  /** Title of its report, for example `Disbursement report`. */
  report: z.string(),
  title: z.string(),
  rows: z.number(),
  refused_rows: z.number(),
  header_line: z.number(),
  /** Why the file was taken for this section. */
  because: z.string(),
})

/** One refused record; `column` is null when the record as a whole does not fit. At most a hundred are listed. */
export const refusalResult = z.object({
  line: z.number(),
  column: z.string().nullable(),
  reason: z.string(),
})

/** What became of one file; counts are records, so a record with line breaks inside is one line read. */
export const fileResult = z.object({
  path: z.string(),
  sha256: z.string().nullable(),
  bytes: z.number(),
  sections: z.array(sectionResult).readonly(),
  lines_read: z.number(),
  rows_kept: z.number(),
  header_lines: z.number(),
  /** Titles, totals and trailers together; each is listed in `other_lines`. */
  title_lines: z.number(),
  blank_lines: z.number(),
  refused_rows: z.number(),
  /**
   * `listed-twice` adds nothing to another file that is listed with it; `replaced` is a former version of a month's file,
   * of which only its account stays in the book.
   */
  status: z.enum(['imported', 'already-imported', 'listed-twice', 'unrecognised', 'failed', 'replaced']),
  reason: z.string().nullable(),
  /** `YYYY-MM-DD`, null when unknown. */
  delivery_date: z.string().nullable(),
  date_source: z.enum(['meta.json', 'file name', 'given', 'deposit date', 'unknown', 'not needed']),
  /** Of a data feed: which former version of the same month's file it takes the place of, and what that changes. */
  replaces: z.string().nullable(),
  /** Hash of the file of the book, or of the list, in which all of its rows stand, where that is another one than itself. */
  stands_in: z.string().nullable(),
  /** Of a file that is no report: id of the section that it comes nearest to, where there is one. */
  nearest: z.string().nullable(),
  /** Who said what it is, where not its headings alone did: a person, now or of a file with the same headings before. */
  told: z.enum(['chosen', 'remembered']).nullable(),
  warnings: z.array(z.string()).readonly(),
  other_lines: z.array(z.object({ line: z.number(), kind: z.string(), text: z.string() })).readonly(),
  refusals: z.array(refusalResult).readonly(),
})
export type FileResult = z.infer<typeof fileResult>

/** The sum of a section's net column in one file, per currency; a decimal string. */
export const fileTotal = z.object({
  path: z.string(),
  section: z.string(),
  /** The column that was added up, for example `net_amount`. */
  column: z.string(),
  currency: z.string().nullable(),
  sum: z.string(),
})

/** What a person says that files are. */
export const choice = z.object({
  /** Id of a section; null for what the headings say, whatever was remembered of such files. */
  section: z.string().max(100).nullable(),
  /** The file, folder or archive that is meant; every file of the call when absent. */
  path: z.string().max(4096).optional(),
})
export type Choice = z.infer<typeof choice>

/** What files are, before anything enters the book. */
export const recognition = z.object({
  files: z.array(fileResult).readonly(),
  totals: z.array(fileTotal).readonly(),
})
export type Recognition = z.infer<typeof recognition>

export const importResult = z.object({
  /** The number by which this import can be undone; null when nothing new came in. */
  importId: z.number().nullable(),
  files: z.array(fileResult).readonly(),
})
export type ImportResult = z.infer<typeof importResult>

export const undoPreview = z.object({
  importId: z.number(),
  importedAt: z.string(),
  /** Those that could not be read are among them; they have no rows. */
  files: z
    .array(
      z.object({
        path: z.string(),
        sha256: z.string().nullable(),
        status: z.string(),
        rows: z.number(),
        refused_rows: z.number(),
      }),
    )
    .readonly(),
  rows: z.number(),
  refused_rows: z.number(),
  /** Former versions of month files, which come back with so many rows. */
  returning: z.array(z.object({ path: z.string(), rows: z.number() })).readonly(),
})
export type UndoPreview = z.infer<typeof undoPreview>

/** One import of the book's history, the newest first. */
export const importEntry = z.object({
  importId: z.number(),
  /** ISO 8601, UTC. */
  importedAt: z.string(),
  files: z.array(
    z.object({
      path: z.string(),
      sha256: z.string().nullable(),
      status: z.string(),
      reason: z.string().nullable(),
      sections: z.string().nullable(),
      delivery_date: z.string().nullable(),
      rows: z.number(),
      refused_rows: z.number(),
    }),
  ),
  rows: z.number(),
  refused_rows: z.number(),
})
/** Whether a file of an import came into the book, be it that a newer version has taken its place since. */
export function hasEntered({ status }: { readonly status: string }): boolean {
  return status === 'imported' || status === 'replaced'
}
export type ImportEntry = z.infer<typeof importEntry>

/** A step of long work, as it is shown while it runs. */
export const progress = z.object({
  step: z.string(),
  done: z.number(),
  total: z.number().nullable(),
  unit: z.enum(['bytes', 'rows', 'steps', 'objects']),
  file: z.string().optional(),
  /** How many of the files are done, where their number is known beforehand. */
  files: z.object({ done: z.number(), total: z.number() }).optional(),
})
export type Progress = z.infer<typeof progress>

/** A file of a list that may still be read: until then its head has told what it is, and no count means anything. */
export const listedFile = fileResult.extend({ status: z.enum([...fileResult.shape.status.options, 'reading']) })
export type ListedFile = z.infer<typeof listedFile>

/** News of a list on its way: lines that are new or say more than before, by their path, and paths that are none. */
export const listNews = z.object({
  listed: z.array(listedFile).readonly(),
  /** Sums of the listed files that are read. */
  totals: z.array(fileTotal).readonly(),
  /** Archives, in whose place the files inside them are listed. */
  gone: z.array(z.string()).readonly(),
})
export type ListNews = z.infer<typeof listNews>

/** How far a list has come, and what is known of its files since the last time. */
export const listProgress = progress.extend({ news: listNews.optional() })
