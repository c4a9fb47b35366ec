import type { Connection, Row } from '../database/connection.ts'
import { type Slicing, sourceOf } from './slicing.ts'
import type { Statement } from './statements.ts'

/** Takes statements one after another, and makes no more of a table anew than what it is made of has changed. */
export interface Slices {
  /** Runs a statement whose table is due, or what comes to the same. */
  take(statement: Statement): Promise<void>
}

export interface SlicesOptions {
  /** Every statement of the book, due or not. */
  readonly statements: readonly Statement[]
  /** Whether the rows that the table of this statement has were made by it, slice by slice. */
  readonly isKept: (statement: Statement) => boolean
  /** The statement as it makes all of its table. */
  readonly textOf: (statement: Statement) => string
  readonly run: (script: string) => Promise<void>
}

/** Files, by their ids, of which something else is told than before. */
interface Changed {
  /** Those that came, and those that stand for something else now. */
  readonly due: readonly number[]
  /** These and those that left. */
  readonly all: readonly number[]
}

/** With more files than that it is quicker to make everything anew. */
const mostFiles = 500
/** So is it with a larger share of the values of a table that has more rows than that. */
const mostValues = { share: 0.3, rows: 10_000 }

/** A reconciliation's slices; what the lists and bases say is compared with what they said before it. */
export function createSlices(connection: Connection, { statements, isKept, textOf, run }: SlicesOptions): Slices {
  const slicings = statements.flatMap(({ slicing }) => slicing ?? [])
  const sources = new Set(slicings.map(sourceOf))
  const columns = new Map(slicings.flatMap((one) => (one.by === 'value' ? [[one.table, one.column]] : [])))
  const before = new Map<string, readonly Row[]>()
  /** Of the tables that were made in this run: whether `changed_of_…` has every value whose rows are others now. */
  const isNarrow = new Map<string, boolean>()
  /** By list, once it was asked for. */
  const changes = new Map<string, Changed | null>()

  /** What has changed on a list that was made in this run. */
  const changedFiles = async (list: string): Promise<Changed | null> => {
    const former = before.get(list)
    const known = changes.get(list)
    if (!former || known !== undefined) return known ?? null
    const found = compared(former, await connection.rows(`from "${list}"`))
    changes.set(list, found)
    return found
  }

  const takeFiles = async ({ name, text }: Statement, { due, all }: Changed): Promise<void> => {
    const column = columns.get(name)
    const values = (files: readonly number[]): string =>
      `select distinct "${column}" as "value" from "${name}" where ${isOf(files)}`
    await run(
      [
        column === undefined ? '' : `create or replace temp table "${changedOf(name)}" as ${values(all)}`,
        `delete from "${name}" where ${isOf(all)}`,
        `insert into "${name}" by name from (\n${selectOf(text)}\n) where ${isOf(due)}`,
        column === undefined ? '' : `insert into "${changedOf(name)}" ${values(due)}`,
      ].join(';\n'),
    )
    isNarrow.set(name, true)
  }

  const takeRepetitions = ({ name }: Statement, column: string, rows: string, { due, all }: Changed): Promise<void> =>
    run(`
      delete from "${name}" where ${isOf(all)};
      delete from "${name}"
      where "${column}" in (select "${column}" from "${name}" group by "${column}" having count(*) = 1);
      insert into "${name}" by name
      with own as materialized (
        from "${rows}" where ${isOf(due)}
      ),
      others as materialized (
        from "${rows}" semi join own using ("${column}") where not ${isOf(due)}
      ),
      repeated as (
        select "${column}" from own group by "${column}" having count(*) > 1
        union
        select "${column}" from others
      ),
      found as (
        from own semi join repeated using ("${column}")
        union all
        from others
      )
      from found anti join "${name}" using (file_id, block_no, line)`)

  /** Whether the rows of a few values were enough. */
  const takeValues = async (
    { name, text }: Statement,
    { column, table, basis }: Extract<Slicing, { by: 'value' }>,
  ): Promise<boolean> => {
    const [former] = before.get(basis) ?? []
    const [now] = await connection.rows(`from "${basis}"`)
    if (!former || !now || !isSame(former, now) || isNarrow.get(table) === false) return false
    const [from, to] = [String(former['as_of']), String(now['as_of'])].toSorted()
    await run(`
      create or replace temp table changed_values as
      select "value"
      from (
        ${isNarrow.has(table) ? `from "${changedOf(table)}" union` : ''}
        select "${column}" as "value" from "${table}" where day > date '${from}' and day <= date '${to}'
      )
      where "value" is not null`)
    const [counted] = await connection.rows(
      `select (select count(*) from changed_values)::double as "values", (select count(*) from "${name}")::double as rows`,
    )
    const rows = Number(counted?.['rows'])
    const isMuch = rows > mostValues.rows && Number(counted?.['values']) > mostValues.share * rows
    if (isMuch) await run('drop table changed_values')
    if (isMuch) return false
    await run(`
      create or replace temp table narrowed_rows as
      from "${table}" semi join changed_values on "value" = "${column}";
      delete from "${name}" where "${column}" is null or "${column}" in (from changed_values);
      insert into "${name}" by name
      ${selectOf(text).replaceAll(new RegExp(`\\b${table}\\b`, 'g'), 'narrowed_rows')};
      drop table narrowed_rows;
      drop table changed_values;
      drop table if exists "${changedOf(table)}"`)
    return true
  }

  /** Whether it was enough to make a part of the table anew. */
  const takePart = async (statement: Statement, slicing: Slicing): Promise<boolean> => {
    if (!isKept(statement)) return false
    if (slicing.by === 'value') return takeValues(statement, slicing)
    const changed = await changedFiles(slicing.list)
    if (!changed) return false
    if (slicing.by === 'file') await takeFiles(statement, changed)
    else await takeRepetitions(statement, slicing.column, slicing.rows, changed)
    return true
  }

  return {
    async take(statement) {
      const { name, slicing } = statement
      if (sources.has(name)) before.set(name, await rowsOf(connection, name))
      if (slicing && (await takePart(statement, slicing))) return
      await run(textOf(statement))
      isNarrow.set(name, false)
    },
  }
}

