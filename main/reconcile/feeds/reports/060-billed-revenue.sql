-- feed_billed_revenue: one row = one line of a buyer's invoice in one pair of currencies, as AWS's billed revenue
-- report of June 2026 shows it, in the currency of the price. Lines of which nothing is invoiced are not in it.
create or replace view feed_billed_revenue as
select
  l.invoice_date, l.payment_due_date, l.payment_term, l.invoice_id, l.listing_fee_invoice_id, l.wholesale_invoice_id,
  l.seller_issued_invoice_id, l.seller_issued_invoice_variant,
  l.subscriber_company_name, l.subscriber_aws_account_id, l.subscriber_encrypted_account_id, l.subscriber_email_domain,
  l.subscriber_city, l.subscriber_state_or_region, l.subscriber_country, l.subscriber_postal_code,
  l.subscriber_address_id,
  l.product_title, l.offer_name, l.offer_id, l.offer_set_id, l.offer_visibility,
  l.agreement_id, l.agreement_start_date, l.agreement_acceptance_date, l.agreement_end_date, l.accepted_term_types,
  l.catalog, l.usage_period_start_date, l.usage_period_end_date,
  line_flag(l.is_paid_out, l.undisbursed_net, l.disbursed_net) as disbursement_status,
  d.last_paid_at as disbursement_date,
  case when not l.is_paid_out then 'Not applicable'
    else coalesce(d.bank_trace_ids, 'Not available') end as disburse_bank_trace_id,
  case when not l.is_paid_out then 'Not applicable'
    else coalesce(d.reference_numbers, 'Not available') end as disbursement_reference_number,
  round(l.gross_revenue, 2)::decimal(18, 6) as gross_revenue,
  round(l.gross_refund, 2)::decimal(18, 6) as gross_refund,
  round(l.listing_fee, 2)::decimal(18, 6) as listing_fee,
  round(l.listing_fee_refund, 2)::decimal(18, 6) as listing_fee_refund,
  case
    when l.gross_revenue + l.gross_refund = 0 then 0
    -- Rounded to six decimals first, and then cut to four.
    else try_cast(
      millionths(l.listing_fee + l.listing_fee_refund, l.gross_revenue + l.gross_refund) // 100 as decimal(14, 0)
    ) * 0.0001
  end::decimal(18, 8) as listing_fee_percentage,
  round(l.seller_tax, 2)::decimal(18, 6) as seller_tax_share,
  round(l.seller_tax_refund, 2)::decimal(18, 6) as seller_tax_share_refund,
  round(l.aws_tax, 2)::decimal(18, 6) as aws_tax_share,
  round(l.aws_tax_refund, 2)::decimal(18, 6) as aws_tax_share_refund,
  round(l.fee_aws_tax, 2)::decimal(18, 6) as aws_tax_share_listing_fee,
  round(l.fee_aws_tax_refund, 2)::decimal(18, 6) as aws_tax_share_refund_listing_fee,
  round(l.cost_of_goods, 2)::decimal(18, 6) as wholesale_cost,
  round(l.cost_of_goods_refund, 2)::decimal(18, 6) as wholesale_cost_refund,
  round(l.wholesale_seller_tax, 2)::decimal(18, 6) as wholesale_seller_tax_share,
  round(l.wholesale_seller_tax_refund, 2)::decimal(18, 6) as wholesale_seller_tax_share_refund,
  round(l.wholesale_other_seller_tax, 2)::decimal(18, 6) as wholesale_other_seller_tax_share,
  round(l.wholesale_other_seller_tax_refund, 2)::decimal(18, 6) as wholesale_other_seller_tax_share_refund,
  round(l.wholesale_aws_tax, 2)::decimal(18, 6) as wholesale_aws_tax_share,
  round(l.wholesale_aws_tax_refund, 2)::decimal(18, 6) as wholesale_aws_tax_share_refund,
  round(l.net, 2)::decimal(18, 6) as seller_net_revenue,
  round(l.collected_net, 2)::decimal(18, 6) as collected_net_revenue,
  round(l.net - l.collected_net, 2)::decimal(18, 6) as uncollected_net_revenue, l.last_collection_date,
  l.currency, l.transaction_reference_id, l.aws_seller_of_record,
  l.resale_authorization_id, l.resale_authorization_name, l.resale_authorization_description,
  l.reseller_company_name, l.reseller_aws_account_id,
  l.payer_company_name, l.payer_aws_account_id, l.payer_encrypted_account_id, l.payer_email_domain, l.payer_city,
  l.payer_state, l.payer_country, l.payer_postal_code, l.payer_address_id,
  l.isv_account_id, l.isv_company_name, l.product_id,
  round(l.disbursed_net, 2)::decimal(18, 6) as disbursed_net_revenue,
  round(l.undisbursed_net, 2)::decimal(18, 6) as undisbursed_net_revenue,
  l.line_item as silent_internal_report_transaction
from report_lines('feed_line_items', true) as l
left join feed_line_payouts as d
  using (line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency)
where l.is_invoiced;
