import type { Progress } from '../../shared/contract/imports.ts'
import { fileName } from '../formats/file-name.ts'
import type { ShownFormats } from '../formats/use-formats.tsx'
import { jobWording, stepName } from '../wording/jobs.ts'

/** How much of a step is done, between 0 and 1; null when its size is unknown. */
export function shareDone(progress: Progress | null): number | null {
  if (!progress || progress.total === null || progress.total <= 0) return null
  return Math.min(progress.done / progress.total, 1)
}

/** How far a step is, in bytes, lines or steps. */
export function amountText({ done, total, unit }: Progress, formats: ShownFormats): string {
  const amount = unit === 'bytes' ? formats.bytes : formats.count
  return total === null ? jobWording.soFar[unit](amount(done)) : jobWording.of[unit](amount(done), amount(total))
}

/** A step in words: what, unless the label beside it says so, how far, how many files, which file. */
export function progressText(progress: Progress, formats: ShownFormats, label?: string): string {
  const { step, file, files } = progress
  const name = stepName(step)
  const parts = [
    name === label ? null : name,
    amountText(progress, formats),
    files ? jobWording.files(formats.count(files.done), formats.count(files.total)) : null,
    file === undefined ? null : fileName(file),
  ]
  return parts.filter((part) => part !== null).join(' · ')
}
