import { createHash } from 'node:crypto'
import type { Connection } from '../database/connection.ts'
import { sectionTables, bookTables, type Statement } from './statements.ts'

/**
 * What the imports have put into the book, by table; a section of which it holds nothing has an empty text. Rows of a file
 * never change while they are in the book: they come with it, and leave with it. So the hashes of the files, and what is
 * known of them, stand for all of their rows.
 */
export async function factsOf(connection: Connection): Promise<{ facts: Map<string, string>; held: string[] }> {
  // Put together here: to group a few rows takes the database longer than all the rest.
  const rows = await connection.rows(`
    select section, md5(row(f, b)::varchar) as fact
    from files as f left join blocks as b using (file_id)
    order by f.file_id, b.block_no`)
  const all: string[] = []
  const bySection = new Map<string, string[]>()
  for (const { section, fact } of rows) {
    all.push(String(fact))
    if (section === null) continue
    const facts = bySection.get(String(section)) ?? []
    bySection.set(String(section), facts)
    facts.push(String(fact))
  }
  const told = (facts: readonly string[] = []): string => (facts.length > 0 ? digest(facts) : '')
  return {
    facts: new Map([
      ...Array.from(sectionTables, (id): [string, string] => [id, told(bySection.get(id))]),
      ...Array.from(bookTables, (name): [string, string] => [name, told(all)]),
    ]),
    held: [...bySection.keys()].toSorted(),
  }
}

/** Stands before the fingerprint of what has no row, whatever the book holds beside what it would be made from. */
const nothing = 'nothing '

function hasNothing(fingerprint: string | undefined): boolean {
  return fingerprint === '' || fingerprint?.startsWith(nothing) === true
}

/**
 * Goes through the statements and gives each name that they make its fingerprint, from those of what it reads; `names`
 * begins with the facts and holds all in the end. Several statements on one name are one after another of its making.
 */
export function follow(statements: readonly Statement[], names: Map<string, string>, version: string): void {
  for (const { text, kind, name, reads, needs } of statements) {
    const makesNothing = needs?.every((need) => hasNothing(names.get(need))) === true
    if (makesNothing && kind === 'insert') continue
    const former = kind === 'insert' ? [names.get(name)] : []
    const inputs = reads.filter((read) => read !== name).map((read) => `${read}=${names.get(read)}`)
    names.set(name, makesNothing ? nothing + digest([version, text]) : digest([version, text, ...former, ...inputs]))
  }
}

/** A short text that is the same for the same parts in the same order. */
export function digest(parts: readonly (string | undefined)[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 20)
}
