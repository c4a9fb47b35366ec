import { TieoutError } from '../../../../shared/errors.ts'
import { openApp, queryList } from '../../../app.ts'
import type { Context } from '../context.ts'
import { exitCodes } from '../exit.ts'
import { refuseOverwriting } from '../paths.ts'
import { textTable } from '../text-table.ts'

interface QueryOptions {
  readonly book?: string
  readonly format?: 'csv' | 'json'
  readonly asOf?: string
  readonly where?: readonly Record<string, string>[]
  readonly out?: string
}

/** `tieout query`: a data set of the book as CSV or JSON, streamed; without a name, the names. */
export async function query(context: Context, name: string | undefined, options: QueryOptions): Promise<number> {
  const { output, progress, signal } = context
  if (name === undefined) return listQueries(context)
  if (options.book === undefined) throw new TieoutError('wrong-usage', 'Name the book to query: --book FILE.')
  if (options.out !== undefined) refuseOverwriting(options.out, options.book)
  // The name of a file says what is in it; `--json` is about what is printed.
  const isJson = options.out === undefined ? output.json : options.out.toLowerCase().endsWith('.json')
  const format = options.format ?? (isJson ? 'json' : 'csv')
  const { asOf, where, out } = options
  const asked = { format, asOf, where, signal, onProgress: progress.show }

  const app = await openApp({ book: options.book, create: false })
  try {
    // Names are written with underscores; who writes hyphens means them.
    const known = name.replaceAll('-', '_')
    if (out !== undefined) {
      const written = await app.exportQuery(known, { ...asked, out })
      progress.clear()
      if (output.json) await output.document({ query: known, format, out: written })
      else await output.write(`${written}\n`)
      return exitCodes.done
    }
    const text = await app.queryText(known, asked)
    progress.clear()
    for await (const piece of text) if (!(await output.write(piece))) break
    return exitCodes.done
  } finally {
    await app.close()
  }
}

async function listQueries({ output }: Context): Promise<number> {
  if (output.json) await output.document({ queries: queryList })
  else {
    const rows = queryList.map((entry) => [entry.name, entry.description])
    await output.write(textTable([{ header: 'Query' }, { header: 'What one row is' }], rows))
  }
  return exitCodes.done
}
