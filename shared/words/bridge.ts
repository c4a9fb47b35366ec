/** A line of the bridge as a person reads it. */
export interface BridgeWords {
  readonly text: string
  /** What the amount is, in one sentence. */
  readonly meaning: string
}

/** The lines of the bridge in the words of the trade, by their names in the query `bridge` and in its order. */
export const bridgeWords: Readonly<Record<string, BridgeWords>> = {
  billed: { text: 'Billed', meaning: 'Seller net of all billed lines that count.' },
  disbursed: { text: 'Disbursed', meaning: 'Seller net of all disbursed lines that count.' },
  difference: { text: 'Difference', meaning: 'Billed less disbursed, of every key.' },
  'open-not-due': {
    text: 'Open, not due',
    meaning: 'Billed, not fully disbursed, and due on the as-of date or later.',
  },
  'open-past-due': { text: 'Open, past due', meaning: 'Billed, not fully disbursed, and due before the as-of date.' },
  'open-due-date-unknown': {
    text: 'Open, due date unknown',
    meaning: 'Billed, not fully disbursed, and no loaded file shows a due date.',
  },
  'over-disbursed': { text: 'Over-disbursed', meaning: 'More was disbursed than billed.' },
  'not-billed': { text: 'Disbursed, not billed', meaning: 'Disbursed, and billed in no loaded file.' },
  'sign-mismatch': { text: 'Opposite signs', meaning: 'Billed and disbursed have opposite signs.' },
  netted: { text: 'Netted', meaning: 'Billed lines that cancel each other before anything was disbursed.' },
  rounding: { text: 'Rounding', meaning: 'Differences within the tolerance of the book.' },
  open: { text: 'Open', meaning: 'The open lines above together.' },
  'missing-from-uncollected': {
    text: 'Open here, not on AWS’s list',
    meaning: 'Open on the day of AWS’s list of uncollected funds, and not on it.',
  },
  'missing-from-billed': {
    text: 'On AWS’s list, not billed here',
    meaning: 'On AWS’s list of uncollected funds, and billed in no loaded file.',
  },
  'uncollected-difference': {
    text: 'On both, with other amounts',
    meaning: 'What AWS lists less what was open on the day of the list.',
  },
  'other-entity': {
    text: 'Sold by other entities than AWS Inc.',
    meaning: 'AWS’s list holds sales of AWS Inc. only.',
  },
  'other-day': {
    text: 'Billed or paid since the list',
    meaning: 'What happened between the day of AWS’s list and the as-of date.',
  },
  'uncollected-list': {
    text: 'AWS’s list of uncollected funds',
    meaning: 'The latest section 7 up to the as-of date.',
  },
  collected: {
    text: 'Collected by AWS',
    meaning: 'What AWS received from the customers, as far as a loaded file tells.',
  },
  'paid-in-other-currency': {
    text: 'Paid in another currency',
    meaning: 'Priced in this currency and paid out in another.',
  },
  'priced-in-other-currency': {
    text: 'Priced in another currency',
    meaning: 'Paid out in this currency and priced in another.',
  },
  'in-transit': { text: 'In transit', meaning: 'Disbursed, and nothing says that it reached the bank.' },
  'bank-difference': {
    text: 'Bank differences',
    meaning: 'Deposits less the lines in them, seller sales tax that was paid out with them included.',
  },
  banked: { text: 'Banked', meaning: 'Deposits with a bank trace id, or an amount in section 2.' },
}

/** The parts of the bridge, by their names in the query, with what each shows. */
export const bridgeSections: Readonly<Record<string, string>> = {
  'billed to disbursed': 'Billed to disbursed',
  difference: 'What the difference is',
  'open to list': 'Open to AWS’s list',
  'disbursed to bank': 'Disbursed to the bank',
}
