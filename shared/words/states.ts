/** Whether a state is good, needs a look, is bad, or neither; its colour. */
export type Tone = 'good' | 'warn' | 'bad' | 'neutral'

/** The drawings of states: the first four are those of the tones. */
export type StateIcon =
  | Tone
  | 'clock'
  | 'dash'
  | 'dashed'
  | 'download'
  | 'half'
  | 'over'
  | 'page'
  | 'question'
  | 'returned'
  | 'signs'
  | 'versions'

/** How a state looks: its word, its colour, and its icon where it is not that of the colour. */
export interface StateWords {
  readonly text: string
  readonly tone: Tone
  readonly icon?: StateIcon
}

/**
 * States of keys, outcomes of controls, coverage, files, ageing and kinds of exceptions, as the core names them. The one
 * table of their looks: a state has the same word, icon and colour on every screen.
 */
export const stateWords = {
  disbursed: { text: 'Disbursed', tone: 'good' },
  'partially-disbursed': { text: 'Partially disbursed', tone: 'warn', icon: 'half' },
  'over-disbursed': { text: 'Over-disbursed', tone: 'warn', icon: 'over' },
  reversed: { text: 'Reversed', tone: 'bad', icon: 'returned' },
  'sign-mismatch': { text: 'Sign mismatch', tone: 'bad', icon: 'signs' },
  'not-disbursed': { text: 'Not disbursed', tone: 'neutral', icon: 'clock' },
  'past-due': { text: 'Past due', tone: 'bad', icon: 'clock' },
  'nothing-due': { text: 'Nothing due', tone: 'neutral' },
  'not-billed': { text: 'Not billed', tone: 'warn', icon: 'page' },
  pass: { text: 'Pass', tone: 'good' },
  fail: { text: 'Fail', tone: 'bad' },
  'not-checked': { text: 'Not checked', tone: 'neutral', icon: 'dashed' },
  'not-applicable': { text: 'Not applicable', tone: 'neutral' },
  found: { text: 'Found', tone: 'good' },
  'not-found': { text: 'Not found', tone: 'bad' },
  'report-not-loaded': { text: 'Report not loaded', tone: 'warn', icon: 'download' },
  loaded: { text: 'Loaded', tone: 'good' },
  missing: { text: 'Missing', tone: 'warn', icon: 'download' },
  'not-due': { text: 'Not yet due', tone: 'neutral', icon: 'clock' },
  withdrawn: { text: 'Withdrawn', tone: 'neutral', icon: 'dash' },
  'not-expected': { text: 'Not expected', tone: 'neutral', icon: 'dashed' },
  imported: { text: 'Imported', tone: 'good' },
  'already-imported': { text: 'Already in the book', tone: 'neutral' },
  'listed-twice': { text: 'Listed twice', tone: 'neutral', icon: 'versions' },
  unrecognised: { text: 'Not recognised', tone: 'bad' },
  replaced: { text: 'Replaced by a newer version', tone: 'neutral', icon: 'versions' },
  // Of files and of payouts to the bank.
  failed: { text: 'Failed', tone: 'bad' },
  failure: { text: 'Failure of a payout', tone: 'bad', icon: 'returned' },
  'not due': { text: 'Not due', tone: 'neutral', icon: 'clock' },
  '1-30': { text: '1–30 days', tone: 'warn' },
  '31-60': { text: '31–60 days', tone: 'warn' },
  '61-90': { text: '61–90 days', tone: 'bad' },
  '91-120': { text: '91–120 days', tone: 'bad' },
  '121+': { text: '121 days or more', tone: 'bad' },
  '<31': { text: 'Under 31 days', tone: 'neutral' },
  '>120': { text: 'Over 120 days', tone: 'bad' },
  unknown: { text: 'Due date unknown', tone: 'neutral', icon: 'question' },
  'control-failed': { text: 'Control failed', tone: 'bad' },
  'currency-difference': { text: 'Several currencies', tone: 'warn' },
  'delivery-date-unknown': { text: 'Delivery date unknown', tone: 'warn', icon: 'question' },
  'contradictory-feed-rows': { text: 'Contradictory feed rows', tone: 'warn', icon: 'versions' },
  'delivered-twice': { text: 'Delivered twice', tone: 'warn' },
  'missing-agreement': { text: 'Missing agreement', tone: 'warn', icon: 'page' },
  'missing-from-billed': { text: 'Missing from billed', tone: 'bad', icon: 'page' },
  'missing-from-uncollected': { text: 'Missing from uncollected', tone: 'warn', icon: 'page' },
  'refused-row': { text: 'Refused row', tone: 'bad' },
  'source-difference': { text: 'Sources differ', tone: 'warn' },
  'unknown-transaction-type': { text: 'Unknown transaction type', tone: 'warn', icon: 'question' },
  'uncollected-difference': { text: 'Uncollected differs', tone: 'warn' },
} satisfies Readonly<Record<string, StateWords>>

