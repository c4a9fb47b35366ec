import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Connection } from '../../main/database/connection.ts'
import { type Book, openBook } from '../../main/database/open.ts'
import { cellMacros } from '../../main/import/cells/macros.ts'
import { newFolder } from './books.ts'

let book: Book
let connection: Connection

beforeAll(async () => {
  book = await openBook(`${newFolder()}/macros.tieout`)
  connection = await book.connect()
  await connection.script(cellMacros)
})
afterAll(async () => {
  connection.close()
  await book.close()
})

test('of all characters those of white space, of no width and of direction go at either end of a cell', async () => {
  const cell = (character: string): string =>
    `trimmed(${character} || 'a' || ${character} || 'b' || ${character}) as cell, trimmed(${character}) as alone`
  const rows = await connection.rows(
    `select n, ${cell('chr(n::integer)')} from range(65536) t(n) where n not between 55296 and 57343`,
  )
  const isBlank = /^[\t\n\f\r\0\p{Z}\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]$/u
  const wrong = rows.filter(({ n, cell, alone }) => {
    const character = String.fromCodePoint(Number(n))
    const [first, last] = isBlank.test(character) ? ['', ''] : [character, character]
    return cell !== `${first}a${character}b${last}` || alone !== first
  })
  expect(wrong).toEqual([])
})

test('no reading of a cell is planned as a join, which takes a wide table seconds', async () => {
  const macros = await connection.rows(
    `select function_name as name, array_to_string(parameters, ',') as parameters from duckdb_functions()
     where function_type = 'macro' and not internal and database_name = 'temp'`,
  )
  const argument = (name: string): string => {
    if (name === 'value') return 'day'
    return name === 'years_in_doubt' || name === 'blanks_proved' ? 'is_so' : 'cell'
  }
  await connection.run(`create temp table cells (cell varchar, is_so boolean, day timestamp)`)
  const calls = macros.map(({ name, parameters }) => {
    const names = String(parameters).split(',').filter(Boolean)
    return `${String(name)}(${names.map(argument).join(', ')})`
  })
  expect(calls.length).toBeGreaterThan(50)
  const plan = await connection.rows(`explain select ${calls.join(', ')} from cells`)
  expect(/Join Type: \w+/.exec(JSON.stringify(plan))).toBeNull()
})
