-- current_agreements: one row = one agreement in the revision that speaks for it: the latest that is in force, else the
-- latest that was rolled back, else the latest that was superseded.
-- key: agreement_id?
create or replace view current_agreements as
select *
from feed_agreements_in_time
qualify row_number() over (
  partition by agreement_id
  order by case status when 'SUPERSEDED' then 3 when 'ROLLED_BACK' then 2 else 1 end, revised_at desc
) = 1;

create or replace macro follower_text(value, intent) as
  coalesce(value, case when coalesce(intent, 'NEW') = 'NEW' then 'Not applicable' else 'Not available' end);

-- feed_agreements: one row = one agreement (and product of its offer), with the columns of AWS's agreement report of
-- August 2024. Of an offer with several products AWS's report shows one.
-- key: agreement_id?
create or replace view feed_agreements as
with followers as (
  select
    preceding_agreement_id as agreement_id,
    string_agg(agreement_id, ',' order by acceptance_time, agreement_id) as agreement_ids,
    string_agg(offer_id, ',' order by acceptance_time, agreement_id) as offer_ids,
    string_agg(strftime(acceptance_time, '%Y-%m-%d %H:%M:%S.%g UTC'), ','
      order by acceptance_time, agreement_id) as accepted_at
  from current_agreements
  where preceding_agreement_id is not null
  group by preceding_agreement_id
),
offer_products as (
  select offer_id, offer_revision, product_id
  from latest_offer_product_feed
  where delete_date is null
  qualify row_number() over (
    partition by offer_id, offer_revision order by valid_from desc, update_date desc nulls last, product_id
  ) = 1
),
placed as (
  select
    c.*, o.offer_revision, o.name as offer_name, o.opportunity_id, o.opportunity_name, o.opportunity_description,
    o.target_of_revision, n.agreement_ids, n.offer_ids, n.accepted_at, v.offer_id as previous_offer_id, x.product_id
  from current_agreements as c
  left join followers as n on n.agreement_id = c.agreement_id
  left join current_agreements as v on v.agreement_id = c.preceding_agreement_id
  left join feed_offers as o
    on o.offer_id = c.offer_id and c.acceptance_time < o.valid_to
    -- This report reaches back 1,460 days, the newer ones 1,700.
    and c.acceptance_time >= case
      when o.is_first and o.valid_from >= timestamp '2021-04-01' then o.valid_from - interval 1460 day
      else o.valid_from_extended
    end
  left join offer_products as x on x.offer_id = c.offer_id and x.offer_revision = o.offer_revision
),
named as (
  select
    l.*, p.title, p.product_code, m.legacy_id,
    case when l.proposer_account_id <> p.manufacturer_account_id then 'Private'
      else l.target_of_revision end as visibility,
    l.proposer_account_id <> p.manufacturer_account_id as is_resold,
    s.aws_account_id as subscriber_account, s.encrypted_account_id as subscriber_encrypted,
    s.kept_agreement_name as subscriber_name,
    coalesce(s.tax_address_id, s.mailing_address_id) as subscriber_address_id,
    r.aws_account_id as proposer_account, r.encrypted_account_id as proposer_encrypted,
    r.kept_agreement_name as proposer_name,
    v.aws_account_id as manufacturer_account, v.kept_agreement_name as manufacturer_name
  from placed as l
  left join feed_products as p
    on p.product_id = l.product_id and l.acceptance_time >= p.valid_from and l.acceptance_time < p.valid_to
  left join feed_product_ids as m on m.product_id = l.product_id
  left join feed_accounts as s
    on s.account_id = l.acceptor_account_id and l.acceptance_time >= s.valid_from and l.acceptance_time < s.valid_to
  left join feed_accounts as r
    on r.account_id = l.proposer_account_id and l.acceptance_time >= r.valid_from and l.acceptance_time < r.valid_to
  left join feed_accounts as v
    on v.account_id = p.manufacturer_account_id and l.acceptance_time >= v.valid_from and l.acceptance_time < v.valid_to
)
select
  l.agreement_id, follower_text(l.accepted_at, l.intent) as next_agreement_acceptance_date,
  follower_text(l.previous_offer_id, l.intent) as previous_offer_id,
  coalesce(d.email_domain, 'Not provided') as subscriber_email_domain,
  case
    when l.is_resold and l.proposer_account is not null then coalesce(l.proposer_name, 'Not available')
    else 'Not applicable'
  end as reseller_company_name,
  case when l.is_resold then l.proposer_encrypted end as reseller_encrypted_account_id,
  l.manufacturer_account as isv_aws_account_id, coalesce(l.product_code, 'Not provided') as product_code,
  coalesce(d.country_code, 'Not provided') as subscriber_country, l.currency_code,
  follower_text(l.preceding_agreement_id, l.intent) as previous_agreement_id,
  'PurchaseAgreement' as agreement_type,
  resale_text(l.opportunity_description, l.visibility, l.agreement_id) as resale_authorization_description,
  case when l.opportunity_id is not null or l.manufacturer_account <> l.proposer_account then 'Y'
    else 'N' end as cppo_flag,
  coalesce(l.legacy_id, l.product_id, 'Not provided') as product_id,
    l.proposer_encrypted as proposer_encrypted_account_id,
  coalesce(l.manufacturer_name, 'Not available') as isv_company_name,
  resale_text(l.opportunity_id, l.visibility, l.agreement_id) as resale_authorization_id,
  follower_text(l.offer_ids, l.intent) as next_offer_id,
  l.estimated_agreement_value as total_contract_value, l.legacy_id as legacy_product_id,
  l.acceptance_time as agreement_acceptance_date, null::varchar as isv_encrypted_account_id,
  l.subscriber_account as subscriber_aws_account_id,
  case when l.is_resold then coalesce(l.proposer_account, 'Not applicable')
    else 'Not applicable' end as reseller_aws_account_id,
  coalesce(l.title, 'Not provided') as product_title,
  case when l.offer_name is null and l.visibility = 'Public' then 'Not applicable' else l.offer_name end as offer_name,
  l.offer_id, l.end_time as agreement_end_date,
  resale_text(l.opportunity_name, l.visibility, l.agreement_id) as resale_authorization_name,
  l.proposer_account as proposer_aws_account_id, l.start_time as agreement_start_date, l.intent as agreement_intent,
  null::varchar as product_type, coalesce(l.proposer_name, 'Not available') as proposer_company_name,
  coalesce(d.postal_code, 'Not provided') as subscriber_postal_code,
  coalesce(l.subscriber_name, 'Not provided') as subscriber_company_name,
  coalesce(d.city, 'Not provided') as subscriber_city, follower_text(l.agreement_ids, l.intent) as next_agreement_id,
  coalesce(d.state_or_region, 'Not provided') as subscriber_state_or_region,
  l.subscriber_encrypted as subscriber_encrypted_account_id, coalesce(l.visibility, 'Public') as offer_visibility,
  l.status
from named as l
left join feed_addresses as d on d.address_id = l.subscriber_address_id and not d.is_deleted;
