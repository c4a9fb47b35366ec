-- feed_line_buckets: one row = one line of an invoice and what became of it: invoiced (with what was forgiven), collected,
-- or paid out by one payout. Amounts of a payout are in the currency in which it was paid, all others in that of the
-- price; `net` is in the currency of the price throughout, `payout_net` in that of the payout.
-- AWS's reports know no event whose agreement is missing from the agreement feed.
create or replace table feed_line_buckets as
with known as (
  select
    *, case when bucket = 'payout' then payout_amount else amount end as shown_amount,
    -- AWS's net has every share but the tax that is for information only, and no type that it does not know.
    category <> 'other' and moves_balance as is_net
  from feed_events as e
  where agreement_id is null or not getvariable('has_agreements') or exists (
    select 1 from feed_agreements_in_time as a
    where a.agreement_id = e.agreement_id and e.invoice_date >= a.valid_from and e.invoice_date < a.valid_to
  )
)
select
  line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency, bucket, payout_id,
  max(transaction_reference) as transaction_reference, max(seller_of_record) as seller_of_record,
  max(product_id) as product_id, max(agreement_id) as agreement_id, max(offer_id) as offer_id, max(catalog) as catalog,
  max(usage_period_start_date) as usage_period_start_date, max(usage_period_end_date) as usage_period_end_date,
  max(payment_due_date) as payment_due_date, max(billing_address_id) as billing_address_id,
  -- The invoice of the buyer; wholesale invoices name it.
  max(invoice_id) filter (where variant = 'PURCHASE' and not is_fee_charge) as purchase_invoice_id,
  max(invoice_id) filter (where variant = 'PURCHASE') as any_purchase_invoice_id, max(line_buyer_invoice_id) as buyer_invoice_id,
  max(invoice_date) filter (where variant = 'PURCHASE') as purchase_invoice_date, max(buyer_invoice_date) as buyer_invoice_date,
  max(invoice_date) as last_invoice_date,
  bool_or(charge_side = 'SELLING' and charge_variant = 'RESALE' and is_resale_invoice) as is_wholesale_seller,
  max(payer_account_id) as payer_account_id,
  max(action_date) as last_action_date,
  coalesce(sum(shown_amount) filter (where category = 'gross_revenue'), 0) as gross_revenue,
  coalesce(sum(shown_amount) filter (where category = 'gross_refund'), 0) as gross_refund,
  coalesce(sum(shown_amount) filter (where category = 'listing_fee'), 0) as listing_fee,
  coalesce(sum(shown_amount) filter (where category = 'listing_fee_refund'), 0) as listing_fee_refund,
  coalesce(sum(shown_amount) filter (where category = 'seller_tax'), 0) as seller_tax,
  coalesce(sum(shown_amount) filter (where category = 'seller_tax_refund'), 0) as seller_tax_refund,
  coalesce(sum(shown_amount) filter (where category = 'aws_tax'), 0) as aws_tax,
  coalesce(sum(shown_amount) filter (where category = 'aws_tax_refund'), 0) as aws_tax_refund,
  coalesce(sum(shown_amount) filter (where category = 'fee_aws_tax'), 0) as fee_aws_tax,
  coalesce(sum(shown_amount) filter (where category = 'fee_aws_tax_refund'), 0) as fee_aws_tax_refund,
  coalesce(sum(shown_amount) filter (where category = 'cost_of_goods'), 0) as cost_of_goods,
  coalesce(sum(shown_amount) filter (where category = 'cost_of_goods_refund'), 0) as cost_of_goods_refund,
  coalesce(sum(shown_amount) filter (where category = 'wholesale_seller_tax'), 0) as wholesale_seller_tax,
  coalesce(sum(shown_amount) filter (where category = 'wholesale_seller_tax_refund'), 0) as wholesale_seller_tax_refund,
  coalesce(sum(shown_amount) filter (where category = 'wholesale_other_seller_tax'), 0) as wholesale_other_seller_tax,
  coalesce(sum(shown_amount) filter (where category = 'wholesale_other_seller_tax_refund'), 0) as wholesale_other_seller_tax_refund,
  coalesce(sum(shown_amount) filter (where category = 'wholesale_aws_tax'), 0) as wholesale_aws_tax,
  coalesce(sum(shown_amount) filter (where category = 'wholesale_aws_tax_refund'), 0) as wholesale_aws_tax_refund,
  coalesce(sum(amount) filter (where is_net), 0) as net,
  coalesce(sum(payout_amount) filter (where is_net), 0) as payout_net,
  coalesce(sum(amount) filter (where moves_balance), 0) as balance_impact
from known
group by all;

