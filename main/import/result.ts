/** What became of one file; counts are records, so a record with line breaks inside is one line read. */
export interface FileResult {
  readonly path: string
  readonly sha256: string | null
  readonly bytes: number
  readonly sections: readonly SectionResult[]
  readonly lines_read: number
  readonly rows_kept: number
  readonly header_lines: number
  /** Titles, totals and trailers together; each is listed in `other_lines`. */
  readonly title_lines: number
  readonly blank_lines: number
  readonly refused_rows: number
  readonly status: 'imported' | 'already-imported' | 'unrecognised' | 'failed'
  readonly reason: string | null
  /** `YYYY-MM-DD`, null when unknown. */
  readonly delivery_date: string | null
  readonly date_source: 'meta.json' | 'file name' | 'given' | 'deposit date' | 'unknown' | 'not needed'
  readonly warnings: readonly string[]
  readonly other_lines: readonly { line: number; kind: string; text: string }[]
  readonly refusals: readonly RefusalResult[]
}

/** One refused record; `column` is null when the record as a whole does not fit. At most a hundred are listed. */
export interface RefusalResult {
  readonly line: number
  readonly column: string | null
  readonly reason: string
}

export interface SectionResult {
  /** Id of the section in the catalogue, for example `dis1`. */
  readonly section: string
  /** Title of its report, for example `Disbursement report`. */
  readonly report: string
  readonly title: string
  readonly rows: number
  readonly refused_rows: number
  readonly header_line: number
  /** Why the file was taken for this section. */
  readonly because: string
}

/** A step of long work, as it is shown while it runs. */
export interface Progress {
  readonly step: string
  readonly done: number
  readonly total: number | null
  readonly unit: 'bytes' | 'rows' | 'steps'
  readonly file?: string
}

/** A file that gave nothing, with the reason. */
export function withoutRows(
  path: string,
  status: 'unrecognised' | 'failed',
  reason: string,
  known: { sha256?: string; bytes?: number } = {},
): FileResult {
  return {
    path,
    sha256: known.sha256 ?? null,
    bytes: known.bytes ?? 0,
    sections: [],
    lines_read: 0,
    rows_kept: 0,
    header_lines: 0,
    title_lines: 0,
    blank_lines: 0,
    refused_rows: 0,
    status,
    reason,
    delivery_date: null,
    date_source: 'unknown',
    warnings: [],
    other_lines: [],
    refusals: [],
  }
}
