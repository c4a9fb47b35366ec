/** What each control claims, by its id. */
export const controlNames = {
  'file-complete': 'Every line of a file is accounted for',
  'settlement-lines': 'Lines add up to the settlement',
  'net-formula': 'Net is the sum of its parts',
  'uncollected-total': 'Section 7 agrees with section 4',
  'past-due-total': 'Past due lines agree with section 6',
  'collected-total': 'Collected lines agree with section 5',
  'roll-forward': 'Opening, billed and disbursed give closing',
  'payout-lines': 'Lines of a payout add up to it',
  'dashboard-identity': 'Net is disbursed plus undisbursed',
  'adjustment-refund': 'Adjustments asked for are refunded',
  'bridge-foots': 'The bridge foots',
} satisfies Readonly<Record<string, string>>

export type ControlId = keyof typeof controlNames

/** Every control that the core makes. */
export const controlIds = Object.keys(controlNames) as readonly ControlId[]
