-- feed_collections_and_disbursements: one row = one line of an invoice and one payout that it was part of, or the
-- failure of one, as AWS's report of June 2026 shows it, in the currency of the payout. What was never paid out is not
-- in it; `undisbursed_net_revenue` is that of the whole line and repeats.
create or replace view feed_collections_and_disbursements as
select
  l.invoice_date, b.payment_due_date, payment_term_text(l.invoice_date, b.payment_due_date) as payment_term, l.invoice_id,
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
  case when l.offer_id is null then 'Not available' when l.offer_name is null and l.visibility_of_revision = 'Public' then 'Not applicable' else l.offer_name end as offer_name,
  coalesce(l.offer_id, 'Not available') as offer_id,
  coalesce(l.offer_set_id, 'Not applicable') as offer_set_id,
  case when l.offer_id is null then 'Not available' else l.visibility_of_revision end as offer_visibility,
  coalesce(l.agreement_id, 'Not available') as agreement_id,
  case when not coalesce(l.is_image_offer, false) then l.start_time end as agreement_start_date,
  case when not coalesce(l.is_image_offer, false) then l.acceptance_time end as agreement_acceptance_date,
  case when not coalesce(l.is_image_offer, false) then l.end_time end as agreement_end_date,
  l.catalog, l.usage_period_start_date, l.usage_period_end_date,
  case
    when p.is_failure then 'Failed'
    else line_flag(l.is_paid_out, l.undisbursed_payout_net, l.disbursed_payout_net)
  end as disbursement_status,
  case when not p.is_test then p.paid_at end as disbursement_date,
  date_diff('day', b.payment_due_date::date, disbursement_date::date) as disbursement_time_in_days,
  coalesce(p.bank_trace_id, 'Not available') as disburse_bank_trace_id,
  coalesce(p.disbursement_reference_number, 'Not available') as disbursement_reference_number,
  round(-b.gross_revenue, 2)::decimal(18, 6) as gross_revenue,
  round(-b.gross_refund, 2)::decimal(18, 6) as gross_refund,
  round(-b.listing_fee, 2)::decimal(18, 6) as listing_fee,
  round(-b.listing_fee_refund, 2)::decimal(18, 6) as listing_fee_refund,
  case
    when b.gross_revenue + b.gross_refund = 0 then 0
    -- Rounded, not cut: half a millionth more is added before the cut.
    else try_cast((cut_fraction(b.listing_fee + b.listing_fee_refund, b.gross_revenue + b.gross_refund, 10000000) + 5) // 10 as decimal(14, 0))
      * 0.000001
  end::decimal(18, 8) as listing_fee_percentage,
  round(-b.seller_tax, 2)::decimal(18, 6) as seller_tax_share,
  round(-b.seller_tax_refund, 2)::decimal(18, 6) as seller_tax_share_refund,
  round(-b.fee_aws_tax, 2)::decimal(18, 6) as aws_tax_share_listing_fee,
  round(-b.fee_aws_tax_refund, 2)::decimal(18, 6) as aws_tax_share_refund_listing_fee,
  round(-b.cost_of_goods, 2)::decimal(18, 6) as wholesale_cost,
  round(-b.cost_of_goods_refund, 2)::decimal(18, 6) as wholesale_cost_refund,
  round(-b.wholesale_seller_tax, 2)::decimal(18, 6) as wholesale_seller_tax_share,
  round(-b.wholesale_seller_tax_refund, 2)::decimal(18, 6) as wholesale_seller_tax_share_refund,
  round(-b.wholesale_other_seller_tax, 2)::decimal(18, 6) as wholesale_other_seller_tax_share,
  round(-b.wholesale_other_seller_tax_refund, 2)::decimal(18, 6) as wholesale_other_seller_tax_share_refund,
  case when l.is_wholesale_seller then 0 else round(-b.wholesale_aws_tax, 2) end::decimal(18, 6) as wholesale_aws_tax_share,
  case when l.is_wholesale_seller then 0 else round(-b.wholesale_aws_tax_refund, 2) end::decimal(18, 6) as wholesale_aws_tax_share_refund,
  round(-b.payout_net, 2)::decimal(18, 6) as seller_net_revenue,
  l.payout_currency as currency, l.transaction_reference as transaction_reference_id, l.seller_of_record as aws_seller_of_record,
  resale_text(l.opportunity_id, l.visibility_of_revision, l.agreement_id) as resale_authorization_id,
  resale_text(l.opportunity_name, l.visibility_of_revision, l.agreement_id) as resale_authorization_name,
  resale_text(l.opportunity_description, l.visibility_of_revision, l.agreement_id) as resale_authorization_description,
  case when l.reseller_account is null then 'Not applicable' else coalesce(l.reseller_name, 'Not available') end as reseller_company_name,
  coalesce(l.reseller_account, 'Not applicable') as reseller_aws_account_id,
  coalesce(l.payer_name, 'Not available') as payer_company_name,
  l.payer_account as payer_aws_account_id, l.payer_encrypted_account as payer_encrypted_account_id,
  y.email_domain as payer_email_domain, y.city as payer_city, y.state_or_region as payer_state,
  y.country_code as payer_country, y.postal_code as payer_postal_code, l.payer_address_id,
  l.manufacturer_account as isv_account_id, coalesce(l.manufacturer_name, 'Not available') as isv_company_name,
  coalesce(l.shown_product_id, 'Not provided') as product_id,
  round(-b.payout_net, 2)::decimal(18, 6) as disbursed_net_revenue,
  round(l.undisbursed_payout_net, 2)::decimal(18, 6) as undisbursed_net_revenue,
  -- A missing due date falls through to the last answer, in AWS's report too (`data-feeds.json`, known defects).
  case
    when disbursement_time_in_days <= 0 then 'Not due'
    when disbursement_time_in_days <= 30 then '1-30 days late'
    when disbursement_time_in_days <= 60 then '31-60 days late'
    when disbursement_time_in_days <= 90 then '61-90 days late'
    when disbursement_time_in_days <= 120 then '91-120 days late'
    else '121+ days late'
  end as disbursement_period
from feed_line_buckets as b
join (select * exclude (currency) from feed_payout_events) as p using (payout_id)
join feed_line_details as l
  using (line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency)
left join feed_addresses as s on s.address_id = l.subscriber_address_id and not s.is_deleted
left join feed_addresses as y on y.address_id = l.payer_address_id and not y.is_deleted
where b.bucket = 'payout';
