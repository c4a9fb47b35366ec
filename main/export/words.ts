import { formattedSentence } from '../../shared/sentences.ts'
import { bridgeWords } from '../../shared/words/bridge.ts'
import { withControlName } from '../../shared/words/codes.ts'
import { wordsOf } from '../../shared/words/states.ts'

/** A state, an outcome or an age in words; another text as it is. */
export function stateText(state: string): string {
  return wordsOf(state)?.text ?? state
}

/** A line of the bridge in words; another text as it is. */
export function bridgeText(line: string): string {
  return bridgeWords[line]?.text ?? line
}

/** How amounts are written in sentences: as the cells beside them show them, whatever the machine's language; days stay. */
const formats = {
  money: (amount: string): string => {
    const [whole = '', decimals = ''] = amount.replace('-', '').split('.')
    const size = `${whole.replace(/\B(?=(?:\d{3})+$)/g, ',')}.${decimals}`
    return amount.startsWith('-') ? `(${size})` : size
  },
}

/** A sentence of the core as people read it: controls by their names, amounts with groups, negatives in parentheses. */
export function sentenceText(sentence: string): string {
  return formattedSentence(withControlName(sentence), formats)
}
