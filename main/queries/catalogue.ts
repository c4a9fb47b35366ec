import { type Section, sections } from '../../shared/reports/catalogue.ts'
import { type DataSetName, type QueryName, derivedNames, queryCard } from '../../shared/queries/queries.ts'
import type { NamedQuery } from './named-query.ts'

/** The text of every query of this folder: a new one needs its file and its card, and nothing here. */
const texts: Readonly<Record<string, string>> = import.meta.glob('./*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** Every named query, in the order in which a person looks for them. */
export const queries: readonly NamedQuery[] = [
  ...derivedNames.map((name) => {
    const sql = texts[`./${name.replaceAll('_', '-')}.sql`]
    if (sql === undefined) throw new Error(`The query ${name} has a card and no text`)
    return { name, card: queryCard(name), sql }
  }),
  ...sections.map((section) => {
    const name = section.id as DataSetName
    return { name, card: queryCard(name), sql: dataSetSql(section, false), numberedSql: dataSetSql(section, true) }
  }),
]

const byName = new Map<QueryName, NamedQuery>(queries.map((query) => [query.name, query]))

/** The query of this name. */
export function namedQuery(name: QueryName): NamedQuery {
  const query = byName.get(name)
  if (!query) throw new Error(`There is no query ${name}`)
  return query
}

/** The typed rows of one section as they were read, with file and line. */
function dataSetSql(section: Section, isNumbered: boolean): string {
  const numbers = isNumbered ? ['l.rowid as row_id', 'b.file_place'] : []
  const columns = [...numbers, ...section.columns.map((column) => `l."${column.name}"`)]
  const place = `row_number() over (order by f.path, f.sha256, b.sheet nulls last, b.block_no)`
  return `-- ${section.id}: one row = one line of this section as it was read.
select
  ${columns.join(', ')},
  l.repaired, l.extra, b.path, b.sha256, '${section.id}' as section, b.sheet, l.line
from "${section.id}" as l
join (
  select b.file_id, b.block_no, b.sheet, f.path, f.sha256${isNumbered ? `, ${place} as file_place` : ''}
  from blocks as b
  join files as f using (file_id)
) as b on b.file_id = l.file_id and b.block_no = l.block_no
`
}
