import type { Filter } from '../../../../shared/contract/rows.ts'
import { TieoutError } from '../../../../shared/errors.ts'
import type { Context } from '../context.ts'
import { finish, withBook } from '../core.ts'
import { exitCodes } from '../exit.ts'
import { refuseOverwriting } from '../paths.ts'
import { textTable } from '../text-table.ts'

interface QueryOptions {
  readonly book?: string
  readonly format?: 'csv' | 'json'
  readonly asOf?: string
  readonly where?: readonly Filter[]
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
  const { asOf, out } = options
  // Names are written with underscores; who writes hyphens means them.
  const known = name.replaceAll('-', '_')
  const asked = { name: known, format, asOf, filters: [...(options.where ?? [])] }

  return withBook(context, { path: options.book, create: false }, async (core) => {
    if (out !== undefined) {
      const { path } = await finish(core.exports.rows({ ...asked, path: out }, { signal }), context)
      progress.clear()
      if (output.json) await output.document({ query: known, format, out: path })
      else await output.write(`${path}\n`)
      return exitCodes.done
    }
    const text = await core.queries.text(asked, { signal })
    for await (const piece of text) if (!(await output.write(piece))) break
    return exitCodes.done
  })
}

async function listQueries(context: Context): Promise<number> {
  const { output } = context
  const list = await withBook(context, { path: null, create: true }, (core) => core.queries.list())
  if (output.json) await output.document({ queries: list.map(({ name, description }) => ({ name, description })) })
  else {
    const rows = list.map((entry) => [entry.name, entry.description])
    await output.write(textTable([{ header: 'Query' }, { header: 'What one row is' }], rows))
  }
  return exitCodes.done
}
