import type { Reconciliation } from '../../../../shared/contract/reconciliation.ts'
import type { Context } from '../context.ts'
import { finish, withBook } from '../core.ts'
import { exitCodes } from '../exit.ts'
import { bridgeReport } from '../bridge-report.ts'
import { controlsReport, statesReport } from '../report.ts'
import { counted } from '../text-table.ts'

interface ReconcileOptions {
  readonly book: string
  readonly asOf?: string
}

/** `tieout reconcile`: rebuilds states, controls and exceptions at a date, and prints them. */
export async function reconcileBook(context: Context, options: ReconcileOptions): Promise<number> {
  const { output, progress, signal } = context
  return withBook(context, { path: options.book, create: false }, async (core) => {
    const result = await finish(core.reconciliation.run({ asOf: options.asOf }, { signal }), context)
    progress.clear()
    if (output.json) await output.document(result)
    else await output.write(resultReport(result, 'tieout query exceptions'))
    return exitCodes.done
  })
}

/** States, controls and exceptions at a date, for a person; `where` says how to see the exceptions. */
export function resultReport(result: Reconciliation, where: string): string {
  return [
    `As of ${result.as_of}\n\n`,
    bridgeReport(result.bridge),
    '\nStates\n\n',
    statesReport(result.states),
    '\nControls\n\n',
    controlsReport(result.controls),
    `\n${counted(result.exceptions, 'exception')}${result.exceptions > 0 ? `: ${where}` : ''}\n`,
  ].join('')
}
