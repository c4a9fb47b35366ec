import { useEffect, useEffectEvent } from 'react'
import type { Work } from '../../shared/host.ts'
import type { AppState } from '../../shared/contract/books.ts'
import { useHost } from '../connection/index.ts'
import { frameWording } from '../wording/frame.ts'
import { useAppState } from './app-state.tsx'
import { noteWork, takeBrokenOff, type WorkNote } from './broken-off.ts'
import { useJobs } from './jobs.tsx'
import { notify } from './notify.tsx'

/** Looking at files and buckets loses nothing: it is done again in a moment. */
const passing: ReadonlySet<string> = new Set(['recognise', 'list'])

/**
 * Tells the shell what this window works at, so that nobody closes it unasked, and says of work that a window before broke
 * off what became of it.
 */
export function useWork(): void {
  const host = useHost()
  const { jobs, isOwn } = useJobs()
  const { job, book, undo } = useAppState()
  const copy = jobs.find(({ isCopy }) => isCopy)
  const own = job && isOwn(job.startedAt) && !passing.has(job.kind) ? (job.kind as Work['kind']) : null
  const kind = copy ? 'copy' : own
  const { done = 0, total = null } = (copy ?? jobs.at(-1))?.progress ?? {}
  const percent = kind && total ? Math.min(Math.round((100 * done) / total), 100) : null

  useEffect(() => {
    host.setWork(kind && { kind, done: percent === null ? null : percent / 100 })
  }, [host, kind, percent])

  const begin = useEffectEvent((started: Work['kind']) =>
    noteWork({
      kind: started,
      book: book?.path ?? null,
      bookName: book?.name ?? null,
      importId: undo?.importId ?? null,
    }),
  )
  useEffect(() => (kind ? begin(kind) : undefined), [kind])

  const tell = useEffectEvent((notes: readonly WorkNote[]) => {
    for (const note of notes) notify(outcomeOf(note, { book, undo }))
  })
  // What broke off may still be taken back; then nobody knows yet how it ends.
  const isAtRest = job === null
  useEffect(() => {
    if (isAtRest) void takeBrokenOff().then(tell)
  }, [isAtRest])
}

/** What became of work whose window went away: the latest import of the book says whether one got in. */
function outcomeOf(note: WorkNote, { book, undo }: Pick<AppState, 'book' | 'undo'>): Parameters<typeof notify>[0] {
  const { brokenOff } = frameWording
  if (note.kind !== 'import' && note.kind !== 'sync') return { title: brokenOff.stopped[note.kind] }
  if (note.book !== book?.path) return { title: brokenOff.unknown[note.kind](note.bookName ?? '') }
  const got = undo !== null && undo.importId !== note.importId && undo.importId > (note.importId ?? 0)
  return got ? { title: brokenOff.got[note.kind], tone: 'good' } : { title: brokenOff.stopped[note.kind] }
}
