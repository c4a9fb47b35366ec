import { ORPCError, ValidationError } from '@orpc/server'
import { contractErrors } from '../../../shared/contract/errors.ts'
import { TieoutError } from '../../../shared/errors.ts'
import type { Log } from '../log.ts'

/**
 * Any error as it crosses the boundary: ours with its code, sentence and details; input that the contract does not
 * allow as `wrong-usage`; everything else as `internal`, whose details only the log has.
 */
export function crossing(error: unknown, log: Log): ORPCError<string, unknown> {
  if (error instanceof TieoutError) return toContract(error)
  if (error instanceof ORPCError && error.code in contractErrors) return error
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError)
    return toContract(new TieoutError('wrong-usage', issuesSentence(error.cause)))
  if (error instanceof Error && /corrupt|checksum/i.test(error.message)) {
    log.problem('damaged', error)
    return toContract(
      new TieoutError(
        'book-damaged',
        'A part of the book cannot be read: its file is damaged. Restore a backup of it.',
      ),
    )
  }
  if (isAbort(error)) return toContract(new TieoutError('cancelled', 'Cancelled.'))
  if (isFullDisk(error)) {
    log.problem('disk-full', error)
    return toContract(
      new TieoutError('internal', 'The disk is full. What was in the book is still there: make room, then try again.'),
    )
  }
  log.problem('internal', error instanceof ORPCError ? (error.cause ?? error) : error)
  return toContract(new TieoutError('internal', 'Something unexpected happened. The log has the details.'))
}

function toContract({ code, message, details }: TieoutError): ORPCError<string, unknown> {
  return new ORPCError(code, { status: contractErrors[code].status, message, data: details, defined: true })
}

/** The system says it with a code; the database says it in a text, in that of the system or of its own limit. */
function isFullDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) return true
  return (
    /No space left on device|Disk quota exceeded|not enough space on the disk|max_temp_directory_size/.test(
      error.message,
    ) || isFullDisk(error.cause)
  )
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

function issuesSentence({ issues }: ValidationError): string {
  const [first] = issues
  const place = (first?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
  return `The call cannot be understood${place ? `: ${place}` : ''}. ${first?.message ?? ''}`.trim()
}
