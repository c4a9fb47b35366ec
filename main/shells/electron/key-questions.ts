import { TieoutError } from '../../../shared/errors.ts'
import type { KeyKeeper } from '../../service/service.ts'
import type { FromEngine, ToEngine } from './engine-messages.ts'

type Question = Omit<Extract<FromEngine, { type: 'key' }>, 'type'>
type Answer = Extract<ToEngine, { type: 'key' }>

/** The key store as the engine reaches it: questions to the main process, each with a number that its answer carries. */
export function createKeyQuestions(ask: (question: Question) => void): {
  readonly keeper: KeyKeeper
  answered(answer: Answer): void
} {
  const waiting = new Map<number, (answer: Answer) => void>()
  let count = 0
  const question = async (action: Question['action'], text: string): Promise<string> => {
    count += 1
    const id = count
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve)
      ask({ id, action, text })
    })
    if (answer.text !== undefined) return answer.text
    throw new TieoutError('not-allowed', answer.refusal ?? 'The key store of this computer did not answer.')
  }
  return {
    keeper: { seal: (text) => question('seal', text), open: (sealed) => question('open', sealed) },
    answered: (answer) => {
      waiting.get(answer.id)?.(answer)
      waiting.delete(answer.id)
    },
  }
}
