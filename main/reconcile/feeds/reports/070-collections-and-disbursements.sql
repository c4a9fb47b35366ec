-- feed_paid_rows: one row = one line of an invoice and one payout that it was part of, or the failure of one, as the
-- payout's own events tell it, with invoice, payer and state of the whole line.
-- key: line_kind, line_invoice, line_number, recipient_account_id, currency?, payout_currency?, payout_id?
create or replace view feed_paid_rows as
select
  b.* exclude (invoice_id, invoice_date, payer_account_id), l.invoice_id, l.invoice_date, l.payer_account_id,
  l.is_paid_out, l.undisbursed_net, l.disbursed_net, l.undisbursed_payout_net
from feed_line_buckets as b
join feed_line_items as l
  using (line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency)
where b.bucket = 'payout';

-- feed_collections_and_disbursements: one row = one line of an invoice and one payout that it was part of, or the
-- failure of one, as AWS's report of June 2026 shows it, in the currency of the payout. What was never paid out is not
-- in it; `undisbursed_net_revenue` is that of the whole line and repeats.
create or replace view feed_collections_and_disbursements as
select
  l.invoice_date, l.payment_due_date, l.payment_term, l.invoice_id, l.listing_fee_invoice_id, l.wholesale_invoice_id,
  l.seller_issued_invoice_id, l.seller_issued_invoice_variant,
  l.subscriber_company_name, l.subscriber_aws_account_id, l.subscriber_encrypted_account_id, l.subscriber_email_domain,
  l.subscriber_city, l.subscriber_state_or_region, l.subscriber_country, l.subscriber_postal_code,
  l.subscriber_address_id,
  l.product_title, l.offer_name, l.offer_id, l.offer_set_id, l.offer_visibility,
  l.agreement_id, l.agreement_start_date, l.agreement_acceptance_date, l.agreement_end_date,
  l.catalog, l.usage_period_start_date, l.usage_period_end_date,
  -- Told by the amounts in the currency of the price.
  case when p.is_failure then 'Failed' else line_flag(l.is_paid_out, l.undisbursed_net,
    l.disbursed_net) end as disbursement_status,
  p.paid_at as disbursement_date,
  date_diff('day', l.payment_due_date::date, disbursement_date::date) as disbursement_time_in_days,
  coalesce(p.bank_trace_id, 'Not available') as disburse_bank_trace_id,
  coalesce(p.disbursement_reference_number, 'Not available') as disbursement_reference_number,
  round(-l.gross_revenue, 2)::decimal(18, 6) as gross_revenue,
  round(-l.gross_refund, 2)::decimal(18, 6) as gross_refund,
  round(-l.listing_fee, 2)::decimal(18, 6) as listing_fee,
  round(-l.listing_fee_refund, 2)::decimal(18, 6) as listing_fee_refund,
  case
    when l.gross_revenue + l.gross_refund = 0 then 0
    else try_cast(millionths(l.listing_fee + l.listing_fee_refund, l.gross_revenue + l.gross_refund) as decimal(14, 0))
      * 0.000001
  end::decimal(18, 8) as listing_fee_percentage,
  round(-l.seller_tax, 2)::decimal(18, 6) as seller_tax_share,
  round(-l.seller_tax_refund, 2)::decimal(18, 6) as seller_tax_share_refund,
  round(-l.fee_aws_tax, 2)::decimal(18, 6) as aws_tax_share_listing_fee,
  round(-l.fee_aws_tax_refund, 2)::decimal(18, 6) as aws_tax_share_refund_listing_fee,
  round(-l.cost_of_goods, 2)::decimal(18, 6) as wholesale_cost,
  round(-l.cost_of_goods_refund, 2)::decimal(18, 6) as wholesale_cost_refund,
  round(-l.wholesale_seller_tax, 2)::decimal(18, 6) as wholesale_seller_tax_share,
  round(-l.wholesale_seller_tax_refund, 2)::decimal(18, 6) as wholesale_seller_tax_share_refund,
  round(-l.wholesale_other_seller_tax, 2)::decimal(18, 6) as wholesale_other_seller_tax_share,
  round(-l.wholesale_other_seller_tax_refund, 2)::decimal(18, 6) as wholesale_other_seller_tax_share_refund,
  -- What the maker of a wholesale invoice does not pay itself.
  case when l.is_wholesale_seller then 0 else round(-l.wholesale_aws_tax, 2) end::decimal(18, 6)
    as wholesale_aws_tax_share,
  round(-l.wholesale_aws_tax_refund, 2)::decimal(18, 6) as wholesale_aws_tax_share_refund,
  round(-l.payout_net, 2)::decimal(18, 6) as seller_net_revenue,
  l.payout_currency as currency, l.transaction_reference_id, l.aws_seller_of_record,
  l.resale_authorization_id, l.resale_authorization_name, l.resale_authorization_description,
  l.reseller_company_name, l.reseller_aws_account_id,
  l.payer_company_name, l.payer_aws_account_id, l.payer_encrypted_account_id, l.payer_email_domain, l.payer_city,
  l.payer_state, l.payer_country, l.payer_postal_code, l.payer_address_id,
  l.isv_account_id, l.isv_company_name, l.product_id,
  round(-l.payout_net, 2)::decimal(18, 6) as disbursed_net_revenue,
  round(l.undisbursed_payout_net, 2)::decimal(18, 6) as undisbursed_net_revenue,
  -- A missing due date falls through to the last answer, in AWS's report too.
  case
    when disbursement_time_in_days <= 0 then 'Not due'
    when disbursement_time_in_days <= 30 then '1-30 days late'
    when disbursement_time_in_days <= 60 then '31-60 days late'
    when disbursement_time_in_days <= 90 then '61-90 days late'
    when disbursement_time_in_days <= 120 then '91-120 days late'
    else '121+ days late'
  end as disbursement_period
from report_lines('feed_paid_rows', false) as l
join (select * exclude (currency) from feed_payout_events) as p using (payout_id);
