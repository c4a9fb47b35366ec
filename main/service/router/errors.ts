import { ORPCError, ValidationError } from '@orpc/server'
import { contractErrors } from '../../../shared/contract/errors.ts'
import { TieoutError } from '../../../shared/errors.ts'
import { systemProblem } from '../../../shared/system-problems.ts'
import { damagedPart } from '../../database/damage.ts'
import { withLastBackup } from '../desk.ts'
import type { Service } from '../service.ts'

/**
 * Any error as it crosses the boundary: ours with its code, sentence and details; input that the contract does not
 * allow as `wrong-usage`; what the system says of disks and permissions in a sentence; everything else as `internal`,
 * whose details only the log has.
 */
export async function crossing(error: unknown, service: Service): Promise<ORPCError<string, unknown>> {
  try {
    if (isInvalid(error)) await service.desk.renew()
  } catch (reason) {
    service.log.problem('renew', reason)
  }
  return plain(error, service)
}

/** The database gives up after an error in the middle of a checkpoint; nothing that was committed is lost by it. */
function isInvalid(error: unknown): boolean {
  return error instanceof Error && (/^FATAL Error|has been invalidated/.test(error.message) || isInvalid(error.cause))
}

function plain(error: unknown, { log, desk, backups }: Service): ORPCError<string, unknown> {
  if (error instanceof TieoutError) return toContract(error)
  if (error instanceof ORPCError && error.code in contractErrors) return error
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError)
    return toContract(new TieoutError('wrong-usage', issuesSentence(error.cause)))
  const damaged = damagedPart(error)
  if (damaged) {
    log.problem('damaged', error)
    return toContract(desk.app && !desk.app.isTemporary ? withLastBackup(damaged, backups, desk.app.book) : damaged)
  }
  if (isAbort(error)) return toContract(new TieoutError('cancelled', 'Cancelled.'))
  const problem = systemProblem(error)
  if (problem) {
    log.problem(String(problem.details['problem']), error)
    return toContract(problem)
  }
  log.problem('internal', error instanceof ORPCError ? (error.cause ?? error) : error)
  return toContract(new TieoutError('internal', 'Something unexpected happened. The log has the details.'))
}

function toContract({ code, message, details }: TieoutError): ORPCError<string, unknown> {
  return new ORPCError(code, { status: contractErrors[code].status, message, data: details, defined: true })
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

function issuesSentence({ issues }: ValidationError): string {
  const [first] = issues
  const place = (first?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
  return `The call cannot be understood${place ? `: ${place}` : ''}. ${first?.message ?? ''}`.trim()
}
