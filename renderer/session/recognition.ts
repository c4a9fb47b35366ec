import { useQuery } from '@tanstack/react-query'
import type { Dispatch, SetStateAction } from 'react'
import type { Choice, ListNews, ListedFile } from '../../shared/contract/imports.ts'
import { problemOf, useClient } from '../connection/index.ts'
import { importWording } from '../wording/import.ts'
import { useAppState } from './app-state.tsx'
import { useJobs } from './jobs.tsx'
import { type Lines, withNews } from './list-news.ts'
import { hearingNews } from './list-stream.ts'

/** Whether a person should look at the list before it is imported: a file that is no report, or has no date. */
export function asksForSomething(files: readonly ListedFile[]): boolean {
  return files.some(
    ({ status, date_source }) =>
      status === 'unrecognised' || status === 'failed' || (status === 'imported' && date_source === 'unknown'),
  )
}

/** What the list is asked for. */
interface Asked {
  readonly paths: readonly string[]
  readonly delivered: string | null
  readonly choices: ReadonlyMap<string, string | null>
}

/** The same in the form in which the core takes it. */
export function inputOf({ paths, delivered, choices }: Asked): {
  paths: string[]
  delivered?: string
  choices: Choice[]
} {
  return {
    paths: [...paths],
    choices: [...choices].map(([path, section]) => ({ path, section })),
    ...(delivered === null ? {} : { delivered }),
  }
}

/**
 * Asks what the chosen files are, and tells `setLines` whatever becomes known; asked anew for another book, and when
 * imports came or went, for a file may be known then. The core reads no file twice for it.
 */
export function useRecognition(asked: Asked, isImporting: boolean, setLines: Dispatch<SetStateAction<Lines>>) {
  const client = useClient()
  const { run } = useJobs()
  const { book, revisions } = useAppState()
  const input = inputOf(asked)
  return useQuery({
    queryKey: ['recognise', book?.path ?? null, revisions.facts, input],
    enabled: book !== null && asked.paths.length > 0 && !isImporting,
    // An answer that comes from here would not tell the lines.
    gcTime: 0,
    // A list that this one takes the place of, or an import that a reload broke off, is still being given up.
    retry: (count, error) => problemOf(error).details['job'] !== undefined && count < 240,
    retryDelay: 250,
    queryFn: async ({ signal: replaced }) => {
      const tell = (news: ListNews): void => {
        if (!replaced.aborted) setLines((lines) => withNews(lines, news))
      }
      const all = await run(importWording.recognising, async (stopped) =>
        hearingNews(await client.imports.recognise(input, { signal: AbortSignal.any([stopped, replaced]) }), tell),
      )
      if (!replaced.aborted) setLines(all)
      return all.files.length
    },
  })
}
