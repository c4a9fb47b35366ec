-- paid_invoices: one row = one invoice of which anything was paid out, with the date and the trace id of the last
-- payout. One paid event makes the whole invoice paid, and one that is paid in part makes it paid in part. What failed
-- later is taken off what was paid. Without AWS's double counting of several payouts.
-- key: invoice_id?
create or replace view paid_invoices as
with payouts as (
  select
    e.parent_billing_event_id as billing_event_id, -sum(e.amount) as paid,
    max({ 'paid_at': p.invoice_date, 'bank_trace_id': coalesce(p.bank_trace_id, '') })
      filter (where p.transaction_type = 'DISBURSEMENT') as last_payout
  from archived_events as e
  join archived_events as p on p.billing_event_id = e.disbursement_billing_event_id
  where e.action = 'DISBURSED' and p.transaction_type in ('DISBURSEMENT', 'DISBURSEMENT_FAILURE')
  group by e.parent_billing_event_id
  having paid <> 0 and last_payout is not null
)
select e.invoice_id, bool_or(p.paid <> e.amount) as is_partly_paid, max(p.last_payout) as last_payout
from archived_events as e
join payouts as p using (billing_event_id)
where e.action in ('INVOICED', 'FORGIVEN')
group by e.invoice_id;

-- feed_revenue_at_invoice: one row = what one charge of a buyer came to on one invoice, with the columns of AWS's
-- archived report of revenue at the time of the invoice, and whether anything of that invoice was paid out.
create or replace view feed_revenue_at_invoice as
with sellers as (
  from fee_payers
),
billed as (
  select
    l.*, coalesce(list_contains(f.accounts, l.to_account_id), false) as is_to_seller,
    coalesce(list_contains(f.accounts, l.from_account_id)
      and not list_contains(f.accounts, coalesce(l.to_account_id, '')), false)
      as is_cost,
    case when i.last_payout is null then 'No' when i.is_partly_paid then 'Partial' else 'Yes' end as disbursement_flag,
    i.last_payout.paid_at as last_paid_at, nullif(i.last_payout.bank_trace_id, '') as bank_trace_id
  from events_of_sales as l
  cross join sellers as f
  left join paid_invoices as i on i.invoice_id is not distinct from l.own_invoice_id
  where l.action in ('INVOICED', 'FORGIVEN')
),
summed as (
  select
    product_id, invoice_date, listing_fee_invoice_id, invoice_id, broker_id, currency, agreement_id,
    end_user_account_id,
    usage_period_start_date, usage_period_end_date, payment_due_date, transaction_reference_id, disbursement_flag,
    last_paid_at, bank_trace_id, max(billing_address_id) as billing_address_id,
    max(from_account_id) filter (where transaction_type not like 'AWS%' and transaction_type <> 'BALANCE_ADJUSTMENT')
      as payer_account_id,
    in_cents(sum(amount) filter (where transaction_type = 'SELLER_REV_SHARE' and is_to_seller)) as gross_revenue,
    in_cents(sum(amount) filter (
      where transaction_type in ('SELLER_REV_SHARE_REFUND', 'SELLER_REV_SHARE_CREDIT') and is_to_seller
    )) as gross_refund,
    in_cents(sum(amount) filter (where transaction_type = 'AWS_REV_SHARE')) as listing_fee,
    in_cents(sum(amount) filter (where transaction_type in ('AWS_REV_SHARE_REFUND', 'AWS_REV_SHARE_CREDIT')))
      as listing_fee_refund,
    in_cents(sum(amount) filter (where transaction_type = 'AWS_TAX_SHARE')) as aws_tax_share,
    in_cents(sum(amount) filter (where transaction_type = 'AWS_TAX_SHARE_REFUND')) as aws_tax_share_refund,
    in_cents(sum(amount) filter (where transaction_type = 'SELLER_TAX_SHARE')) as seller_tax_share,
    in_cents(sum(amount) filter (where transaction_type = 'SELLER_TAX_SHARE_REFUND')) as seller_tax_share_refund,
    in_cents(sum(amount) filter (where transaction_type = 'SELLER_REV_SHARE' and is_cost)) as cogs,
    in_cents(sum(amount) filter (
      where transaction_type in ('SELLER_REV_SHARE_REFUND', 'SELLER_REV_SHARE_CREDIT') and is_cost
    )) as cogs_refund
  from billed
  group by
    product_id, invoice_date, listing_fee_invoice_id, invoice_id, broker_id, currency, agreement_id,
    end_user_account_id,
    usage_period_start_date, usage_period_end_date, payment_due_date, transaction_reference_id, disbursement_flag,
    last_paid_at, bank_trace_id
),
placed as (
  select
    l.* exclude (agreement_id), g.title as product_title, a.agreement_id, a.start_time, a.end_time, a.acceptance_time,
    a.acceptor_account_id, o.offer_id, o.name as offer_name, o.opportunity_name, o.opportunity_description,
    case
      when o.offer_id in (
        select v.offer_id
        from offer_versions as v
        cross join sellers as f
        where not list_contains(f.accounts, coalesce(v.seller_account_id, ''))
      ) then 'Private'
      else o.target
    end as offer_target,
    case when not list_contains(f.accounts, a.proposer_account_id) then a.proposer_account_id end as reseller_account_id
  from summed as l
  cross join sellers as f
  join product_versions as g
    on g.product_id = l.product_id and l.invoice_date >= g.valid_from and l.invoice_date < g.valid_to
  left join agreement_versions as a
    on a.agreement_id = l.agreement_id and l.invoice_date >= a.valid_from and l.invoice_date < a.valid_to
  left join offer_versions as o
    on o.offer_id = a.offer_id and l.invoice_date >= o.valid_from and l.invoice_date < o.valid_to
)
select
  p.aws_account_id as payer_aws_account_id, p.encrypted_account_id as payer_encrypted_account_id,
  pa.company_name as payer_company_name, pa.email_domain as payer_email_domain, pa.city as payer_city,
  pa.state_or_region as payer_state, pa.country_code as payer_country, pa.postal_code as payer_postal_code,
  e.aws_account_id as end_customer_aws_account_id, e.encrypted_account_id as end_user_encrypted_account_id,
  ea.company_name as end_customer_company_name, ea.email_domain as end_customer_email_domain,
  ea.city as end_customer_city, ea.state_or_region as end_customer_state, ea.country_code as end_customer_country,
  ea.postal_code as end_customer_postal_code,
  s.aws_account_id as subscriber_aws_account_id, s.encrypted_account_id as subscriber_encrypted_account_id,
  sa.company_name as subscriber_company_name, sa.email_domain as subscriber_email_domain, sa.city as subscriber_city,
  sa.state_or_region as subscriber_state, sa.country_code as subscriber_country,
  sa.postal_code as subscriber_postal_code,
  l.product_id, l.product_title, l.offer_id, l.offer_name, l.offer_target,
  l.opportunity_name as offer_opportunity_name, l.opportunity_description as offer_opportunity_description,
  r.aws_account_id as reseller_aws_account_id, r.mailing_company_name as reseller_company_name,
  l.agreement_id, null::varchar as agreement_revision, l.start_time as agreement_start_date,
  l.end_time as agreement_end_date, l.acceptance_time as agreement_acceptance_date,
  l.invoice_id, l.listing_fee_invoice_id, l.transaction_reference_id, l.invoice_date,
  l.usage_period_start_date, l.usage_period_end_date, l.gross_revenue, l.gross_refund, l.payment_due_date,
  l.listing_fee, l.listing_fee_refund, l.aws_tax_share, l.aws_tax_share_refund,
  l.seller_tax_share, l.seller_tax_share_refund, l.cogs, l.cogs_refund,
  l.gross_revenue + l.gross_refund + l.listing_fee + l.listing_fee_refund + l.seller_tax_share
    + l.seller_tax_share_refund + l.cogs + l.cogs_refund as seller_net_revenue,
  l.currency, l.disbursement_flag, l.last_paid_at as last_disbursement_date,
  l.bank_trace_id as disburse_bank_trace_id, l.broker_id
from placed as l
left join account_versions as p
  on p.account_id = l.payer_account_id and l.invoice_date >= p.valid_from and l.invoice_date < p.valid_to
left join account_versions as e
  on e.account_id = l.end_user_account_id and l.invoice_date >= e.valid_from and l.invoice_date < e.valid_to
left join account_versions as s
  on s.account_id = l.acceptor_account_id and l.invoice_date >= s.valid_from and l.invoice_date < s.valid_to
left join account_versions as r
  on r.account_id = l.reseller_account_id and l.invoice_date >= r.valid_from and l.invoice_date < r.valid_to
left join address_versions as pa
  on pa.address_id = coalesce(p.tax_address_id, l.billing_address_id, p.mailing_address_id)
left join address_versions as ea
  on ea.address_id = coalesce(e.tax_address_id, l.billing_address_id, e.mailing_address_id)
left join address_versions as sa on sa.address_id = coalesce(s.tax_address_id, s.mailing_address_id);
