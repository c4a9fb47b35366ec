import { statSync } from 'node:fs'
import type { ListNews, ListedFile as Line } from '../../shared/contract/imports.ts'
import { throwIfAborted } from '../../shared/errors.ts'
import { deliveryDate, hasNoDelivery } from '../import/kept/book-files.ts'
import type { Told } from '../import/choices.ts'
import { deliveryEvidence } from '../import/evidence.ts'
import { type Head, headsOf } from '../import/heads.ts'
import { withoutRows } from '../import/result.ts'
import type { NoSource, SourceFile } from '../import/sources/sources.ts'
import type { RecogniseOptions } from './recognise.ts'

type Found = SourceFile | NoSource

/** Milliseconds after which heads that were looked at are told of. */
const tellEvery = 150

/** What is known of a file before anything of it is read. */
export function nameLine(source: Found, delivered?: string): Line {
  if ('reason' in source) return withoutRows(source.path, 'failed', source.reason)
  const bytes = statSync(source.disk, { throwIfNoEntry: false })?.size ?? 0
  return toLine(source, { path: source.path, name: source.name, bytes, sections: [], toRemember: {} }, delivered)
}

/** Tells by `say` what the heads of the files show, some files at a time. */
export async function headLines(
  sources: readonly Found[],
  told: (source: SourceFile) => Told,
  folder: string,
  { delivered, signal }: RecogniseOptions,
  say: (news: { listed: readonly Line[]; gone: ListNews['gone'] }) => void,
): Promise<void> {
  let listed: Line[] = []
  let gone: string[] = []
  let told_ = performance.now()
  const tell = (): void => {
    say({ listed, gone })
    listed = []
    gone = []
    told_ = performance.now()
  }
  for (const source of sources) {
    throwIfAborted(signal)
    if ('reason' in source) continue
    const heads = await headsOf(source, told, folder)
    if (!heads.some(({ path }) => path === source.path)) gone.push(source.path)
    listed.push(...heads.map((head) => toLine(source, head, delivered)))
    if (performance.now() - told_ > tellEvery) tell()
  }
  tell()
}

function toLine(source: SourceFile, head: Head, delivered: string | undefined): Line {
  const isOwn = head.path === source.path
  const known = {
    ...(isOwn && source.evidence ? source.evidence : deliveryEvidence(head.name, isOwn ? source.meta : null)),
    delivered: delivered ?? null,
  }
  const needsNoDate = head.sections.length > 0 && head.sections.every(({ section }) => hasNoDelivery(section))
  return {
    ...withoutRows(head.path, 'unrecognised', '', { bytes: head.bytes }),
    status: 'reading',
    reason: null,
    sections: head.sections,
    ...deliveryDate(known, null, needsNoDate),
  }
}
