import type { Row } from '../../main/database/connection.ts'
import { type Cells, type TestBook, newBook } from './books.ts'

/** Rows of feeds by section. */
export type Feeds = Readonly<Record<string, readonly Cells[]>>

/** When a row was written: it holds from then on. */
function written(day: string): Cells {
  return { valid_from: day, insert_date: day, update_date: day }
}

/** A row of a feed that holds from 2026-01-01 on, or from the day given among its cells. */
export function version(cells: Cells): Cells {
  return { ...written(String(cells['valid_from'] ?? '2026-01-01')), ...cells }
}

/** An event of the sale `R1`: 100.00 USD of product `P1` under agreement `A1`, invoiced on 2026-05-10 on `I1`. */
export function event(id: string, cells: Cells = {}): Cells {
  return {
    billing_event_id: id,
    action: 'INVOICED',
    transaction_type: 'SELLER_REV_SHARE',
    amount: '100',
    currency: 'USD',
    balance_impacting: 1,
    from_account_id: 'buyer',
    to_account_id: 'seller',
    end_user_account_id: 'buyer',
    product_id: 'P1',
    agreement_id: 'A1',
    invoice_id: 'I1',
    invoice_date: '2026-05-10',
    payment_due_date: '2026-06-09',
    transaction_reference_id: 'R1',
    ...written('2026-05-11'),
    ...cells,
  }
}

/** The listing fee of 3.00 that is taken from it. */
export function fee(id: string, cells: Cells = {}): Cells {
  return event(id, {
    transaction_type: 'AWS_REV_SHARE',
    amount: '-3',
    from_account_id: 'seller',
    to_account_id: 'aws',
    ...cells,
  })
}

/** A payout of 2026-06-12 with the trace id `trace-ID`. */
export function payout(id: string, cells: Cells = {}): Cells {
  return event(id, {
    action: 'DISBURSED',
    transaction_type: 'DISBURSEMENT',
    amount: '97',
    product_id: null,
    agreement_id: null,
    invoice_id: null,
    payment_due_date: null,
    transaction_reference_id: null,
    invoice_date: '2026-06-12',
    bank_trace_id: `trace-${id}`,
    ...cells,
  })
}

/** What a payout clears of an invoiced event: all of it, unless another amount is given. */
export function cleared(of: Cells, payoutId: string, cells: Cells = {}): Cells {
  const id = String(of['billing_event_id'])
  return {
    ...of,
    billing_event_id: `${id} in ${payoutId}`,
    action: 'DISBURSED',
    balance_impacting: 0,
    amount: String(-Number(of['amount'])),
    parent_billing_event_id: id,
    disbursement_billing_event_id: payoutId,
    ...cells,
  }
}

const catalogue: Feeds = {
  product_feed: [
    version({ product_id: 'P1', product_code: 'code-1', title: 'One', manufacturer_account_id: 'seller' }),
    version({ product_id: 'P2', product_code: 'code-2', title: 'Two', manufacturer_account_id: 'seller' }),
  ],
  account_feed: [
    version({ account_id: 'seller', aws_account_id: '000000000001', mailing_address_id: 'seller-post' }),
    version({ account_id: 'buyer', aws_account_id: '000000000002', mailing_address_id: 'buyer-post' }),
  ],
  address_feed: [
    version({ address_id: 'seller-post', company_name: 'Seller Ltd', country_code: 'DE' }),
    version({ address_id: 'buyer-post', company_name: 'Buyer Ltd', country_code: 'US' }),
  ],
  agreement_feed: [
    version({
      agreement_id: 'A1',
      offer_id: 'O1',
      proposer_account_id: 'seller',
      acceptor_account_id: 'buyer',
      start_time: '2026-02-01',
      end_time: '2027-02-01',
      acceptance_time: '2026-02-01',
    }),
  ],
  offer_feed: [
    version({ offer_id: 'O1', offer_revision: 1, name: 'Offer', seller_account_id: 'seller' }),
    version({ offer_id: 'O2', offer_revision: 1, name: 'Other', opportunity_name: 'Of another' }),
  ],
  offer_product_feed: [version({ offer_id: 'O1', offer_revision: 1, product_id: 'P1' })],
}

/** A book of these feeds as of 2026-07-01, each in place of the one that every book here has. */
export async function bookOf(feeds: Feeds): Promise<TestBook> {
  const book = await newBook()
  for (const [section, rows] of Object.entries({ ...catalogue, ...feeds }))
    await book.add({ name: section, sections: { [section]: rows } })
  book.reconcileOnRead('2026-07-01')
  return book
}

/** The same with only billing events of one's own. */
export const bookOfEvents = (events: readonly Cells[], more: Feeds = {}): Promise<TestBook> =>
  bookOf({ billing_event_feed: events, ...more })

/** Some columns of the rows of a query, each row as one line. */
export async function lines(book: TestBook, name: string, columns: readonly string[]): Promise<string[]> {
  const rows: Row[] = await book.rows(name)
  return rows.map((row) => columns.map((column) => String(row[column] ?? '')).join(' '))
}
