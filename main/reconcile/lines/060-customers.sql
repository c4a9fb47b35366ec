-- customers: one row = one AWS account with the one name by which it goes everywhere: the newest that any loaded file
-- gives it; of several of one day the name as a payer before that as a subscriber, end user, reseller or maker, and the
-- company before the name on a tax invoice, which may be a person's.
-- key: payer
create or replace table customers as
with names as (
  -- What each report calls the accounts that it names.
  {names of reports}
  -- The account feed as it stands says how an account is called on the last day that it was written. Without a tax
  -- address the address of its newest invoice has the name, as in AWS's reports.
  select * from (
    select
      a.aws_account_id as account, coalesce(t.company_name, b.company_name, m.company_name, a.tax_legal_name) as name,
      (select max(update_date) from latest_account_feed)::date as named_on, 0 as role_order
    from latest_account_feed as a
    left join feed_payer_addresses as i on i.payer_account_id = a.account_id
    left join feed_addresses as t on t.address_id = a.tax_address_id
    left join feed_addresses as b on b.address_id = i.billing_address_id
    left join feed_addresses as m on m.address_id = a.mailing_address_id
    where a.delete_date is null
    qualify row_number() over (partition by a.account_id order by a.valid_from desc) = 1
  )
)
select account as payer, arg_max(name,
  { 'named_on': coalesce(named_on, date '1900-01-01'), 'order': -role_order, 'name': name }) as payer_name
from names
where account is not null and name is not null
group by account;
