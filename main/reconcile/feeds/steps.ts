import { type Section, sections } from '../../../shared/reports/catalogue.ts'
import { type Step, withEvents } from '../step.ts'
import names from './005-names.sql?raw'
import latest from './010-latest-rows.sql?raw'
import noRows from './015-no-rows.sql?raw'
import everyFeed from './018-every-feed.sql?raw'
import accounts from './020-accounts.sql?raw'
import agreements from './030-agreements.sql?raw'
import offers from './040-offers.sql?raw'
import products from './050-products.sql?raw'
import eventKeys from './007-event-keys.sql?raw'
import repeatedEvents from './008-repeated-events.sql?raw'
import eventFiles from './060-event-files.sql?raw'
import payoutEvents from './065-payout-events.sql?raw'
import events from './070-events.sql?raw'
import payouts from './080-payouts.sql?raw'
import movements from './090-movements.sql?raw'
import dataFeeds from './100-data-feeds.sql?raw'
import noEvents from './110-no-events.sql?raw'
import ofAllFiles from './115-of-all-files.sql?raw'

const feeds: readonly Section[] = sections.filter(({ feed }) => feed !== undefined)

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

/** How the rows of keys that repeat are found; of billing events they are kept. */
const ofRepeatedKeys = `semi join (
  select hash({key}) as key_hash
  from {feed}
  group by key_hash
  having count(*) > 1
) as r on r.key_hash = hash({key})`
const ofRepeatedEvents =
  'semi join repeated_events as r on r.file_id = l.file_id and r.block_no = l.block_no and r.line = l.line'

/** The statements that are the same for every feed, with the names of one put in. */
function latestRowsOf(section: Section, isLoaded: boolean): string {
  const key = section.feed?.key ?? []
  // An event never changes; everything else has revisions, told apart by the date from which they hold.
  const parts = section.id === 'billing_event_feed' ? key : [...key, 'valid_from']
  const columns = (list: readonly string[]): string => list.map((name) => `"${name}"`).join(', ')
  return (isLoaded ? latest : noRows)
    .replaceAll('{not_content}', parts.includes('valid_from') ? '' : ', valid_from')
    .replaceAll('{repeated}', section.id === 'billing_event_feed' ? ofRepeatedEvents : ofRepeatedKeys)
    .replaceAll('{key_text}', columns(key))
    .replaceAll('{key}', columns(parts))
    .replaceAll('{feed}', section.id)
}

/** What is told of every feed that the book holds, each in a table of its own: what one brings leaves the others alone. */
function everyFeedOf(loaded: ReadonlySet<string>): string {
  const held = feeds.filter(({ id }) => loaded.has(id))
  const union = (table: string): string =>
    held.map(({ id }) => `union all by name select '${id}' as section, * from ${table}_${id}`).join('\n')
  return everyFeed.replace('{contradictory}', union('contradictory')).replace('{current}', union('current'))
}

const namesText = feeds
  .map(({ id, title, feed }, order) => `(${text(id)}, ${order}, ${text(title)}, ${text(feed?.without ?? '')})`)
  .join(', ')

/** The latest row of everything that the feeds tell, and what their events say of billed, collected and disbursed money. */
export const feedSteps: readonly Step[] = [
  { name: 'keys of events', sql: eventKeys },
  { name: 'events that stand in several rows', sql: withEvents(repeatedEvents) },
  {
    name: 'latest rows of the feeds',
    sql: (loaded) =>
      [
        names.replace('{names}', namesText),
        ...feeds.map((feed) => latestRowsOf(feed, loaded.has(feed.id))),
        everyFeedOf(loaded),
      ].join('\n'),
  },
  { name: 'accounts', sql: accounts },
  { name: 'agreements', sql: agreements },
  { name: 'offers', sql: offers },
  { name: 'products', sql: products },
  { name: 'files of billing events', sql: withEvents(eventFiles) },
  { name: 'payouts to the bank', sql: withEvents(payoutEvents) },
  { name: 'events', sql: withEvents(events) },
  { name: 'no events', sql: withEvents('', noEvents) },
  { name: 'lines of payouts', sql: withEvents(payouts) },
  { name: 'movements', sql: withEvents(movements) },
  { name: 'list of feeds', sql: dataFeeds },
  { name: 'events of all files', sql: ofAllFiles },
]
