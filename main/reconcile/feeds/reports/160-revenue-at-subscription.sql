-- planned_instalments: one row = one planned instalment of an agreement on one day. Where two terms have one on the
-- same day, only the one that was written later, as in AWS's report.
-- key: agreement_id?, time?
create or replace view planned_instalments as
with written as (
  select agreement_id, time, amount, currency_code, valid_from
  from (
    select *
    from latest_agreement_charge_feed
    qualify row_number() over (
      partition by agreement_id, time, valid_from
      order by update_date desc nulls last, insert_date desc nulls last, term_id
    ) = 1
  )
  where delete_date is null
)
select * exclude (valid_from)
from written
qualify row_number() over (partition by agreement_id, time order by valid_from desc) = 1;

-- feed_revenue_at_subscription: one row = one planned instalment of an agreement, with the columns of AWS's archived
-- report of revenue at the time of the subscription, and `currency`, which that one does not have. What was agreed
-- stands on the earliest instalment only. Agreements whose product, buyer or address is not known at the time are not
-- in it.
create or replace view feed_revenue_at_subscription as
with instalments as (
  select
    agreement_id, time as charge_date, amount, currency_code as currency,
    dense_rank() over (partition by agreement_id order by time) as number,
    case
      when row_number() over (partition by agreement_id, currency_code order by time) = 1
        then sum(amount) over (partition by agreement_id, currency_code)
    end as total_contract_value
  from planned_instalments
),
-- Of several products of an offer, the one written last.
products as (
  select offer_id, offer_revision, product_id
  from (
    select *
    from offer_product_feed
    qualify row_number() over (
      partition by offer_id, offer_revision
      order by update_date desc nulls last, insert_date desc nulls last, valid_from desc nulls last, product_id
    ) = 1
  )
  where delete_date is null
),
placed as (
  select
    a.*, o.name as offer_name, o.target, o.opportunity_name, o.opportunity_description, g.product_id,
    g.title as product_title,
    case when g.manufacturer_account_id is distinct from a.proposer_account_id
      then coalesce(a.proposer_account_id, '') end
      as reseller_account_id
  from agreement_versions as a
  join offer_versions as o
    on o.offer_id = a.offer_id and a.acceptance_time >= o.valid_from and a.acceptance_time < o.valid_to
  join products as x on x.offer_id = o.offer_id and x.offer_revision = o.offer_revision
  join product_versions as g
    on g.product_id = x.product_id and a.acceptance_time >= g.valid_from and a.acceptance_time < g.valid_to
  where a.is_latest
)
select
  l.offer_id, l.offer_name, l.opportunity_name, l.opportunity_description,
  case when l.reseller_account_id is not null then 'Private' else l.target end as offer_target,
  l.agreement_id, null::varchar as agreement_revision, l.start_time as agreement_start_date,
  l.end_time as agreement_end_date, l.acceptance_time as agreement_acceptance_date,
  r.aws_account_id as reseller_account_id, r.mailing_company_name as reseller_company_name,
  s.aws_account_id as subscriber_account_id, s.encrypted_account_id as subscriber_encrypted_account_id,
  sa.company_name as subscriber_company_name, sa.email_domain as subscriber_email_domain,
  sa.country_code as subscriber_country, sa.state_or_region as subscriber_state, sa.city as subscriber_city,
  sa.postal_code as subscriber_postal_code, l.product_id, l.product_title,
  max(i.number) over (partition by l.agreement_id) as number_of_installments,
  i.total_contract_value, i.charge_date as scheduled_invoice_date, i.amount as installment_amount, i.currency
from placed as l
join instalments as i using (agreement_id)
join account_versions as s
  on s.account_id = l.acceptor_account_id and l.acceptance_time >= s.valid_from and l.acceptance_time < s.valid_to
join address_versions as sa on sa.address_id = coalesce(s.tax_address_id, s.mailing_address_id)
left join account_versions as r
  on r.account_id = l.reseller_account_id and l.acceptance_time >= r.valid_from and l.acceptance_time < r.valid_to;
