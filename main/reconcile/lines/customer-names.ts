import { type Section, sections } from '../../../shared/reports/catalogue.ts'

/** The parts that an account plays in a report, the one that pays first; each has a column of its name and of its account. */
const roles = ['payer', 'subscriber', 'end_user', 'reseller', 'isv'] as const

/** The dates that a row may be of, the best first. */
const dates = ['invoice_date', 'usage_date', 'agreement_acceptance_date']

/** The selects over the reports that name accounts, of those that the book holds; at least one, which may have no rows. */
export function customerNames(loaded: ReadonlySet<string>): string {
  const reports = sections.filter(({ id, feed }) => loaded.has(id) && !feed).flatMap(namesIn)
  return [...reports, feedNames(loaded.has('billing_event_feed'))].join('\n  union all\n')
}

function namesIn({ id, columns }: Section): string[] {
  const has = (name: string): boolean => columns.some((column) => column.name === name)
  const date = dates.find(has)
  const day = date === undefined ? 'null::date' : `max("${date}")::date`
  return roles.flatMap((role, order) => {
    const account = [`${role}_aws_account_id`, `${role}_account_id`].find(has)
    const name = [`${role}_company_name`, `${role}_account_name`].find(has)
    if (account === undefined || name === undefined) return []
    return `  select "${account}" as account, "${name}" as name, ${day} as named_on, ${order} as role_order from "${id}" group by "${account}", "${name}"`
  })
}

/**
 * The account feed as it stands says how an account is called on the last day that it was written. Without a tax address
 * the address of its newest invoice has the name, as in AWS's reports.
 */
const feedNames = (hasEvents: boolean): string => `  select
    a.aws_account_id as account, coalesce(t.company_name, b.company_name, m.company_name, a.tax_legal_name) as name,
    (select max(update_date) from latest_account_feed)::date as named_on, 0 as role_order
  from latest_account_feed as a
  left join (
${hasEvents ? newestAddresses : noAddresses}
  ) as i on i.payer_account_id = a.account_id
  left join feed_addresses as t on t.address_id = a.tax_address_id
  left join feed_addresses as b on b.address_id = i.billing_address_id
  left join feed_addresses as m on m.address_id = a.mailing_address_id
  where a.delete_date is null
  qualify row_number() over (partition by a.account_id order by a.valid_from desc) = 1`

const newestAddresses = `    select payer_account_id, max_by(billing_address_id, { 'on': invoice_date, 'address': billing_address_id }) as billing_address_id
    from feed_events
    where side = 'billed' and payer_account_id is not null and billing_address_id is not null and invoice_date is not null
    group by payer_account_id`

const noAddresses = '    select null::varchar as payer_account_id, null::varchar as billing_address_id where false'