const changedOf = (table: string): string => `changed_of_${table}`

const isOf = (files: readonly number[]): string => (files.length > 0 ? `(file_id in (${files.join(', ')}))` : '(false)')

/** The select of a statement that makes a table. */
function selectOf(text: string): string {
  return text.replace(/^[^]*?^create or replace table \w+ as\n/m, '')
}

/** The rows of a table; none where there is no such table. */
async function rowsOf(connection: Connection, name: string): Promise<Row[]> {
  const exists = await connection.value(
    `select count(*) > 0 from duckdb_tables()
     where table_name = $name and not temporary and database_name = current_database()`,
    { name },
  )
  return exists === true ? connection.rows(`from "${name}"`) : []
}

/** The files of which a list says something else than before; null where it is better to make everything anew. */
function compared(before: readonly Row[], now: readonly Row[]): Changed | null {
  const [former, present] = [before, now].map(
    (rows) => new Map(rows.map((row) => [Number(row['file_id']), row['made_from']])),
  ) as [Map<number, Row[string]>, Map<number, Row[string]>]
  const due = [...present.keys()].filter((file) => former.get(file) !== present.get(file))
  const gone = [...former.keys()].filter((file) => !present.has(file))
  if (due.length === present.size || due.length + gone.length > mostFiles) return null
  return { due, all: [...due, ...gone] }
}

/** Whether two rows say the same, but for the as-of date. */
function isSame(before: Row, now: Row): boolean {
  return Object.entries(now).every(([column, value]) => column === 'as_of' || before[column] === value)
}
