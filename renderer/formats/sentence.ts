import { formattedSentence } from '../../shared/sentences.ts'
import { withControlName } from '../../shared/words/codes.ts'
import { discreet } from './privacy.ts'
import type { ShownFormats } from './use-formats.tsx'

/**
 * A sentence of the core as people read it: amounts and days as everywhere in the window, controls by their names, and in
 * privacy mode without amounts, quotations and folders.
 */
export function sentenceText(sentence: string, formats: ShownFormats): string {
  const told = formats.privacy ? discreet(sentence) : sentence
  return formattedSentence(withControlName(told), formats)
}
