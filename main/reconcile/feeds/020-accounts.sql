-- feed_addresses: one row = one address in its latest form. Deleted ones stay, for AWS's billed revenue report shows
-- them; its other reports do not. The old PII feed speaks where the address feed does not.
-- key: address_id?
create or replace table feed_addresses as
with every_address as (
  select
    address_id, company_name, email_domain, country_code, state_or_region, city, postal_code,
    delete_date is not null as is_deleted, 1 as source_order, update_date, valid_from
  from latest_address_feed
  union all
  select
    address_id, company_name, email_domain, country, state_or_region, city, postal_code,
    delete_date is not null, 2, update_date, valid_from
  from latest_pii_feed
)
select * exclude (source_order, update_date, valid_from)
from every_address
qualify row_number() over (
  partition by address_id order by source_order, update_date desc nulls last, valid_from desc nulls last, company_name
) = 1;

-- feed_accounts: one row = one revision of an account and how long it holds: from `valid_from` until before `valid_to`.
-- The first revision holds from 1970 on, because invoices are older than it (AWS's queries extend it likewise).
-- key: account_id?, valid_from
create or replace table feed_accounts as
select
  a.account_id, a.aws_account_id, a.encrypted_account_id, a.mailing_address_id, a.tax_address_id,
  case
    when lag(a.valid_from) over revisions is null then timestamp '1970-01-01'
    else a.valid_from
  end as valid_from,
  coalesce(lead(a.valid_from) over revisions, timestamp '2999-01-01') as valid_to,
  -- Subscribers and payers go by the name on their tax invoices, else by that of their mailing address; resellers and
  -- makers, and everybody in AWS's agreement report, the other way round.
  coalesce(a.tax_legal_name, t.company_name) as tax_name, m.company_name as mailing_name,
  coalesce(tax_name, mailing_name) as company_name, coalesce(m.company_name, a.tax_legal_name) as agreement_name,
  -- The same as every report but billed revenue has it: a deleted address is none.
  coalesce(a.tax_legal_name, case when not t.is_deleted then t.company_name end) as kept_tax_name,
  case when not m.is_deleted then m.company_name end as kept_mailing_name,
  coalesce(kept_tax_name, kept_mailing_name) as kept_company_name,
  coalesce(kept_mailing_name, a.tax_legal_name) as kept_agreement_name
from latest_account_feed as a
left join feed_addresses as t on t.address_id = a.tax_address_id
left join feed_addresses as m on m.address_id = a.mailing_address_id
where a.delete_date is null
window revisions as (partition by a.account_id order by a.valid_from);

-- feed_account_names: one row = one account as it is called now.
-- key: account_id?
-- references: account_id -> feed_accounts
create or replace table feed_account_names as
select account_id, aws_account_id, tax_name, mailing_name
from feed_accounts
qualify row_number() over (partition by account_id order by valid_to desc, valid_from desc) = 1;
