import { addDays, addMonths, asOf } from './calendar.ts'
import type { Customer } from './customers.ts'
import { deliveredOn } from './feed-dimensions.ts'
import { type FeedRow, accountOf, catalog, code, feedRow, productOf, sellerAccount, time } from './feed-rows.ts'
import { type Cents, plain, share } from './money.ts'

/** What each customer agreed to: agreement, terms, instalments, and the offer behind it with product and target. */
export function agreementRows(customers: readonly Customer[], opening: string): FeedRow[] {
  return customers.flatMap((customer) => [
    ...agreements(customer, opening),
    ...terms(customer, opening),
    ...instalments(customer, opening),
    ...offers(customer, opening),
  ])
}

/** The customer whose agreement grew, and the day. */
const grown = { number: 26, day: '2026-06-15' } as const

function agreements(customer: Customer, opening: string): FeedRow[] {
  const start = startOf(customer)
  const contract = isContract(customer)
  const revision = (valid: string, value: Cents, intent: string): FeedRow =>
    feedRow(
      'agreement_feed',
      valid,
      {
        status: 'ACTIVE',
        estimated_agreement_value: contract ? plain(value) : '',
        currency_code: customer.currency,
        agreement_id: customer.agreement,
        proposer_account_id: sellerAccount,
        acceptor_account_id: accountOf(customer),
        offer_id: customer.offer,
        offer_revision_at_acceptance: '1',
        start_time: time(start),
        end_time: contract ? time(`${addMonths(customer.since, 12)}-01`) : '',
        acceptance_time: time(start),
        intent,
        recipient_account_id: sellerAccount,
        catalog,
      },
      { inserted: deliveredOn(valid, opening) },
    )
  if (customer.number !== grown.number) return [revision(start, customer.value, 'NEW')]
  return [revision(start, share(customer.value, 90, 100), 'NEW'), revision(grown.day, customer.value, 'UPGRADE')]
}

/** Each revision of an agreement has its terms anew. */
function terms(customer: Customer, opening: string): FeedRow[] {
  const revisions = customer.number === grown.number ? [startOf(customer), grown.day] : [startOf(customer)]
  const choice = { selectorValue: 'P1Y', dimensions: [{ dimensionKey: 'seats', dimensionValue: customer.number }] }
  const kinds = isContract(customer)
    ? [['ConfigurableUpfrontPricingTerm', JSON.stringify(choice)] as const, ['PaymentScheduleTerm', ''] as const]
    : [['UsageBasedPricingTerm', ''] as const]
  return revisions.flatMap((valid) =>
    kinds.map(([kind, configuration]) =>
      feedRow(
        'agreement_term_feed',
        valid,
        {
          agreement_id: customer.agreement,
          term_id: termOf(customer, kind),
          term_type: kind,
          term_configuration: configuration,
        },
        { inserted: deliveredOn(valid, opening) },
      ),
    ),
  )
}

/** The instalments of a year, and of the next year once the agreement was renewed; see deals.ts for their amounts. */
function instalments(customer: Customer, opening: string): FeedRow[] {
  if (customer.plan === 'metered') return []
  const months = { annual: 12, 'half-yearly': 6, quarterly: 3 }[customer.plan]
  const years = [
    { first: 0, agreed: startOf(customer), percent: 100 },
    { first: 12, agreed: `${addMonths(customer.since, 12)}-01`, percent: 104 },
  ].filter(({ agreed }) => agreed <= addDays(asOf, -2))
  return years.flatMap(({ first, agreed, percent }) =>
    Array.from({ length: 12 / months }, (_, index) =>
      feedRow(
        'agreement_charge_feed',
        agreed,
        {
          amount: plain(share(customer.value, months * percent, 1200)),
          currency_code: customer.currency,
          time: time(`${addMonths(customer.since, first + index * months)}-${15 + (customer.number % 12)}`),
          agreement_id: customer.agreement,
          term_id: termOf(customer, 'PaymentScheduleTerm'),
        },
        { inserted: deliveredOn(agreed, opening) },
      ),
    ),
  )
}

/** Contracts come from private offers, of which a target says for whom they are. */
function offers(customer: Customer, opening: string): FeedRow[] {
  const start = startOf(customer)
  const contract = isContract(customer)
  const inserted = deliveredOn(start, opening)
  const offer = { offer_id: customer.offer, offer_revision: '1' }
  return [
    feedRow(
      'offer_feed',
      start,
      {
        ...offer,
        name: contract ? `Private offer for ${customer.company}` : 'Public offer',
        expiration_date: contract ? time(addDays(start, 30)) : time('9999-01-01'),
        seller_account_id: sellerAccount,
        recipient_account_id: sellerAccount,
        catalog,
      },
      { inserted },
    ),
    feedRow('offer_product_feed', start, { ...offer, product_id: productOf(customer.product) }, { inserted }),
    ...(contract
      ? [
          feedRow(
            'offer_target_feed',
            start,
            {
              ...offer,
              offer_target_id: `offertarget-${code(13, 'target', customer.offer)}`,
              target_type: 'BuyerAccounts',
              polarity: 'PositiveTargeting',
              value: customer.account,
              catalog,
            },
            { inserted },
          ),
        ]
      : []),
  ]
}

function startOf(customer: Customer): string {
  return `${customer.since}-01`
}

function isContract(customer: Customer): boolean {
  return customer.plan !== 'metered'
}

function termOf(customer: Customer, kind: string): string {
  return `term-${code(16, customer.agreement, kind)}`
}
