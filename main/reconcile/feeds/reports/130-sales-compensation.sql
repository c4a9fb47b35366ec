-- feed_sales_compensation: one row = what one charge of a buyer came to on one date of invoice, or what was given back
-- of it, with the columns of AWS's archived sales compensation report. Without AWS's double counting of opportunities:
-- their names are those of the offer that was found. Rows that come to nothing are left out.
create or replace view feed_sales_compensation as
with charges as (
  select *
  from written_events
  where is_latest_moving and delete_date is null and action in ('INVOICED', 'FORGIVEN')
),
placed as (
  select
    e.*, o.invoice_date as charge_date, o.transaction_reference_id as charge_reference,
    a.acceptor_account_id,
    f.offer_id is not null as has_offer, f.opportunity_id, f.opportunity_name, f.opportunity_description
  from charges as e
  -- A listing fee may name the charge that it was taken from; that may have a reference and a date of its own.
  join (select distinct billing_event_id, invoice_date, transaction_reference_id from charges) as o
    on o.billing_event_id = case
      when starts_with(e.transaction_type, 'AWS_REV_SHARE') then coalesce(e.parent_billing_event_id, e.billing_event_id)
      else e.billing_event_id
    end
  left join agreement_versions as a
    on a.agreement_id = e.agreement_id and e.invoice_date >= a.valid_from and e.invoice_date < a.valid_to
  left join offer_versions as f
    on f.offer_id = a.offer_id and e.invoice_date >= f.valid_from and e.invoice_date < f.valid_to
),
summed as (
  select
    charge_reference, charge_date, product_id, broker_id, currency, end_user_account_id, acceptor_account_id,
    max(from_account_id) filter (where not contains(transaction_type, 'AWS')) as payer_account_id,
    max(billing_address_id) as billing_address_id,
    max(opportunity_name) as opportunity_name, max(opportunity_description) as opportunity_description,
    coalesce(sum(amount) filter (where transaction_type = 'SELLER_REV_SHARE'), 0) as gross_revenue,
    coalesce(sum(amount) filter (where transaction_type = 'AWS_REV_SHARE'), 0) as aws_revenue_share,
    coalesce(sum(amount) filter (where transaction_type = 'SELLER_REV_SHARE_REFUND'), 0) as gross_refunds,
    coalesce(sum(amount) filter (where transaction_type = 'AWS_REV_SHARE_REFUND'), 0) as aws_refunds_share,
    sum(amount) filter (where is_net_type(transaction_type)) as net_revenue
  from placed
  group by
    charge_reference, charge_date, product_id, agreement_id, broker_id, currency, end_user_account_id,
    acceptor_account_id,
    has_offer, opportunity_id
  having net_revenue <> 0
),
-- The first version of an account is known one day before it was written.
accounts as (
  select
    * exclude (valid_from), case when is_first then valid_from - interval 1 day else valid_from end as valid_from
  from account_versions
)
select
  p.aws_account_id as payer_aws_account_id, l.payer_account_id as payer_reference_id,
  pa.country_code as payer_country, pa.state_or_region as payer_state, pa.city as payer_city,
  pa.postal_code as payer_postal_code, pa.email_domain as payer_email_domain,
  e.aws_account_id as end_customer_aws_account_id, ea.company_name as end_customer_company_name,
  ea.email_domain as end_customer_email_domain, ea.city as end_customer_city, ea.state_or_region as end_customer_state,
  ea.country_code as end_customer_country, ea.postal_code as end_customer_postal_code,
  s.aws_account_id as subscriber_aws_account_id, sa.company_name as subscriber_company_name,
  sa.email_domain as subscriber_email_domain, sa.city as subscriber_city, sa.state_or_region as subscriber_state,
  sa.country_code as subscriber_country, sa.postal_code as subscriber_postal_code,
  g.product_code, g.title as product_title,
  l.gross_revenue, l.aws_revenue_share, l.gross_refunds, l.aws_refunds_share, l.net_revenue, l.currency,
  strftime(l.charge_date, '%Y-%m') as ar_period, l.charge_date as invoice_date,
  l.charge_reference as transaction_reference_id, l.broker_id, l.opportunity_name, l.opportunity_description
from summed as l
join product_versions as g on g.product_id = l.product_id and g.is_latest
left join accounts as p
  on p.account_id = l.payer_account_id and l.charge_date >= p.valid_from and l.charge_date < p.valid_to
left join accounts as e
  on e.account_id = l.end_user_account_id and l.charge_date >= e.valid_from and l.charge_date < e.valid_to
left join accounts as s
  on s.account_id = l.acceptor_account_id and l.charge_date >= s.valid_from and l.charge_date < s.valid_to
left join address_versions as pa
  on pa.address_id = coalesce(p.tax_address_id, l.billing_address_id, p.mailing_address_id)
left join address_versions as ea
  on ea.address_id = coalesce(e.tax_address_id, l.billing_address_id, e.mailing_address_id)
left join address_versions as sa on sa.address_id = coalesce(s.tax_address_id, s.mailing_address_id);
