/**
 * How a table can be made anew in part, as a comment of its statement says; one of those may be there only for books of
 * some sections (`keys/steps.ts`).
 *
 * - `-- By file of LIST.`: its rows of one file follow from nothing but what the table LIST says of that file, in its column
 *   `made_from`.
 * - `-- By repeated COLUMN of ROWS, files of LIST.`: it has the rows of ROWS whose value in that column stands in another row
 *   as well; a file has other rows only where LIST says another thing of it.
 * - `-- By COLUMN of TABLE, all where BASIS is another.`: its rows of one value of that column follow from the rows of TABLE
 *   with that value and a `day` up to the as-of date, or none, and from the one row of BASIS, which tells the as-of date too. Rows
 *   without a value are made anew every time, by the statement or by an insert behind it. One such column for each TABLE.
 */
export type Slicing =
  | { readonly by: 'file'; readonly list: string }
  | { readonly by: 'repetition'; readonly column: string; readonly rows: string; readonly list: string }
  | { readonly by: 'value'; readonly column: string; readonly table: string; readonly basis: string }

/** What a statement says of it; null for one that can only be made whole. */
export function slicingOf(text: string): Slicing | null {
  const [, list] = /^-- By file of (\w+)\.$/m.exec(text) ?? []
  if (list !== undefined) return { by: 'file', list }
  const [, repeated, rows, files] = /^-- By repeated (\w+) of (\w+), files of (\w+)\.$/m.exec(text) ?? []
  if (repeated !== undefined && rows !== undefined && files !== undefined)
    return { by: 'repetition', column: repeated, rows, list: files }
  const [, column, table, basis] = /^-- By (\w+) of (\w+), all where (\w+) is another\.$/m.exec(text) ?? []
  if (column !== undefined && table !== undefined && basis !== undefined) return { by: 'value', column, table, basis }
  return null
}

/** The table that says what has changed: a list of files, or the one row that all values follow from. */
export function sourceOf(slicing: Slicing): string {
  return slicing.by === 'value' ? slicing.basis : slicing.list
}

/** To be raised whenever `slices.ts` makes other rows than before: what a version with a fault has made must not stay. */
export const slicesVersion = '1'
