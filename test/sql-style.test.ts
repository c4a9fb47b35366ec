import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const main = join(import.meta.dirname, '../main')
const files = readdirSync(main, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sql'))

/** As wide as Prettier makes everything else; only a list of words in one text may be wider. */
test('lines of SQL are at most 120 characters wide', () => {
  const isOneText = (line: string): boolean => /'[^']{60,}'/.test(line)
  const wide = files.flatMap((file) =>
    readFileSync(join(main, file), 'utf8')
      .split('\n')
      .flatMap((line, index) => (line.length > 120 && !isOneText(line) ? [`${file}:${index + 1}`] : [])),
  )
  expect(wide).toEqual([])
})

test('what is within the tolerance is said in one place', () => {
  const elsewhere = files
    .filter((file) => file !== join('reconcile', 'rules.sql'))
    .filter((file) =>
      /[<>]=?\s*(getvariable\('tolerance'\)|(\w+\.)?tolerance\b)/.test(readFileSync(join(main, file), 'utf8')),
    )
  expect(elsewhere).toEqual([])
})

test('what is inserted names its columns', () => {
  const unnamed = files.flatMap((file) =>
    Array.from(
      readFileSync(join(main, file), 'utf8').matchAll(/^insert into (\w+)\b(?! by name|\s*\()/gm),
      ([, table]) => `${file}: ${table}`,
    ),
  )
  expect(unnamed).toEqual([])
})
