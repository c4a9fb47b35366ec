/** How a state reads, and whether it is good, needs a look, is bad, or neither. */
export interface StateWords {
  readonly text: string
  readonly tone: 'good' | 'warn' | 'bad' | 'neutral'
}

/** States of keys, outcomes of controls, coverage, ageing and kinds of exceptions, as the core names them. */
export const stateWords: Readonly<Record<string, StateWords>> = {
  disbursed: { text: 'Disbursed', tone: 'good' },
  'partially-disbursed': { text: 'Partially disbursed', tone: 'warn' },
  'over-disbursed': { text: 'Over-disbursed', tone: 'warn' },
  reversed: { text: 'Reversed', tone: 'bad' },
  'sign-mismatch': { text: 'Sign mismatch', tone: 'bad' },
  'not-disbursed': { text: 'Not disbursed', tone: 'neutral' },
  'nothing-due': { text: 'Nothing due', tone: 'neutral' },
  'not-billed': { text: 'Not billed', tone: 'warn' },
  pass: { text: 'Pass', tone: 'good' },
  fail: { text: 'Fail', tone: 'bad' },
  'not-applicable': { text: 'Not applicable', tone: 'neutral' },
  found: { text: 'Found', tone: 'good' },
  'not-found': { text: 'Not found', tone: 'bad' },
  'report-not-loaded': { text: 'Report not loaded', tone: 'warn' },
  loaded: { text: 'Loaded', tone: 'good' },
  missing: { text: 'Missing', tone: 'bad' },
  'not-due': { text: 'Not due', tone: 'neutral' },
  'not-yet-due': { text: 'Not yet due', tone: 'neutral' },
  withdrawn: { text: 'Withdrawn', tone: 'neutral' },
  imported: { text: 'Imported', tone: 'good' },
  'already-imported': { text: 'Imported before', tone: 'neutral' },
  unrecognised: { text: 'Not recognised', tone: 'warn' },
  failed: { text: 'Failed', tone: 'bad' },
  'not due': { text: 'Not due', tone: 'neutral' },
  '1-30': { text: '1–30 days', tone: 'warn' },
  '31-60': { text: '31–60 days', tone: 'warn' },
  '61-90': { text: '61–90 days', tone: 'bad' },
  '91-120': { text: '91–120 days', tone: 'bad' },
  '121+': { text: '121 days or more', tone: 'bad' },
  '<31': { text: 'Under 31 days', tone: 'neutral' },
  '>120': { text: 'Over 120 days', tone: 'bad' },
  unknown: { text: 'Due date unknown', tone: 'neutral' },
  'control-failed': { text: 'Control failed', tone: 'bad' },
  'currency-difference': { text: 'Several currencies', tone: 'warn' },
  'delivery-date-unknown': { text: 'Delivery date unknown', tone: 'warn' },
  'delivered-twice': { text: 'Delivered twice', tone: 'warn' },
  'missing-from-billed': { text: 'Missing from billed', tone: 'bad' },
  'missing-from-uncollected': { text: 'Missing from uncollected', tone: 'warn' },
  'refused-row': { text: 'Refused row', tone: 'bad' },
  'source-difference': { text: 'Sources differ', tone: 'warn' },
  'uncollected-difference': { text: 'Uncollected differs', tone: 'warn' },
}

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
  billed_revenue: 'billed revenue export',
  collections_and_disbursements: 'collections and disbursements export',
  monthly_billed_revenue: 'monthly billed revenue report',
  disbursement: 'disbursement report',
  sales_compensation: 'sales compensation report',
}

/** A state in words; undefined for a text that is none, such as the state in which a customer lives. */
export function wordsOf(state: string): StateWords | undefined {
  return Object.hasOwn(stateWords, state) ? stateWords[state] : undefined
}

/** A reason or a source in words; another text as it is. */
export function plainWord(word: string): string {
  if (Object.hasOwn(plainWords, word)) return plainWords[word] ?? word
  return wordsOf(word)?.text.toLowerCase() ?? word
}
