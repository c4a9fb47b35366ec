import { arch, cpus, release, totalmem } from 'node:os'
import type { z } from 'zod'
import type { diagnostics } from '../../shared/contract/settings.ts'
import type { Service } from './service.ts'

const logLines = 40

/** What support needs to know: versions, sizes, counts and the end of the log, none of which holds data of a customer. */
export async function diagnose(service: Service): Promise<z.infer<typeof diagnostics>> {
  const { options, log, jobs, desk } = service
  const lines = [
    `Tieout ${options.version}, ${options.shell}`,
    `Node ${process.version}, ${process.platform} ${arch()} ${release()}`,
    `${cpus().length} processors, ${Math.round(totalmem() / 2 ** 20)} MB of memory, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB in use`,
    `Job: ${jobs.current?.kind ?? 'none'}`,
    ...(desk.app ? await bookLines(service) : ['No book is open.']),
    '',
    'Log',
    ...log.tail(logLines),
  ]
  return { version: options.version, logFolder: log.folder, report: `${lines.join('\n')}\n` }
}

async function bookLines(service: Service): Promise<string[]> {
  const { bytes, tolerance, asOf, empty, warning } = await service.bookInfo()
  const history = await service.app().history()
  const files = history.flatMap((entry) => entry.files)
  const sections = new Map<string, number>()
  for (const file of files)
    for (const section of file.sections?.split(', ') ?? []) sections.set(section, (sections.get(section) ?? 0) + 1)
  return [
    `Book: ${bytes} bytes, tolerance ${tolerance}, as of ${asOf ?? 'the latest date'}${empty ? ', empty' : ''}${warning ? ', with a warning' : ''}`,
    `Imports: ${history.length}, files: ${files.length}, rows: ${sum(history.map(({ rows }) => rows))}, refused rows: ${sum(history.map((entry) => entry.refused_rows))}`,
    `Sections: ${[...sections].map(([section, count]) => `${section} ${count}`).join(', ')}`,
  ]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
