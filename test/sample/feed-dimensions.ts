import { addDays, asOf } from './calendar.ts'
import { type Customer, products, seller } from './customers.ts'
import type { Row } from './document.ts'
import {
  type FeedRow,
  accountOf,
  catalog,
  code,
  feedRow,
  key,
  productOf,
  sellerAccount,
  sellerAddress,
} from './feed-rows.ts'
import { plain, share } from './money.ts'

/** When the seller, its account and its products came to be; long before any of the sample's sales. */
const founding = '2019-11-04'
const renamed = '2025-05-01'

/** Accounts and addresses of the seller and its customers, the products and their old ids. */
export function masterData(customers: readonly Customer[], opening: string): FeedRow[] {
  return [
    accountRow(founding, opening, {
      account_id: sellerAccount,
      aws_account_id: seller.account,
      mailing_address_id: sellerAddress,
    }),
    feedRow('address_feed', founding, sellerPlace, { inserted: opening }),
    ...customers.flatMap((customer) => customerRows(customer, opening)),
    ...productRows(opening),
  ]
}

const sellerPlace: Row = {
  address_id: sellerAddress,
  email_domain: 'lanternfish.example',
  company_name: seller.name,
  country_code: 'US',
  state_or_region: 'ME',
  city: 'Portland',
  postal_code: '04101',
  address_line_1: '7 Example Wharf',
}

function customerRows(customer: Customer, opening: string): FeedRow[] {
  const since = `${customer.since}-01`
  const abroad = customer.broker === 'AWS_EUROPE'
  const inserted = deliveredOn(since, opening)
  const place = {
    address_id: customer.address,
    email_domain: customer.domain,
    company_name: customer.company,
    country_code: customer.country,
    state_or_region: customer.state,
    city: customer.city,
    postal_code: customer.postalCode,
    address_line_1: `${customer.number} Example Street`,
  }
  return [
    accountRow(since, inserted, {
      account_id: accountOf(customer),
      aws_account_id: customer.account,
      encrypted_account_id: customer.reference,
      mailing_address_id: customer.address,
      tax_address_id: customer.address,
      tax_registration_number: abroad ? `${customer.country}EXAMPLE${customer.number}` : '',
      tax_legal_name: abroad ? customer.company : '',
    }),
    // One address was delivered with the wrong street first, and again when that was found.
    ...(customer.number === 22
      ? [feedRow('address_feed', since, { ...place, address_line_1: '2 Example Street' }, { inserted })]
      : []),
    feedRow('address_feed', since, place, { inserted: customer.number === 22 ? '2026-07-08' : inserted }),
  ]
}

function accountRow(valid: string, inserted: string, cells: Row): FeedRow {
  return feedRow('account_feed', valid, { ...cells, catalog }, { inserted })
}

/** The second product changed its title once, before the first of the sample's invoices. */
function productRows(inserted: string): FeedRow[] {
  const [observe, vault] = products
  const row = (valid: string, product: (typeof products)[number], title: string): FeedRow =>
    feedRow(
      'product_feed',
      valid,
      {
        product_id: productOf(product),
        manufacturer_account_id: sellerAccount,
        product_code: product.code,
        title,
        catalog,
      },
      { inserted },
    )
  return [
    row(founding, observe, observe.title),
    row(founding, vault, 'Lanternfish Vault'),
    row(renamed, vault, vault.title),
    ...products.map((product) =>
      feedRow(
        'legacy_mapping_feed',
        founding,
        { mapping_type: 'PRODUCT', legacy_id: product.id, new_id: productOf(product), catalog },
        { inserted },
      ),
    ),
  ]
}

/** What the usage export estimates, reported the day after it was used. */
export function usageRows(customers: readonly Customer[]): FeedRow[] {
  const day = addDays(asOf, -2)
  const reported = addDays(day, 1)
  return customers
    .filter(({ plan }) => plan === 'metered')
    .slice(0, 12)
    .map((customer) =>
      feedRow('daily_usage_feed', reported, {
        usage_feed_id: key('usage', customer.account, day),
        usage_date: day,
        product_id: productOf(customer.product),
        agreement_id: customer.agreement,
        end_user_account_id: accountOf(customer),
        payer_account_id: accountOf(customer),
        region: 'us-east-1',
        dimension_key: 'data_points',
        usage_unit: 'Units',
        usage_quantity: `${customer.number * 113}.75`,
        pricing_currency: 'USD',
        estimated_revenue_in_pricing_currency: plain(share(BigInt(customer.number * 11_375), 125, 10_000)),
        recipient_account_id: sellerAccount,
        offer_id: customer.offer,
        usage_rate_per_unit_in_pricing_currency: '0.012500',
        charge_item_description: 'Data points, each',
        catalog,
      }),
    )
}

const formerCustomers = [
  ['Rustic Abacus Example Inc', 'rusticabacus.example', '481516234299', 'US', 'VT', 'Rutland', '05701'],
  ['Tidal Bassoon Example Ltd', 'tidalbassoon.example', '009151923273', 'NO', '', 'Tromsø', '9008'],
] as const

/** The feed of addresses until 2023; everything before May 2020 lies in the file of January 2010. */
export function retiredAddresses(): FeedRow[] {
  const { country_code: country = '', ...place } = sellerPlace
  const former = formerCustomers.map(([company, domain, account, country, state, city, postalCode], index) => ({
    address_id: `addr-${code(8, 'address', account)}`,
    aws_account_id: account,
    email_domain: domain,
    company_name: company,
    country,
    state_or_region: state,
    city,
    postal_code: postalCode,
    address_line_1: `${index + 11} Example Lane`,
  }))
  return [{ ...place, country, aws_account_id: seller.account }, ...former].map((cells) =>
    feedRow('pii_feed', founding, cells, { inserted: '2020-04-30', month: '2010-01' }),
  )
}

/** The day on which a feed first has what is valid since a day: not before its first delivery. */
export function deliveredOn(valid: string, opening: string): string {
  const next = addDays(valid, 1)
  return next < opening ? opening : next
}
