-- line_flag: what became of a line of an invoice; one cent makes the difference, as in AWS's report.
create or replace macro line_flag(is_paid_out, undisbursed_net, disbursed_net) as
  case
    when not is_paid_out then 'Not disbursed'
    when undisbursed_net = 0 then 'Disbursed'
    when disbursed_net = 0 then 'Disbursement reversed'
    when undisbursed_net < 0 then 'Disbursed'
    else 'Partially disbursed'
  end;

-- feed_billed_revenue: one row = one line of a buyer's invoice in one pair of currencies, as AWS's billed revenue report
-- of June 2026 shows it, in the currency of the price. Lines of which nothing is invoiced are not in it.
create or replace view feed_billed_revenue as
select
  l.invoice_date, l.payment_due_date, payment_term_text(l.invoice_date, l.payment_due_date) as payment_term, l.invoice_id,
  coalesce(l.listing_fee_invoice_id, 'Not applicable') as listing_fee_invoice_id,
  coalesce(l.wholesale_invoice_id, 'Not applicable') as wholesale_invoice_id,
  coalesce(l.seller_issued_invoice_id, 'Not applicable') as seller_issued_invoice_id,
  coalesce(l.seller_issued_invoice_variant, 'Not applicable') as seller_issued_invoice_variant,
  subscriber_text(l.agreement_id, l.subscriber_name) as subscriber_company_name,
  case when l.agreement_id is null then 'Not available' else l.subscriber_account end as subscriber_aws_account_id,
  case when l.agreement_id is null then 'Not available' else l.subscriber_encrypted_account end as subscriber_encrypted_account_id,
  subscriber_text(l.agreement_id, s.email_domain) as subscriber_email_domain,
  subscriber_text(l.agreement_id, s.city) as subscriber_city,
  subscriber_text(l.agreement_id, s.state_or_region) as subscriber_state_or_region,
  subscriber_text(l.agreement_id, s.country_code) as subscriber_country,
  subscriber_text(l.agreement_id, s.postal_code) as subscriber_postal_code,
  subscriber_text(l.agreement_id, l.subscriber_address_id) as subscriber_address_id,
  coalesce(l.product_title, 'Not provided') as product_title,
  case when l.offer_id is null then 'Not available' when l.offer_name is null and l.visibility_of_offer = 'Public' then 'Not applicable' else l.offer_name end as offer_name,
  coalesce(l.offer_id, 'Not available') as offer_id,
  coalesce(l.offer_set_id, 'Not applicable') as offer_set_id,
  case when l.offer_id is null then 'Not available' else l.visibility_of_offer end as offer_visibility,
  coalesce(l.agreement_id, 'Not available') as agreement_id,
  case when not coalesce(l.is_image_offer, false) then l.start_time end as agreement_start_date,
  case when not coalesce(l.is_image_offer, false) then l.acceptance_time end as agreement_acceptance_date,
  case when not coalesce(l.is_image_offer, false) then l.end_time end as agreement_end_date,
  l.accepted_term_types,
  l.catalog, l.usage_period_start_date, l.usage_period_end_date,
  line_flag(l.is_paid_out, l.undisbursed_net, l.disbursed_net) as disbursement_status, d.last_paid_at as disbursement_date,
  case when not l.is_paid_out then 'Not applicable' else coalesce(d.bank_trace_ids, 'Not available') end as disburse_bank_trace_id,
  case when not l.is_paid_out then 'Not applicable' else coalesce(d.reference_numbers, 'Not available') end as disbursement_reference_number,
  round(l.gross_revenue, 2)::decimal(18, 6) as gross_revenue,
  round(l.gross_refund, 2)::decimal(18, 6) as gross_refund,
  round(l.listing_fee, 2)::decimal(18, 6) as listing_fee,
  round(l.listing_fee_refund, 2)::decimal(18, 6) as listing_fee_refund,
  case
    when l.gross_revenue + l.gross_refund = 0 then 0
    else try_cast(cut_fraction(l.listing_fee + l.listing_fee_refund, l.gross_revenue + l.gross_refund, 10000) as decimal(14, 0)) * 0.0001
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
  l.currency, l.transaction_reference as transaction_reference_id, l.seller_of_record as aws_seller_of_record,
  resale_text(l.opportunity_id, l.visibility_of_offer, l.agreement_id) as resale_authorization_id,
  resale_text(l.opportunity_name, l.visibility_of_offer, l.agreement_id) as resale_authorization_name,
  resale_text(l.opportunity_description, l.visibility_of_offer, l.agreement_id) as resale_authorization_description,
  case when l.reseller_account is null then 'Not applicable' else coalesce(l.reseller_name, 'Not available') end as reseller_company_name,
  coalesce(l.reseller_account, 'Not applicable') as reseller_aws_account_id,
  coalesce(l.payer_name, 'Not available') as payer_company_name,
  l.payer_account as payer_aws_account_id, l.payer_encrypted_account as payer_encrypted_account_id,
  y.email_domain as payer_email_domain, y.city as payer_city, y.state_or_region as payer_state,
  y.country_code as payer_country, y.postal_code as payer_postal_code, l.payer_address_id,
  l.manufacturer_account as isv_account_id, coalesce(l.manufacturer_name, 'Not available') as isv_company_name,
  coalesce(l.shown_product_id, 'Not provided') as product_id,
  round(l.disbursed_net, 2)::decimal(18, 6) as disbursed_net_revenue,
  round(l.undisbursed_net, 2)::decimal(18, 6) as undisbursed_net_revenue,
  l.line_item as silent_internal_report_transaction
from feed_line_details as l
left join feed_line_payouts as d
  using (line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency)
left join feed_addresses as s on s.address_id = l.subscriber_address_id
left join feed_addresses as y on y.address_id = l.payer_address_id
where l.is_invoiced;
