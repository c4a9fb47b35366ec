import type { Choice, FileResult } from '../../../../shared/contract/imports.ts'
import type { Context } from '../context.ts'
import { finish, withCore } from '../core.ts'
import { requireAnyPath } from '../paths.ts'
import { deliveryText } from '../report.ts'
import { count, counted } from '../text-table.ts'
import { exitOf } from './import.ts'

/** `tieout recognise`: what each file is and because of what; 4 when one could not be read or recognised. */
export async function recogniseFiles(
  context: Context,
  paths: string[],
  options: { readonly as?: readonly Choice[]; readonly limitsTimes?: number },
): Promise<number> {
  const { output, progress, signal } = context
  requireAnyPath(paths)
  const input = { paths, choices: options.as, limitsTimes: options.limitsTimes }
  const { files } = await withCore((core) => finish(core.imports.recognise(input, { signal }), context))
  progress.clear()
  if (output.json) await output.document({ files })
  else await output.write(files.map(fileReport).join('\n'))
  return exitOf(files)
}

function fileReport(file: FileResult): string {
  const lines = [file.path]
  if (file.status === 'failed' || file.status === 'unrecognised') lines.push(`  ${file.status}: ${file.reason ?? ''}`)
  for (const section of file.sections) {
    const refused = section.refused_rows > 0 ? `, ${count(section.refused_rows)} refused` : ''
    lines.push(
      `  ${section.title} (${section.section}): ${counted(section.rows, 'row')}${refused}, header in line ${count(section.header_line)}`,
      `    taken for ${section.because}`,
    )
  }
  if (file.delivery_date !== null && file.date_source !== 'not needed') lines.push(`  delivered ${deliveryText(file)}`)
  lines.push(...file.warnings.map((warning) => `  ${warning}`))
  return `${lines.join('\n')}\n`
}
