import { createHash } from 'node:crypto'
import { addDays } from './calendar.ts'
import { type Customer, type Product, seller } from './customers.ts'
import type { Row } from './document.ts'
import type { FeedName } from './feed-columns.ts'

/** A row of a feed and the month in whose file it was delivered, `YYYY-MM`. */
export interface FeedRow {
  readonly feed: FeedName
  readonly month: string
  readonly row: Row
}

export const catalog = 'AWSMarketplace'

/** A row that AWS puts into the feed at midnight after `inserted` (the day after it became valid, unless said). */
export function feedRow(
  feed: FeedName,
  valid: string,
  cells: Row,
  more: { readonly inserted?: string; readonly deleted?: true; readonly month?: string } = {},
): FeedRow {
  const inserted = more.inserted ?? addDays(valid, 1)
  const history = {
    valid_from: time(valid),
    insert_date: time(inserted),
    update_date: time(inserted),
    delete_date: more.deleted ? time(inserted) : '',
  }
  return { feed, month: more.month ?? inserted.slice(0, 7), row: { ...cells, ...history } }
}

/** The beginning of a day, or its last second: `2026-07-31T00:00:00Z`. */
export function time(day: string, clock = '00:00:00'): string {
  return `${day}T${clock}Z`
}

/** Forty characters that depend on the parts alone, as AWS's keys of billing events have them. */
export function key(...parts: readonly (string | number)[]): string {
  return createHash('sha1').update(parts.join('|')).digest('hex')
}

// Without `e` and beginning with a letter, so that no key looks like a number.
const letters = 'abcdfghjkmnpqrstvwxyz'
const alphabet = `${letters}0123456789`

/** A short key, from the parts alone. */
export function code(length: number, ...parts: readonly string[]): string {
  const bytes = createHash('sha256').update(parts.join('|')).digest()
  return Array.from({ length }, (_, index) => {
    const signs = index === 0 ? letters : alphabet
    return signs[(bytes[index] as number) % signs.length] as string
  }).join('')
}

export const sellerAccount = code(12, 'account', seller.account)
export const sellerAddress = `addr-${code(8, 'address', seller.account)}`

/** The feeds' own key of a customer's account. */
export function accountOf(customer: Customer): string {
  return code(12, 'account', customer.account)
}

/** The feeds' own key of the account of an AWS entity, which pays out and takes the listing fee. */
export function brokerAccount(broker: Customer['broker']): string {
  return code(12, 'account', broker)
}

/** The current id of a product, whose old one is a GUID. */
export function productOf(product: Product): string {
  return `prod-${code(13, 'product', product.id)}`
}
