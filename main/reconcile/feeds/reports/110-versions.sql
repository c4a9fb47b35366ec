-- AWS's archived reports look a thing up as it was on a day: a version holds from its `valid_from` until the next
-- one's, and never before it was written. (The reports of June 2026 let first versions reach back: `feed_accounts`,
-- `feed_offers`.)

-- address_versions: one row = one address in its latest version; one whose only version is deleted is not there. The
-- old PII feed speaks where the address feed does not.
-- key: address_id?
create or replace view address_versions as
with every_address as (
  select address_id, company_name, email_domain, country_code, state_or_region, city, postal_code, valid_from,
    update_date
  from latest_address_feed
  where delete_date is null
  union all
  select address_id, company_name, email_domain, country, state_or_region, city, postal_code, valid_from, update_date
  from latest_pii_feed
  where delete_date is null and address_id not in (select address_id from latest_address_feed
    where address_id is not null)
)
select * exclude (valid_from, update_date)
from every_address
qualify row_number() over (
  partition by address_id order by valid_from desc nulls last, update_date desc nulls last, company_name
) = 1;

-- account_versions: one row = one version of an account, with the company of its mailing address.
-- key: account_id?, valid_from
create or replace view account_versions as
select
  a.account_id, a.aws_account_id, a.encrypted_account_id, a.mailing_address_id, a.tax_address_id,
  m.company_name as mailing_company_name, a.valid_from,
  lag(a.valid_from) over accounts is null as is_first, lead(a.valid_from) over accounts is null as is_latest,
  coalesce(lead(a.valid_from) over accounts, timestamp '2999-01-01') as valid_to
from latest_account_feed as a
left join address_versions as m on m.address_id = a.mailing_address_id
where a.delete_date is null
window accounts as (partition by a.account_id order by a.valid_from);

-- product_versions: one row = one version of a product.
-- key: product_id?, valid_from
create or replace view product_versions as
select
  product_id, product_code, title, manufacturer_account_id, valid_from,
  lead(valid_from) over products is null as is_latest,
  coalesce(lead(valid_from) over products, timestamp '2999-01-01') as valid_to
from latest_product_feed
where delete_date is null
window products as (partition by product_id order by valid_from);

-- agreement_versions: one row = one version of an agreement.
-- key: agreement_id?, valid_from
create or replace view agreement_versions as
select
  agreement_id, offer_id, proposer_account_id, acceptor_account_id, start_time, end_time, acceptance_time, valid_from,
  lead(valid_from) over agreements is null as is_latest,
  coalesce(lead(valid_from) over agreements, timestamp '2999-01-01') as valid_to
from latest_agreement_feed
where delete_date is null
window agreements as (partition by agreement_id order by valid_from);

-- offer_versions: one row = one version of an offer with the word for whom its revision is meant: of several targets
-- the largest as text (the reports of June 2026 take the strongest).
-- key: offer_id?, offer_revision?, valid_from
create or replace view offer_versions as
with targets as (
  select
    offer_id, offer_revision,
    max(case target_type
      when 'BuyerAccounts' then 'Private'
      when 'ParticipatingPrograms' then 'Program:' || coalesce(value, '')
      when 'CountryCodes' then 'GeoTargeted'
      else 'Other Targeting'
    end) as target
  from latest_offer_target_feed
  where delete_date is null
  group by offer_id, offer_revision
)
select
  o.offer_id, o.offer_revision, o.name, o.opportunity_id, o.opportunity_name, o.opportunity_description,
  o.seller_account_id, coalesce(t.target, 'Public') as target, o.valid_from,
  coalesce(lead(o.valid_from) over offers, timestamp '2999-01-01') as valid_to
from latest_offer_feed as o
left join targets as t on t.offer_id = o.offer_id and t.offer_revision = o.offer_revision
where o.delete_date is null
window offers as (partition by o.offer_id order by o.valid_from);
