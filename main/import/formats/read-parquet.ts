import { join } from 'node:path'
import { TieoutError } from '../../../shared/errors.ts'
import type { Connection } from '../../database/connection.ts'
import type { Limits } from '../limits.ts'
import { FileProblem, generalSentence, parquetProblems, sentenceOf } from '../problems.ts'

/**
 * Writes the rows of a Parquet file as text into a CSV file in `folder`, whose path is returned: the names of the columns
 * are its line 1, row n is its line n + 1. Decimals and whole numbers stand as they are, doubles by the shortest decimal
 * that is theirs alone, dates and times as ISO 8601 in UTC; what is missing is empty. Folders of the path that name a
 * value (`year=2026`) add no column. Throws a `FileProblem` for a file that is damaged, encrypted or too large.
 */
export async function readParquet(
  connection: Connection,
  path: string,
  folder: string,
  limits: Limits,
): Promise<string> {
  const target = join(folder, 'rows.csv')
  // A path with one of these signs would be taken for a pattern.
  const source = path.replaceAll(/[[*?]/g, '[$&]')
  try {
    await refuseInexact(connection, source)
    const columns = await connection.rows(`describe select * from ${reader}`, { source })
    await refuseTooLarge(connection, source, columns.length, limits)
    const cells = columns.map(({ column_name: name, column_type: type }) => {
      const column = `"${String(name).replaceAll('"', '""')}"`
      return `${cellText(column, String(type))} as ${column}`
    })
    await connection.run(`copy (select ${cells.join(', ')} from ${reader}) to $target (format csv, header)`, {
      source,
      target,
    })
    return target
  } catch (error) {
    throw problemOf(error)
  }
}

const reader = 'read_parquet($source, hive_partitioning = false)'

/** From here on a binary fraction no longer holds every cent, or every whole number: the digits that follow are lost. */
const lastExact: Readonly<Record<string, number>> = { FLOAT: 2 ** 17, DOUBLE: 2 ** 53 }

/** SQL for the text of a cell of this type. */
function cellText(column: string, type: string): string {
  const text = `${column}::varchar`
  if (type in lastExact) return binaryText(column, lastExact[type] ?? 0)
  // Zeros behind the last decimal are those of the type, not of the amount.
  if (type.startsWith('DECIMAL')) return `case when contains(${text}, '.') then ${trimmed(text)} else ${text} end`
  if (type === 'TIMESTAMP WITH TIME ZONE') return instantText(`(${column} at time zone 'UTC')::varchar`)
  if (type.startsWith('TIMESTAMP')) return instantText(text)
  // Programs of old write texts as bytes.
  if (type === 'BLOB') return `coalesce(try(decode(${column})), ${text})`
  return /[[(]/.test(type) ? `to_json(${column})::varchar` : text
}

function trimmed(text: string): string {
  return `rtrim(rtrim(${text}, '0'), '.')`
}

function instantText(text: string): string {
  return `replace(${text}, ' ', 'T') || 'Z'`
}

/** A figure whose digits are lost is written with an exponent, which no amount and no id may have: its row is refused. */
function binaryText(column: string, last: number): string {
  const text = `${column}::varchar`
  return `case
    when abs(${column}) >= ${last} then format('{:e}', ${column})
    when contains(${text}, 'e-') then coalesce(${trimmed(`try_cast(${text} as decimal(38, 30))::varchar`)}, ${text})
    else regexp_replace(${text}, '\\.0$', '')
  end`
}

/** The database reads decimals of more digits as binary fractions. */
async function refuseInexact(connection: Connection, source: string): Promise<void> {
  const wide = await connection.value(`select 1 from parquet_schema($source) where precision > 38 limit 1`, { source })
  if (wide !== null) throw new FileProblem(parquetProblems.inexact)
}

async function refuseTooLarge(connection: Connection, source: string, columns: number, limits: Limits): Promise<void> {
  const rows = await connection.value(`select sum(num_rows)::double from parquet_file_metadata($source)`, { source })
  if (Number(rows) * columns > limits.parquetCells) throw new FileProblem(parquetProblems.tooLarge)
}

/** What the reader of the database says is for the log; what the machine has not enough of is said as always. */
function problemOf(error: unknown): unknown {
  if (error instanceof TieoutError || sentenceOf(error) !== generalSentence) return error
  const isLocked = error instanceof Error && /encrypt|decrypt/i.test(error.message)
  return new FileProblem(isLocked ? parquetProblems.locked : parquetProblems.damaged, { cause: error })
}
