import type { HeaderMatch } from './headers.ts'
import type { OtherKind } from './noise.ts'
import type { TextBeyond } from './text-beyond.ts'

/** One section found in a file, with its data records in a file of their own (see `BlockWriter`). */
export interface Block {
  readonly match: HeaderMatch
  readonly headerLine: number
  readonly title: string | null
  readonly sheet: string | null
  /** True for a table of a sheet that the workbook does not show. */
  readonly isHidden: boolean
  /** Rows that its sheet does not show, counted at the first table of the sheet. */
  readonly hiddenRows: number
  /** Set when not the headings alone made it this section: a person chose it, for this file or for one like it before. */
  readonly told: 'chosen' | 'remembered' | null
  /** Cells of the header line, empty ones included: what each record is padded to. */
  readonly width: number
  /** Cells up to the last one that has a name: spreadsheets pad narrow sections with empty cells. */
  readonly named: number
  records: number
  /** Records that do not fit it. */
  refused: number
  /** True when some cell may begin or end with white space. */
  padded: boolean
  /** Notes to the right of the last name, which belong to no column: the first of them, and how many there are. */
  readonly beyond: { readonly first: TextBeyond[]; count: number }
  /** True when some record has fewer cells than the header line. */
  hasShort: boolean
}

/** A table that is not read, with the sentence that says why; its lines are among the refused ones. */
export interface AsideTable {
  readonly line: number
  readonly sheet: string | null
  readonly headings: readonly string[]
  /** Id of the section as which a person may have it read; null for a table that Tieout wrote. */
  readonly section: string | null
  readonly sentence: string
}

export interface OtherLine {
  readonly line: number
  readonly kind: OtherKind
  readonly text: string
  readonly sheet: string | null
}

/** A record that does not fit its section; `block` is null when it stands under no known header. */
export interface RefusedRecord {
  readonly line: number
  readonly block: number | null
  readonly reason: string
  readonly text: string
  readonly sheet: string | null
}

/** Everything that stood in a file: each record is in exactly one of these. */
export interface Structure {
  readonly blocks: Block[]
  readonly otherLines: OtherLine[]
  readonly refused: RefusedRecord[]
  readonly aside: AsideTable[]
  linesRead: number
  blankLines: number
  /** Why no section was found, when none was. */
  unrecognised: string | null
  /** Id of the section that came nearest, when none was found. */
  nearest: string | null
  /** Signatures of the lines that could be headers: what is remembered of one of them would change the reading. */
  readonly signatures: Set<string>
}

/** Takes the data records of the blocks, in file order. */
export interface RecordSink {
  open(block: Block, number: number): void
  /** `bytes[start, end)` is one record, valid CSV in the file's delimiter. */
  write(bytes: Buffer, start: number, end: number, line: number): void
}

export interface SplitOptions {
  readonly delimiter: string
  /** See `Separators`. */
  readonly inner?: string | null
  readonly recordIsLine?: boolean
  readonly sheet?: string | null
  /** See `TextFinding`. */
  readonly mayBeBroken?: boolean
  readonly isHidden?: boolean
  readonly hiddenRows?: number
  /** Id of the section of which the file is by a person's word, null or absent when nobody has said so. */
  readonly chosen?: string | null
  /** Sections that a person chose for files with the same headings before, by `headingsSignature`. */
  readonly remembered?: ReadonlyMap<string, string>
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((bytes: number) => void) | undefined
}

/** A structure in which nothing has been found yet. */
export function emptyStructure(): Structure {
  return {
    blocks: [],
    otherLines: [],
    refused: [],
    aside: [],
    linesRead: 0,
    blankLines: 0,
    unrecognised: null,
    nearest: null,
    signatures: new Set(),
  }
}
