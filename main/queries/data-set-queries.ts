import { type Section, aliasOf, sections } from '../../shared/reports/catalogue.ts'
import { type NamedQuery, lineOrder } from './named-query.ts'

/** One query per data set: the typed rows of one section as they were read, with file and line. */
export const dataSetQueries: readonly NamedQuery[] = sections.map((section) => ({
  name: section.id,
  ...aliasEntry(section),
  title: section.title,
  category: section.category,
  description: `One row per line of ${section.feed ? `the data feed ${section.title}` : `${section.reportTitle}: ${section.title}`}, as it was read.`,
  sql: dataSetSql(section, false),
  numberedSql: dataSetSql(section, true),
  // The rows of a feed are written again and again; what of them counts is in the queries that are derived from it.
  added: section.feed
    ? []
    : section.columns.filter(({ type, added }) => type === 'money' && added !== false).map(({ name }) => name),
  order: lineOrder,
}))

function aliasEntry(section: Section): { alias?: string } {
  const alias = aliasOf(section)
  return alias ? { alias } : {}
}

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
