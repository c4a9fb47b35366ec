-- feed_usage: one row = one usage record, an estimate of what will be billed, with the columns of AWS's usage report of
-- June 2026. Agreement, offer, product and accounts are those of the day of the usage.
create or replace view feed_usage as
with placed as (
  select
    u.*, a.offer_id as agreement_offer_id, a.offer_set_id, a.proposer_account_id, a.acceptor_account_id,
    case when coalesce(a.offer_id, '') not like 'aiqoffer-%' then a.acceptance_time end as acceptance_time,
    case when coalesce(a.offer_id, '') not like 'aiqoffer-%' then a.start_time end as start_time,
    case when coalesce(a.offer_id, '') not like 'aiqoffer-%' then a.end_time end as end_time, a.accepted_term_types
  from latest_daily_usage_feed as u
  left join feed_agreements_in_time as a
    on a.agreement_id = u.agreement_id and u.usage_date >= a.valid_from and u.usage_date < a.valid_to
  where u.delete_date is null
),
named as (
  select
    l.* exclude (offer_id), coalesce(l.agreement_offer_id, l.offer_id) as offer_id,
    o.offer_id is not null as has_offer_row, o.name as offer_name,
    o.visibility_of_revision as visibility, o.is_reseller_offer, o.opportunity_id, o.opportunity_name,
    o.opportunity_description,
    p.title, p.product_code, p.manufacturer_account_id, m.legacy_id,
    e.aws_account_id as end_user_account, e.encrypted_account_id as end_user_encrypted,
    e.kept_company_name as end_user_name, coalesce(e.tax_address_id, e.mailing_address_id) as end_user_address_id,
    s.aws_account_id as subscriber_account, s.encrypted_account_id as subscriber_encrypted,
    s.kept_company_name as subscriber_name, coalesce(s.tax_address_id, s.mailing_address_id) as subscriber_address_id,
    y.aws_account_id as payer_account, y.encrypted_account_id as payer_encrypted,
    y.kept_company_name as payer_name, coalesce(y.tax_address_id, y.mailing_address_id) as payer_address_id,
    case when l.proposer_account_id is distinct from l.recipient_account_id then r.aws_account_id end
      as reseller_account,
    case when l.proposer_account_id is distinct from l.recipient_account_id then r.kept_agreement_name end
      as reseller_name,
    v.aws_account_id as manufacturer_account, v.kept_agreement_name as manufacturer_name
  from placed as l
  left join feed_offers as o
    on o.offer_id = coalesce(l.agreement_offer_id, l.offer_id) and l.usage_date >= o.valid_from_extended
      and l.usage_date < o.valid_to
  left join feed_products as p
    on p.product_id = l.product_id and l.usage_date >= p.valid_from and l.usage_date < p.valid_to
  left join feed_product_ids as m on m.product_id = l.product_id
  left join feed_accounts as e
    on e.account_id = l.end_user_account_id and l.usage_date >= e.valid_from and l.usage_date < e.valid_to
  left join feed_accounts as s
    on s.account_id = l.acceptor_account_id and l.usage_date >= s.valid_from and l.usage_date < s.valid_to
  left join feed_accounts as y
    on y.account_id = l.payer_account_id and l.usage_date >= y.valid_from and l.usage_date < y.valid_to
  left join feed_accounts as r
    on r.account_id = l.proposer_account_id and l.usage_date >= r.valid_from and l.usage_date < r.valid_to
  left join feed_accounts as v
    on v.account_id = p.manufacturer_account_id and l.usage_date >= v.valid_from and l.usage_date < v.valid_to
)
select
  l.usage_feed_id as internal_usage_line_item_id, l.usage_date::timestamp as usage_date,
  l.update_date as usage_reported_date,
  coalesce(l.end_user_name, 'Not available') as end_user_company_name, l.end_user_account as end_user_aws_account_id,
  l.end_user_encrypted as end_user_encrypted_account_id,
  e.email_domain as end_user_email_domain,
  e.city as end_user_city,
  e.state_or_region as end_user_state_or_region,
  e.country_code as end_user_country,
  e.postal_code as end_user_postal_code,
  coalesce(l.title, 'Not provided') as product_title, coalesce(l.legacy_id, l.product_id, 'Not provided') as product_id,
  coalesce(l.product_code, 'Not provided') as product_code,
  coalesce(l.offer_id, 'Not available') as offer_id, offer_set_text(l.agreement_id, l.offer_set_id) as offer_set_id,
  offer_name_text(l.offer_id, l.offer_name, l.visibility) as offer_name,
  case when l.offer_id is null then 'Not available' else l.visibility end as offer_visibility,
  coalesce(l.agreement_id, 'Not available') as agreement_id, l.acceptance_time as agreement_acceptance_date,
  l.start_time as agreement_start_date, l.end_time as agreement_end_date, l.accepted_term_types, l.catalog,
  l.dimension_key, l.region, l.usage_quantity as estimated_usage_units, l.usage_unit as usage_unit_types,
  l.charge_item_description, l.usage_rate_per_unit_in_pricing_currency as usage_rate_per_unit,
  l.estimated_revenue_in_pricing_currency as estimated_revenue, l.pricing_currency as currency,
  subscriber_text(l.agreement_id, l.subscriber_name) as subscriber_company_name,
  case when l.agreement_id is null then 'Not available' else l.subscriber_account end as subscriber_aws_account_id,
  case when l.agreement_id is null then 'Not available'
    else l.subscriber_encrypted end as subscriber_encrypted_account_id,
  case
    when l.agreement_id is null then 'Not available'
    else domain_text(s.address_id is not null, s.email_domain, 'Not provided')
  end as subscriber_email_domain,
  subscriber_text(l.agreement_id, s.city) as subscriber_city,
  subscriber_text(l.agreement_id, s.state_or_region) as subscriber_state_or_region,
  subscriber_text(l.agreement_id, s.country_code) as subscriber_country,
  subscriber_text(l.agreement_id, s.postal_code) as subscriber_postal_code,
  coalesce(l.payer_name, 'Not available') as payer_company_name, l.payer_account as payer_aws_account_id,
  l.payer_encrypted as payer_encrypted_account_id,
  y.email_domain as payer_email_domain,
  y.city as payer_city,
  y.state_or_region as payer_state_or_region,
  y.country_code as payer_country,
  y.postal_code as payer_postal_code,
  reseller_text(l.reseller_account, l.reseller_name, l.opportunity_id, l.recipient_account_id,
    l.manufacturer_account_id)
    as reseller_company_name,
  reseller_text(l.reseller_account, l.reseller_account, l.opportunity_id, l.recipient_account_id,
    l.manufacturer_account_id)
    as reseller_aws_account_id,
  resale_text(l.opportunity_id, l.visibility, l.agreement_id) as resale_authorization_id,
  resale_text(l.opportunity_name, l.visibility, l.agreement_id) as resale_authorization_name,
  l.opportunity_description as resale_authorization_description,
  case when l.has_offer_row then case when l.is_reseller_offer then 'Y' else 'N' end end as cppo_flag,
  l.manufacturer_account as isv_aws_account_id, coalesce(l.manufacturer_name, 'Not available') as isv_company_name
from named as l
left join feed_addresses as e on e.address_id = l.end_user_address_id and not e.is_deleted
left join feed_addresses as s on s.address_id = l.subscriber_address_id and not s.is_deleted
left join feed_addresses as y on y.address_id = l.payer_address_id and not y.is_deleted;
