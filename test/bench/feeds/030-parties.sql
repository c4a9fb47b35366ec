-- Each of these views is one feed: its columns, and `day`, which says in which month's file a row stands. What began
-- before the feeds did is delivered on their first day.
create view agreement_numbers as
select a::bigint as agreement, a::bigint // 2 as account, a::bigint % 50 as product, agreement_day(a::bigint) as begins,
  greatest(agreement_day(a::bigint), 0) as day,
  case when a % 100 = 0 then 'EUR' else 'USD' end as currency
from range(getvariable('agreements')) as r(a);

-- Two agreements to an account; the seller and the AWS entities are accounts too.
create view party_accounts as
select account::varchar as name, account, begins, day from agreement_numbers where agreement % 2 = 0
union all
select unnest(['seller', 'broker.0', 'broker.1', 'broker.2', 'broker.3']),
  unnest([900000001, 900000002, 900000003, 900000004, 900000005]), -400, 0;

create view account_feed_rows as
select day, account_id(name) as account_id, account_number(account) as aws_account_id,
  md5('customer.' || name)[1:11] as encrypted_account_id, address_id(name) as mailing_address_id,
  address_id(name) as tax_address_id,
  case when account % 20 = 0 then 'DE' || (100000000 + account) end as tax_registration_number,
  case when account % 20 = 0 then 'Customer ' || account || ' GmbH' end as tax_legal_name, 'AWSMarketplace' as catalog,
  moment(begins, 0) as valid_from, delivered(day) as insert_date, delivered(day) as update_date, null as delete_date
from party_accounts;

create view address_feed_rows as
select day, address_id(name) as address_id, 'customer' || account || '.example' as email_domain,
  'Customer ' || account || case when account % 10 = 0 then ', Inc.' else ' Ltd' end as company_name,
  ['US', 'US', 'US', 'DE', 'GB', 'JP'][account % 6 + 1] as country_code,
  case when account % 6 < 3 then ['WA', 'CA', 'NY'][account % 6 + 1] end as state_or_region,
  ['Seattle', 'San Francisco', 'New York', 'Berlin', 'London', 'Tokyo'][account % 6 + 1] as city,
  lpad((account * 37 % 100000)::varchar, 5, '0') as postal_code, account % 900 + 1 || ' Main Street' as address_line_1,
  case when account % 3 = 0 then 'Floor ' || account % 40 end as address_line_2, null as address_line_3,
  moment(begins, 0) as valid_from, null as valid_to, delivered(day) as insert_date, delivered(day) as update_date,
  null as delete_date
from party_accounts;

-- One agreement in ten has a second revision half a year later.
create view agreement_feed_rows as
select revised as day, 'ACTIVE' as status,
  ((agreement * 7919 % 1000000 + 100000) * revision)::decimal(18, 2) as estimated_agreement_value,
  currency as currency_code, agreement_id(agreement) as agreement_id,
  '["l-' || md5('license.' || agreement) || '"]' as license_ids, account_id('seller') as proposer_account_id,
  account_id(account) as acceptor_account_id, 1 as offer_revision_at_acceptance, null as offer_set_id,
  moment(begins, 0) as start_time, case when agreement % 2 = 1 then moment(begins + 1095, 86399) end as end_time,
  moment(begins, 0) as acceptance_time, 'NEW' as intent, null as preceding_agreement_id, null as status_reason_code,
  account_id('seller') as recipient_account_id, offer_id(agreement) as offer_id, 'AWSMarketplace' as catalog,
  moment(case when revision = 1 then begins else revised end, 0) as valid_from, delivered(revised) as insert_date,
  delivered(revised) as update_date, null as delete_date
from (
  select *, 1 as revision, day as revised from agreement_numbers
  union all
  select *, 2, begins + 180 from agreement_numbers where agreement % 10 = 0 and begins + 180 > day
)
where revised < getvariable('days');

create view agreement_charge_feed_rows as
select day, (agreement * 31 % 50000 + 1000)::decimal(18, 2) as amount, currency as currency_code,
  moment(begins + 30 * instalment, 0) as time, agreement_id(agreement) as agreement_id,
  'term-' || md5('term.' || agreement)[1:26] as term_id, moment(begins, 0) as valid_from, delivered(day) as insert_date,
  delivered(day) as update_date, null as delete_date
from (select *, unnest([1, 2]) as instalment from agreement_numbers where agreement % 2 = 1);

create view agreement_term_feed_rows as
select day, agreement_id(agreement) as agreement_id, 'term-' || md5('term.' || agreement)[1:26] as term_id,
  case when agreement % 2 = 0 then 'UsageBasedPricingTerm' else 'PaymentScheduleTerm' end as term_type,
  case when agreement % 2 = 1 then '{"configurableUpfrontPricingTermConfiguration":{"selectorValue":"P36M"}}' end
    as term_configuration,
  moment(begins, 0) as valid_from, delivered(day) as insert_date, delivered(day) as update_date, null as delete_date
from agreement_numbers;