-- feed_line_items: one row = one line of an invoice with its amounts as invoiced, and what of them was collected and
-- disbursed. It is identified by its invoice, its number there, the recipient and both currencies.
create or replace table feed_line_items as
with summed as (
  select
    line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency,
    case line_kind
      when 'adjustment' then 'BALANCE_ADJUSTMENT:' || recipient_account_id || ':' || line_invoice
      when 'buyer invoice' then line_invoice || ':' || line_number || ':' || recipient_account_id
      else 'NO_BUYER_INVOICE_FOR:' || line_invoice || ':' || line_number || ':' || recipient_account_id
    end || '_PricingCurrency:' || currency || '_DisbursementCurrency:' || payout_currency as line_item,
    max(transaction_reference) as transaction_reference, max(seller_of_record) as seller_of_record,
    max(product_id) as product_id, max(agreement_id) as agreement_id, max(offer_id) as event_offer_id,
    max(catalog) as catalog, max(usage_period_start_date) as usage_period_start_date,
    max(usage_period_end_date) as usage_period_end_date,
    max(payment_due_date) filter (where bucket = 'invoiced') as payment_due_date,
    max(billing_address_id) as billing_address_id,
    coalesce(max(purchase_invoice_id), max(buyer_invoice_id), max(any_purchase_invoice_id)) as invoice_id,
    coalesce(max(purchase_invoice_date), max(buyer_invoice_date), max(last_invoice_date)) as invoice_date,
    coalesce(bool_or(is_wholesale_seller), false) as is_wholesale_seller, max(payer_account_id) as payer_account_id,
    bool_or(bucket = 'invoiced') as is_invoiced, bool_or(bucket = 'payout') as is_paid_out,
    coalesce(sum(gross_revenue) filter (where bucket = 'invoiced'), 0) as gross_revenue,
    coalesce(sum(gross_refund) filter (where bucket = 'invoiced'), 0) as gross_refund,
    coalesce(sum(listing_fee) filter (where bucket = 'invoiced'), 0) as listing_fee,
    coalesce(sum(listing_fee_refund) filter (where bucket = 'invoiced'), 0) as listing_fee_refund,
    coalesce(sum(seller_tax) filter (where bucket = 'invoiced'), 0) as seller_tax,
    coalesce(sum(seller_tax_refund) filter (where bucket = 'invoiced'), 0) as seller_tax_refund,
    coalesce(sum(aws_tax) filter (where bucket = 'invoiced'), 0) as aws_tax,
    coalesce(sum(aws_tax_refund) filter (where bucket = 'invoiced'), 0) as aws_tax_refund,
    coalesce(sum(fee_aws_tax) filter (where bucket = 'invoiced'), 0) as fee_aws_tax,
    coalesce(sum(fee_aws_tax_refund) filter (where bucket = 'invoiced'), 0) as fee_aws_tax_refund,
    coalesce(sum(cost_of_goods) filter (where bucket = 'invoiced'), 0) as cost_of_goods,
    coalesce(sum(cost_of_goods_refund) filter (where bucket = 'invoiced'), 0) as cost_of_goods_refund,
    coalesce(sum(wholesale_seller_tax) filter (where bucket = 'invoiced'), 0) as wholesale_seller_tax,
    coalesce(sum(wholesale_seller_tax_refund) filter (where bucket = 'invoiced'), 0) as wholesale_seller_tax_refund,
    coalesce(sum(wholesale_other_seller_tax) filter (where bucket = 'invoiced'), 0) as wholesale_other_seller_tax,
    coalesce(sum(wholesale_other_seller_tax_refund) filter (where bucket = 'invoiced'), 0) as wholesale_other_seller_tax_refund,
    coalesce(sum(wholesale_aws_tax) filter (where bucket = 'invoiced'), 0) as wholesale_aws_tax,
    coalesce(sum(wholesale_aws_tax_refund) filter (where bucket = 'invoiced'), 0) as wholesale_aws_tax_refund,
    coalesce(sum(net) filter (where bucket = 'invoiced'), 0) as net,
    coalesce(sum(payout_net) filter (where bucket = 'invoiced'), 0) as payout_net,
    coalesce(sum(balance_impact) filter (where bucket = 'collected'), 0) as collected_net,
    max(last_action_date) filter (where bucket = 'collected') as last_collection_date,
    -- Events of a payout clear what was invoiced and carry the opposite sign.
    -coalesce(sum(net) filter (where bucket = 'payout'), 0) as disbursed_net,
    -coalesce(sum(payout_net) filter (where bucket = 'payout'), 0) as disbursed_payout_net
  from feed_line_buckets
  group by all
)
select
  *, net - disbursed_net as undisbursed_net, payout_net - disbursed_payout_net as undisbursed_payout_net
from summed;
