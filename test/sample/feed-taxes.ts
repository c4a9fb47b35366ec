import type { Deal } from './deals.ts'
import type { Row } from './document.ts'
import { type Place, informedTaxOf, placesOf } from './feed-events.ts'
import { type FeedRow, accountOf, feedRow, key, productOf, time } from './feed-rows.ts'
import { type Cents, type Parts, plain, share } from './money.ts'

/** One tax of one place. */
interface Levy {
  readonly party: 'Seller' | 'AWS'
  readonly type: 'Sales' | 'VAT'
  readonly level: string
  readonly jurisdiction: string
  readonly amount: Cents
  /** In basis points. */
  readonly rate: bigint
}

/** The taxes of each invoice line, by jurisdiction. */
export function taxItems(deals: readonly Deal[]): FeedRow[] {
  return deals.flatMap(placesOf).flatMap((place) => levies(place).map((levy) => taxItem(place, levy)))
}

/** Sales tax goes to the state and the county as in the tax records; what AWS remits is one levy of the country. */
function levies(place: Place): Levy[] {
  const { country, state, city, taxRate } = place.deal.customer
  const { tax } = place.invoice.lines[place.line] as Parts
  const informed = informedTaxOf(place)
  const rate = share(BigInt(taxRate), 7, 10)
  const part = share(tax, 7, 10)
  const sales = { party: 'Seller', type: 'Sales' } as const
  return [
    ...(tax === 0n
      ? []
      : [
          { ...sales, level: 'State', jurisdiction: state, amount: part, rate },
          {
            ...sales,
            level: 'County',
            jurisdiction: `${city} County`,
            amount: tax - part,
            rate: BigInt(taxRate) - rate,
          },
        ]),
    ...(informed === 0n
      ? []
      : [
          {
            party: 'AWS',
            type: 'VAT',
            level: 'Country',
            jurisdiction: country,
            amount: informed,
            rate: 1_000n,
          } as const,
        ]),
  ]
}

function taxItem({ deal, invoice, line }: Place, levy: Levy): FeedRow {
  const { customer } = deal
  const cells: Row = {
    tax_item_id: key('tax', deal.reference, invoice.id, line, levy.level),
    invoice_id: invoice.id,
    line_item_id: `${invoice.id}-${line + 1}`,
    customer_bill_id: invoice.id,
    tax_liable_party: levy.party,
    transaction_type_code: 'AWS',
    product_id: productOf(customer.product),
    product_tax_code: 'SW056000',
    invoice_date: time(invoice.date),
    taxed_customer_account_id: accountOf(customer),
    taxed_customer_country: customer.country,
    taxed_customer_state_or_region: customer.state,
    taxed_customer_city: customer.city,
    taxed_customer_postal_code: customer.postalCode,
    tax_location_code_taxed_jurisdiction: `4${customer.postalCode}0`,
    tax_type_code: levy.type,
    jurisdiction_level: levy.level,
    taxed_jurisdiction: levy.jurisdiction,
    display_price_taxability_type: 'Exclusive',
    taxable_amount: plain((invoice.lines[line] as Parts).gross),
    nontaxable_amount: '0.00',
    tax_jurisdiction_rate: `0.${levy.rate.toString().padStart(4, '0')}`,
    tax_amount: plain(levy.amount),
    tax_currency: deal.currency,
    tax_calculation_reason_code: 'Taxable',
    date_used_for_tax_calculation: time(invoice.date),
    transaction_reference_id: deal.reference,
  }
  return feedRow('tax_item_feed', invoice.date, cells)
}
