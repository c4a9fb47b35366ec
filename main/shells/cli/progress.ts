import type { Progress } from '../../../shared/contract/imports.ts'
import { count } from './text-table.ts'

/** Shows how far the work has come, on a terminal only. */
export interface ProgressLine {
  show(event: Progress): void
  /** Takes the line away, before anything else is written. */
  clear(): void
}

const millisecondsBetweenLines = 100

/** One line of standard error, rewritten; nothing at all when that is not a terminal. */
export function progressLine(): ProgressLine {
  const terminal = process.stderr
  if (!terminal.isTTY) return { show: () => undefined, clear: () => undefined }
  let shownAt = 0
  let step = ''
  let startedAt = 0
  let onScreen = false
  return {
    show(event) {
      const now = Date.now()
      const name = `${event.step} ${event.file ?? ''}`
      if (name !== step) {
        step = name
        startedAt = now
      } else if (now - shownAt < millisecondsBetweenLines && event.done !== event.total) return
      shownAt = now
      onScreen = true
      terminal.write(`\r\u001b[2K${describe(event, now - startedAt).slice(0, (terminal.columns || 80) - 1)}`)
    },
    clear() {
      if (onScreen) terminal.write('\r\u001b[2K')
      onScreen = false
    },
  }
}

/** For example `Importing a.csv  12.0 MB of 24.0 MB  50%  8.1 MB/s`. */
export function describe(event: Progress, milliseconds: number): string {
  const name = event.file?.split(/[\\/]/).at(-1)
  const parts = [name && !event.step.endsWith(name) ? `${event.step} ${name}` : event.step]
  if (event.files) parts.push(`${count(event.files.done)} of ${count(event.files.total)} files`)
  if (event.total === null) parts.push(amount(event.done, event.unit))
  else parts.push(`${amount(event.done, event.unit)} of ${amount(event.total, event.unit)}`)
  if (event.total) parts.push(`${Math.floor((Math.min(event.done, event.total) / event.total) * 100)}%`)
  if ((event.unit === 'bytes' || event.unit === 'rows') && milliseconds >= 500) {
    const rate = Math.round(event.done / (milliseconds / 1000))
    parts.push(event.unit === 'bytes' ? `${amount(rate, 'bytes')}/s` : `${count(rate)} rows/s`)
  }
  return parts.join('  ')
}

function amount(value: number, unit: Progress['unit']): string {
  if (unit === 'bytes') return `${(value / 1_000_000).toFixed(1)} MB`
  return unit === 'steps' ? count(value) : `${count(value)} ${unit}`
}
