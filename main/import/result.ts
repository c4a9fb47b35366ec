import type { z } from 'zod'
import type { FileResult, refusalResult, sectionResult } from '../../shared/contract/imports.ts'

export type { FileResult, ImportResult, Progress, UndoPreview } from '../../shared/contract/imports.ts'
export type SectionResult = z.infer<typeof sectionResult>
export type RefusalResult = z.infer<typeof refusalResult>

/** A file that gave nothing, with the reason. */
export function withoutRows(
  path: string,
  status: 'unrecognised' | 'failed',
  reason: string,
  known: { sha256?: string; bytes?: number; nearest?: string | null; told?: FileResult['told'] } = {},
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
    replaces: null,
    stands_in: null,
    nearest: known.nearest ?? null,
    told: known.told ?? null,
    warnings: [],
    other_lines: [],
    refusals: [],
  }
}
