import { TieoutError } from '../../../shared/errors.ts'
import type { KeyKeeper } from '../../service/service.ts'
import type { FromEngine, ToEngine } from './engine-messages.ts'
import type { Questions } from './questions.ts'

export type KeyQuestion = Pick<Extract<FromEngine, { type: 'key' }>, 'action' | 'text'>
export type KeyAnswer = Pick<Extract<ToEngine, { type: 'key' }>, 'text' | 'refusal'>

/** The key store as the engine reaches it. Error `not-allowed` with the reason why it gives nothing. */
export function keyKeeper(questions: Pick<Questions<KeyQuestion, KeyAnswer>, 'ask'>): KeyKeeper {
  const ask = async (action: KeyQuestion['action'], text: string): Promise<string> => {
    const answer = await questions.ask({ action, text })
    if (answer.text !== undefined) return answer.text
    throw new TieoutError('not-allowed', answer.refusal ?? 'The key store of this computer did not answer.')
  }
  return { seal: (text) => ask('seal', text), open: (sealed) => ask('open', sealed) }
}