/** A word of the core that has a look of its own. */
export type StateName = keyof typeof stateWords

/** The states of a key, from what is in order to what is not. */
export const keyStates = [
  'disbursed',
  'partially-disbursed',
  'over-disbursed',
  'reversed',
  'sign-mismatch',
  'not-disbursed',
  'nothing-due',
  'not-billed',
] as const satisfies readonly StateName[]

/** Days past the due date, from the youngest. */
export const ages = [
  'not due',
  '1-30',
  '31-60',
  '61-90',
  '91-120',
  '121+',
  'unknown',
] as const satisfies readonly StateName[]

/** Why a line does not count. */
export const notCountedReasons = ['other-source', 'duplicate', 'after-as-of'] as const

/** Reasons, sources and other closed words of the core that are no state. */
const plainWords: Readonly<Record<string, string>> = {
  exact: 'agrees exactly',
  rounding: 'rounding',
  partial: 'partly disbursed',
  over: 'more than billed',
  'failed-disbursement': 'failed disbursement',
  sign: 'opposite signs',
  'past-due': 'past due',
  'due-date-unknown': 'due date unknown',
  netted: 'netted to nothing',
  'not-in-billed-revenue': 'not in billed revenue',
  'no-reference': 'no reference',
  'currency-assumed': 'currency assumed',
  data_feed: 'data feed',
  billed_revenue: 'billed revenue export',
  collections_and_disbursements: 'collections and disbursements export',
  monthly_billed_revenue: 'monthly billed revenue report',
  disbursement: 'disbursement report',
  sales_compensation: 'sales compensation report',
  // Why a line does not count.
  'other-source': 'another source counts',
  duplicate: 'delivered twice',
  'after-as-of': 'after the as-of date',
  // How AWS's list of uncollected funds stands to a key.
  agrees: 'agrees',
  differs: 'differs',
  'not-listed': 'not on the list',
  'no-list': 'no list of this currency',
  // What a sync made of an object.
  'side-file': 'describes a report',
  'not-a-report': 'not a report',
}

/** Whether a text is one of the words that have a look of their own. */
export function isState(text: string): text is StateName {
  return Object.hasOwn(stateWords, text)
}

/** A state in words; undefined for a text that is none, such as the state in which a customer lives. */
export function wordsOf(state: string): StateWords | undefined {
  return isState(state) ? stateWords[state] : undefined
}

/** How an exception looks: what is not disbursed by the reason why a person must look at it, all else by its kind. */
export function exceptionState(exception: string, reason: unknown): string {
  if (exception !== 'not-disbursed') return exception
  return reason === 'due-date-unknown' ? 'unknown' : reason === 'past-due' ? 'past-due' : exception
}

/** A reason or a source in words; another text as it is. */
export function plainWord(word: string): string {
  if (Object.hasOwn(plainWords, word)) return plainWords[word] ?? word
  return wordsOf(word)?.text.toLowerCase() ?? word
}
