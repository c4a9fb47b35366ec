import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { bytesBelow, gigabytes } from './feeds.ts'
import type { Bench, Imported } from './feeds.ts'
import { generateMonth, growLastMonth, lastMonth, months } from './generate-feeds.ts'
import { type Measured, measure, removeBook, seconds, times } from './measure.ts'

const memoryLimit = '4GB'
const asOf = '2026-05-31'

/**
 * A seller whose feeds need not fit on the disk: each month is made, imported and thrown away. Then the book is
 * reconciled, and its last month grows, beside the same month in a book of its own.
 */
export async function benchMonths({ at, rows, note }: Bench): Promise<void> {
  const count = rows(100_000_000)
  const [book, alone, folder, grown] = [at('months.tieout'), at('month-alone.tieout'), at('month'), at('month-grown')]
  const measureBoth = async (to: string, path: string): Promise<[Measured, Measured]> => [
    await measure('importInto', to, memoryLimit, path),
    await measure('reconcileBook', to, memoryLimit, asOf),
  ]
  for (const one of [book, alone]) removeBook(one)
  for (const one of [folder, grown]) rmSync(one, { recursive: true, force: true })
  try {
    const imports: Measured[] = []
    let bytes = 0
    for (let month = 0; month < months; month++) {
      rmSync(folder, { recursive: true, force: true })
      await generateMonth(folder, count, month)
      bytes += bytesBelow(folder)
      const imported = await measure('importInto', book, memoryLimit, folder)
      imports.push(imported)
      console.log(`  month ${month + 1} of ${months}: ${seconds(imported)}, ${imported.peakMegabytes} MB`)
    }
    const reconciled = await measure('reconcileBook', book, memoryLimit, asOf)
    const all = sumOf(imports)
    const told = imports.map(({ result }) => result as Imported)
    const total = (pick: (imported: Imported) => number): number => told.reduce((sum, one) => sum + pick(one), 0)
    const [first, last] = [imports.slice(0, months / 3), imports.slice(-months / 3)]
    note(
      `Import ${count} billing events and what belongs to them month by month: ${total((one) => one.rows)} rows (${total((one) => one.refused)} refused) in ${total((one) => one.files)} files (${gigabytes(bytes)})`,
      seconds(all),
    )
    note(
      '  its last eight months',
      seconds(sumOf(last)),
      `its first eight ${seconds(sumOf(first))}`,
      times(sumOf(last), sumOf(first)),
    )
    note(`  peak memory of the process, DuckDB limited to ${memoryLimit}`, `${all.peakMegabytes} MB`)
    note('  the book, without the files that it keeps', gigabytes(statSync(book).size))
    note(`Reconcile that book: ${reconciled.result} keys`, seconds(reconciled))
    note(`  peak memory of the process, DuckDB limited to ${memoryLimit}`, `${reconciled.peakMegabytes} MB`)

    await growLastMonth(folder, count, join(grown, lastMonth))
    const [emptyImport, emptyReconciliation] = await measureBoth(alone, grown)
    const [grownImport, grownReconciliation] = await measureBoth(book, grown)
    const { rows: grownRows, replaces } = grownImport.result as Imported
    if (replaces.length !== 1) throw new Error('The grown month took the place of no file')
    note(
      `Import the last month's file, ${grownRows} rows, grown, into that book`,
      seconds(grownImport),
      `into an empty book ${seconds(emptyImport)}`,
      times(grownImport, emptyImport, '2x'),
    )
    note(
      '  reconcile after it',
      seconds(grownReconciliation),
      `the empty book ${seconds(emptyReconciliation)}`,
      times(grownReconciliation, emptyReconciliation, '2x'),
    )
    note('  peak memory', `${Math.max(grownImport.peakMegabytes, grownReconciliation.peakMegabytes)} MB`)
  } finally {
    for (const one of [book, alone]) removeBook(one)
    for (const one of [folder, grown]) rmSync(one, { recursive: true, force: true })
  }
}

/** Several measurements as one, with the highest memory of them. */
function sumOf(parts: readonly Measured[]): Measured {
  const sum = (pick: (part: Measured) => number): number => parts.reduce((total, part) => total + pick(part), 0)
  return {
    seconds: sum((part) => part.seconds),
    cpuSeconds: sum((part) => part.cpuSeconds),
    peakMegabytes: Math.max(...parts.map((part) => part.peakMegabytes)),
    result: null,
  }
}
