import { type ColumnType, type Section, sections } from '../../shared/reports/catalogue.ts'
import { TieoutError } from '../../shared/errors.ts'
import type { Connection } from './connection.ts'
import { fineMoney } from './fine-money.ts'

/** The SQL type of a column type; money has six decimals because the feeds carry six, but for `fine-money.ts`. */
export const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'varchar',
  id: 'varchar',
  account: 'varchar',
  month: 'varchar',
  money: 'decimal(18,6)',
  decimal: 'decimal(28,10)',
  percent: 'decimal(18,8)',
  integer: 'bigint',
  date: 'date',
  datetime: 'timestamp',
}

/** Where a typed row stands in its file, what of it was repaired, and its cells that no column of the catalogue takes. */
const placeColumns = ['file_id integer', 'block_no integer', 'line integer', 'repaired varchar', 'extra varchar']

/** The tables of the book by name, each with its definition as the database prints it. */
export type Definitions = ReadonlyMap<string, string>

/** The tables that the book has at this moment. */
export async function definitionsOf(connection: Connection): Promise<Definitions> {
  const rows = await connection.rows(
    `select table_name, sql from duckdb_tables() where not temporary and database_name = current_database()`,
  )
  return new Map(rows.map((row) => [String(row['table_name']), String(row['sql'])]))
}

/**
 * The statements that give the book the tables of sections and their columns that the catalogue has and the book has not;
 * none when it lacks nothing. What the book has beyond the catalogue stays as it is, so that a book goes back and forth
 * between two versions of the program. Error `book-damaged` when it holds rows that this catalogue cannot read: of a
 * section that it does not know, or in a column that has another type here.
 */
export async function missingOfCatalogue(connection: Connection, tables: Definitions): Promise<readonly string[]> {
  await refuseUnknownSections(connection)
  const isFine = [...tables.values()].some((definition) => definition.includes(fineMoney.toUpperCase()))
  const typeOf = (type: ColumnType): string => (isFine && type === 'money' ? fineMoney : sqlTypes[type])
  return sections.flatMap((section) => {
    const definition = tables.get(section.id)
    if (definition === undefined) return [typedTable(section, typeOf)]
    const columns = columnsOf(definition)
    return section.columns.flatMap(({ name, type }) => {
      const heldType = columns.get(name)
      const wanted = typeOf(type)
      if (heldType === undefined) return [`alter table "${section.id}" add column "${name}" ${wanted}`]
      if (heldType !== wanted.toUpperCase())
        throw madeByAnother(`its column ${name} of ${section.id} is ${heldType.toLowerCase()}, not ${wanted}`)
      return []
    })
  })
}

/** Types of columns by name. The definition has them at no cost; the database's own list of all columns takes longer. */
function columnsOf(definition: string): ReadonlyMap<string, string> {
  const list = definition.slice(definition.indexOf('(') + 1, definition.lastIndexOf(')'))
  return new Map(
    Array.from(list.matchAll(/(?:^|, )("?)(\w+)\1 ([A-Z]+(?:\(\d+,\d+\))?)(?=,|$)/g), ([, , name = '', type = '']) => [
      name,
      type,
    ]),
  )
}

async function refuseUnknownSections(connection: Connection): Promise<void> {
  const rows = await connection.rows('select distinct section from blocks order by section')
  const known = new Set(sections.map(({ id }) => id))
  const unknown = rows.map(({ section }) => String(section)).filter((section) => !known.has(section))
  if (unknown.length > 0) throw madeByAnother(`it holds rows of ${unknown.join(', ')}, which this one does not know`)
}

function madeByAnother(why: string): TieoutError {
  return new TieoutError(
    'book-damaged',
    `This book was written by another version of Tieout: ${why}. Open it with that one.`,
    {
      problem: 'newer',
    },
  )
}

function typedTable({ id, columns }: Section, typeOf: (type: ColumnType) => string): string {
  const typed = columns.map(({ name, type }) => `"${name}" ${typeOf(type)}`)
  return `create table "${id}" (${[...placeColumns, ...typed].join(', ')})`
}
