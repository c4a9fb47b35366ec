import type { StateName } from './words/states.ts'

/**
 * What an exception is about. With it, a colon and what it is called begins the id of the subject (`key:ab12|USD`); what may
 * follow behind a further `|` tells exceptions of one kind apart that are about the same.
 */
export type ExceptionSubject =
  'key' | 'reference' | 'settlement' | 'lines' | 'line' | 'file' | 'control' | 'feed-row' | 'event' | 'agreement'

/** One kind of exception; its word, colour and icon are those of its state in `stateWords`. */
interface Kind {
  /** What it may be about. */
  readonly about: readonly ExceptionSubject[]
  /** What a person can do about it, in one sentence. */
  readonly nextStep: string
}

/** Lines without a reference are no key: they belong to their settlement, or to nothing. */
const ofKey = ['key', 'settlement', 'lines'] as const

/** Everything that a person must look at, as the view `exceptions` names it: what is open first, then what disagrees. */
export const exceptions = {
  'not-disbursed': {
    about: ofKey,
    nextStep:
      'Follow up what is past due with AWS or the customer; get the report with the due date where it is unknown.',
  },
  'partially-disbursed': { about: ofKey, nextStep: 'See whether the rest is due, was refunded, or was left out.' },
  'over-disbursed': { about: ofKey, nextStep: 'Look for a billed line that is missing, or a payout that came twice.' },
  reversed: { about: ofKey, nextStep: 'The payout failed: check the bank details that AWS has.' },
  'sign-mismatch': {
    about: ofKey,
    nextStep: 'Compare the lines of both sides: a refund may stand on one of them only.',
  },
  'not-billed': {
    about: ofKey,
    nextStep: 'Get the billed revenue report that can hold the sale, or explain the adjustment.',
  },
  'currency-difference': { about: ['reference'], nextStep: 'Match the amounts by hand; currencies are never added.' },
  'source-difference': { about: ['key'], nextStep: 'Compare both reports and decide which one is right.' },
  'missing-from-uncollected': {
    about: ['key'],
    nextStep: 'See whether it was paid, or ask AWS why its list leaves it out.',
  },
  'uncollected-difference': { about: ofKey, nextStep: 'Compare the lines of the key with the line of AWS’s list.' },
  'missing-from-billed': {
    about: ofKey,
    nextStep: 'Get the billed revenue report that can hold the line of AWS’s list.',
  },
  'delivered-twice': {
    about: ['key', 'lines'],
    nextStep: 'Take the import out that holds the wrong copy of the report.',
  },
  'refused-row': { about: ['line'], nextStep: 'Read the text of the row, and import the file as AWS delivered it.' },
  'control-failed': { about: ['control'], nextStep: 'Look at the lines that make the difference.' },
  'delivery-date-unknown': {
    about: ['file'],
    nextStep: 'Import the file again with the day on which AWS delivered it.',
  },
  'contradictory-feed-rows': { about: ['feed-row'], nextStep: 'Ask AWS which of the versions is right.' },
  'unknown-transaction-type': { about: ['event'], nextStep: 'Look at the events, and ask AWS what they are.' },
  'missing-agreement': { about: ['agreement'], nextStep: 'Get the months of the agreement feed that are missing.' },
} as const satisfies { readonly [Name in StateName]?: Kind }

/** The kind of an exception. */
export type ExceptionKind = keyof typeof exceptions

/** Every kind of exception, in the order in which they are listed. */
export const exceptionKinds = Object.keys(exceptions) as readonly ExceptionKind[]

/** Whether a text is a kind of exception. */
export function isExceptionKind(text: string): text is ExceptionKind {
  return Object.hasOwn(exceptions, text)
}

/** What a person can do about an exception of this kind; null for a text that is none. */
export function nextStepOf(kind: string): string | null {
  return isExceptionKind(kind) ? exceptions[kind].nextStep : null
}
