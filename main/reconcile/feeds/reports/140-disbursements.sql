-- feed_disbursements: one row = one charge of a buyer in one payout and one currency of its price, with the columns of
-- AWS's archived disbursement report. That one adds amounts of all currencies; here `currency` keeps them apart. The
-- names of opportunities are those of the offer that was found. A payout that failed is not taken off again.
create or replace view feed_disbursements as
with paid as (
  select
    l.*, coalesce(l.payment_due_date, l.own_payment_due_date) as due_date, p.billing_event_id as payout_id,
    p.invoice_date as paid_at, p.bank_trace_id
  from events_of_sales as l
  join archived_events as p
    on p.billing_event_id = l.disbursement_billing_event_id and p.transaction_type = 'DISBURSEMENT'
  where l.action = 'DISBURSED'
),
-- What is paid out clears what was invoiced, and carries the opposite sign.
summed as (
  select
    transaction_reference_id, product_id, agreement_id, broker_id, end_user_account_id, payout_id, bank_trace_id,
    invoice_date, due_date, currency, max(paid_at) as paid_at, max(billing_address_id) as billing_address_id,
    max(from_account_id) filter (where not contains(transaction_type, 'AWS')
      and transaction_type <> 'BALANCE_ADJUSTMENT')
      as payer_account_id,
    in_cents(-sum(amount) filter (where transaction_type = 'SELLER_REV_SHARE')) as seller_rev,
    in_cents(-sum(amount) filter (where transaction_type = 'AWS_REV_SHARE')) as aws_ref_fee,
    in_cents(-sum(amount) filter (where transaction_type = 'SELLER_REV_SHARE_REFUND')) as seller_rev_refund,
    in_cents(-sum(amount) filter (where transaction_type = 'AWS_REV_SHARE_REFUND')) as aws_ref_fee_refund,
    in_cents(-sum(amount) filter (where transaction_type = 'SELLER_REV_SHARE_CREDIT')) as seller_rev_credit,
    in_cents(-sum(amount) filter (where transaction_type = 'AWS_REV_SHARE_CREDIT')) as aws_ref_fee_credit,
    in_cents(-sum(amount) filter (where transaction_type = 'SELLER_TAX_SHARE')) as seller_sales_tax,
    in_cents(-sum(amount) filter (where transaction_type = 'SELLER_TAX_SHARE_REFUND')) as seller_sales_tax_refund
  from paid
  group by
    transaction_reference_id, product_id, agreement_id, broker_id, end_user_account_id, payout_id, bank_trace_id,
    invoice_date, due_date, currency
),
placed as (
  select
    l.*, a.acceptor_account_id, o.opportunity_name, o.opportunity_description,
    case when not list_contains(f.accounts, a.proposer_account_id) then a.proposer_account_id end as reseller_account_id
  from summed as l
  cross join fee_payers as f
  left join agreement_versions as a
    on a.agreement_id = l.agreement_id and l.invoice_date >= a.valid_from and l.invoice_date < a.valid_to
  left join offer_versions as o
    on o.offer_id = a.offer_id and l.invoice_date >= o.valid_from and l.invoice_date < o.valid_to
),
accounts as (
  from account_versions
  where is_latest
)
select
  p.aws_account_id as payer_aws_account_id, pa.company_name as payer_company_name,
  pa.email_domain as payer_email_domain,
  pa.city as payer_city, pa.state_or_region as payer_state, pa.country_code as payer_country,
  pa.postal_code as payer_postal_code,
  e.aws_account_id as end_customer_aws_account_id, ea.company_name as end_customer_company_name,
  ea.email_domain as end_customer_email_domain, ea.city as end_customer_city, ea.state_or_region as end_customer_state,
  ea.country_code as end_customer_country, ea.postal_code as end_customer_postal_code,
  s.aws_account_id as subscriber_aws_account_id, sa.company_name as subscriber_company_name,
  sa.email_domain as subscriber_email_domain, sa.city as subscriber_city, sa.state_or_region as subscriber_state,
  sa.country_code as subscriber_country, sa.postal_code as subscriber_postal_code,
  g.title as product_title, g.product_code,
  r.aws_account_id as reseller_aws_account_id, r.mailing_company_name as reseller_company_name,
  l.seller_rev, l.aws_ref_fee, l.seller_rev_refund, l.aws_ref_fee_refund, l.seller_rev_credit, l.aws_ref_fee_credit,
  l.seller_rev + l.aws_ref_fee + l.seller_rev_refund + l.aws_ref_fee_refund + l.seller_rev_credit + l.aws_ref_fee_credit
    + l.seller_sales_tax + l.seller_sales_tax_refund as net_amount,
  l.seller_sales_tax, l.seller_sales_tax_refund, l.transaction_reference_id,
  l.opportunity_name, l.opportunity_description, l.paid_at as disbursement_date, l.due_date as payment_due_date,
  l.bank_trace_id, l.broker_id, l.currency
from placed as l
join product_versions as g on g.product_id = l.product_id and g.is_latest
left join accounts as p on p.account_id = l.payer_account_id
left join accounts as e on e.account_id = l.end_user_account_id
left join accounts as s on s.account_id = l.acceptor_account_id
left join accounts as r on r.account_id = l.reseller_account_id
left join address_versions as pa
  on pa.address_id = coalesce(p.tax_address_id, l.billing_address_id, p.mailing_address_id)
left join address_versions as ea
  on ea.address_id = coalesce(e.tax_address_id, l.billing_address_id, e.mailing_address_id)
left join address_versions as sa on sa.address_id = coalesce(s.tax_address_id, s.mailing_address_id);
