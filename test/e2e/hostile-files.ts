import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Column, type Section, sections } from '../../shared/reports/catalogue.ts'

/** Cells that do harm where a program takes text for markup, a link, a formula or an order. */
export const hostileCells: readonly string[] = [
  '<img src=x onerror="window.harmed=1">',
  '<script>window.harmed=1</script>',
  'javascript:window.harmed=1',
  '=HYPERLINK("http://harm.example","click")',
  '+1+cmd|harm',
  '-2+3',
  '@SUM(1)',
  'bell\u0007 and escape\u001b[31m',
  'abc\u202Edetrever\u202C',
  '{{7*7}} ${7*7} %s',
  "'; drop table files; --",
]

/** One CSV file per section, with one row for each hostile cell, which stands in every text column of it. */
export function writeHostileFiles(folder: string): { section: string; path: string; rows: number }[] {
  mkdirSync(folder, { recursive: true })
  return sections.map((section) => {
    const columns = columnsOf(section)
    const rows = hostileCells.map((hostile, index) => columns.map((column) => cell(column, hostile, index)))
    const lines = [columns.map(({ label }) => label), ...rows].map((cells) => cells.map(quoted).join(','))
    const path = join(folder, `${section.id}_2026-07-15.csv`)
    writeFileSync(path, `${lines.join('\r\n')}\r\n`)
    return { section: section.id, path, rows: rows.length }
  })
}

/** The newest layout of a section. */
function columnsOf(section: Section): Column[] {
  const [layout = []] = section.layouts
  return layout.flatMap((name) => section.columns.filter((column) => column.name === name))
}

function cell(column: Column, hostile: string, index: number): string {
  if (column.role === 'currency') return 'USD'
  const isUnseen = [...hostile].some((letter) => letter < ' ')
  const mayBeId = /^[ -~]+$/.test(hostile)
  // Each row is a key of its own; the reference carries the hostile text as well.
  if (column.role === 'transaction_reference') return `reference${index}${mayBeId ? hostile : ''}`
  switch (column.type) {
    case 'text':
      return isUnseen && column.role !== undefined ? `text${index}` : hostile
    case 'id':
      // A formula is no id, and what nobody sees has no place in one: such rows are refused.
      return mayBeId && !hostile.startsWith('=') ? hostile : `id${index}`
    case 'account':
      return '000123456789'
    case 'money':
    case 'decimal':
      return '10.00'
    case 'integer':
      return '1'
    case 'percent':
      return '3%'
    case 'date':
      return '2026-07-15'
    case 'datetime':
      return '2026-07-15 10:00:00'
    case 'month':
      return '2026-06'
  }
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
