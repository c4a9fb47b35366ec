import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateSection } from './generate.ts'
import { type Measured, measure, seconds } from './measure.ts'

interface Bench {
  at(name: string): string
  rows(count: number): number
  note(what: string, figure: string, against?: string, ratio?: string): void
}

/** Many small files, one cell that needs care, and a list before the import, each against what it could cost at best. */
export async function benchImports({ at, rows, note }: Bench): Promise<void> {
  const csv = at('imports.csv')
  await generateSection(csv, 'br1', rows(500_000), rows(100_000))
  const lines = readFileSync(csv, 'utf8').trimEnd().split('\n')

  const small = at('small-files')
  const perFile = 100
  const files = rows(1000)
  rmSync(small, { recursive: true, force: true })
  mkdirSync(small)
  for (let file = 0; file < files; file++) {
    const from = 1 + ((file * perFile) % Math.max(1, lines.length - perFile))
    const own = lines.slice(from, from + perFile).map((line) => line.replace(/^[^,]*/, `file-${file}`))
    writeFileSync(join(small, `part-${file}.csv`), `${[lines[0], ...own].join('\n')}\n`)
  }
  const many = await measure('importCounted', at('imports.tieout'), small)
  const { statements } = many.result as { statements: number }
  note(
    `Import ${files} files of ${perFile} lines`,
    `${perPiece(many, files)} ms of the processor a file`,
    `${(statements / files).toFixed(2)} statements a file`,
    'aim: 5 ms',
  )

  const clean = await measure('importFile', at('imports.tieout'), '', csv)
  const dirty = at('one-cell.csv')
  const middle = Math.floor(lines.length / 2)
  const amount = lines[0]?.split(',').indexOf('Customer Billed Amount') ?? 0
  const cells = lines[middle]?.split(',') ?? []
  cells[amount] = '"1,234.50"'
  if (!existsSync(dirty)) writeFileSync(dirty, `${lines.with(middle, cells.join(',')).join('\n')}\n`)
  const careful = await measure('importFile', at('imports.tieout'), '', dirty)
  note(
    `Import ${rows(500_000)} lines, one with 1,234.50`,
    `${careful.cpuSeconds.toFixed(1)} s of the processor`,
    `without it ${clean.cpuSeconds.toFixed(1)} s`,
    `${(careful.cpuSeconds / clean.cpuSeconds).toFixed(2)}x (aim: 1.2x)`,
  )

  const listed = await measure('listThenImport', at('imports-list'), csv)
  note(
    'List of the same file, then its import',
    `${listed.cpuSeconds.toFixed(1)} s of the processor`,
    `import alone ${clean.cpuSeconds.toFixed(1)} s (${seconds(clean)})`,
    `${(listed.cpuSeconds / clean.cpuSeconds).toFixed(2)}x (aim: 1.1x)`,
  )
}

function perPiece({ cpuSeconds }: Measured, pieces: number): string {
  return ((cpuSeconds * 1000) / pieces).toFixed(1)
}
