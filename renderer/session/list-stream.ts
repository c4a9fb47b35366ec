import type { ListNews, Progress } from '../../shared/contract/imports.ts'
import type { JobStream } from './job-stream.ts'

/** The stream of a list as that of any job; what it tells of files goes to `tell` on the way. */
export function hearingNews<Result>(
  stream: AsyncIterator<Progress & { news?: ListNews | undefined }, Result, unknown>,
  tell: (news: ListNews) => void,
): JobStream<Result> {
  const giveUp = stream.return?.bind(stream)
  return {
    async next() {
      const step = await stream.next()
      if (!step.done && step.value.news) tell(step.value.news)
      return step
    },
    ...(giveUp ? { return: giveUp } : {}),
  }
}
