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
  -- The revisions of an agreement cover all of time, so that being in the feed is enough.
  where agreement_id is null or not getvariable('has_agreements')
    or agreement_id in (select agreement_id from feed_agreements_in_time)
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
  -- Unknown where the currencies differ and the amount of the payout is not given.
  case when count(*) = count(payout_amount) then coalesce(sum(payout_amount) filter (where is_net), 0) end as payout_net,
  coalesce(sum(amount) filter (where moves_balance), 0) as balance_impact
from known
group by all;

-- feed_line_items: one row = one line of an invoice with its amounts as invoiced, and what of them was collected and
-- disbursed. It is identified by its invoice, its number there, the recipient and both currencies. Events of a payout
-- clear what was invoiced and carry the opposite sign.
create or replace table feed_line_items as
with invoiced as (
  select * from feed_line_buckets where bucket = 'invoiced'
),
collected as (
  select * from feed_line_buckets where bucket = 'collected'
),
paid_out as (
  select
    line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency,
    max(transaction_reference) as transaction_reference,
    max(seller_of_record) as seller_of_record,
    max(product_id) as product_id,
    max(agreement_id) as agreement_id,
    max(offer_id) as offer_id,
    max(catalog) as catalog,
    max(usage_period_start_date) as usage_period_start_date,
    max(usage_period_end_date) as usage_period_end_date,
    max(billing_address_id) as billing_address_id,
    max(payer_account_id) as payer_account_id,
    max(purchase_invoice_id) as purchase_invoice_id, max(any_purchase_invoice_id) as any_purchase_invoice_id,
    max(buyer_invoice_id) as buyer_invoice_id, max(purchase_invoice_date) as purchase_invoice_date,
    max(buyer_invoice_date) as buyer_invoice_date, max(last_invoice_date) as last_invoice_date,
    bool_or(is_wholesale_seller) as is_wholesale_seller, -sum(net) as net, case when count(*) = count(payout_net) then -sum(payout_net) end as payout_net
  from feed_line_buckets
  where bucket = 'payout'
  group by all
),
joined as (
  select
    line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency,
    case line_kind
      when 'adjustment' then 'BALANCE_ADJUSTMENT:' || recipient_account_id || ':' || line_invoice
      when 'buyer invoice' then line_invoice || ':' || line_number || ':' || recipient_account_id
      else 'NO_BUYER_INVOICE_FOR:' || line_invoice || ':' || line_number || ':' || recipient_account_id
    end || '_PricingCurrency:' || currency || '_DisbursementCurrency:' || payout_currency as line_item,
    coalesce(i.transaction_reference, p.transaction_reference, c.transaction_reference) as transaction_reference,
    coalesce(i.seller_of_record, p.seller_of_record, c.seller_of_record) as seller_of_record,
    coalesce(i.product_id, p.product_id, c.product_id) as product_id,
    coalesce(i.agreement_id, p.agreement_id, c.agreement_id) as agreement_id,
    coalesce(i.offer_id, p.offer_id, c.offer_id) as event_offer_id,
    coalesce(i.catalog, p.catalog, c.catalog) as catalog,
    coalesce(i.usage_period_start_date, p.usage_period_start_date, c.usage_period_start_date) as usage_period_start_date,
    coalesce(i.usage_period_end_date, p.usage_period_end_date, c.usage_period_end_date) as usage_period_end_date,
    coalesce(i.billing_address_id, p.billing_address_id, c.billing_address_id) as billing_address_id,
    coalesce(i.payer_account_id, p.payer_account_id, c.payer_account_id) as payer_account_id,
    i.payment_due_date,
    -- The largest of all its events, whatever became of them.
    coalesce(
      greatest(i.purchase_invoice_id, p.purchase_invoice_id, c.purchase_invoice_id),
      greatest(i.buyer_invoice_id, p.buyer_invoice_id, c.buyer_invoice_id),
      greatest(i.any_purchase_invoice_id, p.any_purchase_invoice_id, c.any_purchase_invoice_id)
    ) as invoice_id,
    coalesce(
      greatest(i.purchase_invoice_date, p.purchase_invoice_date, c.purchase_invoice_date),
      greatest(i.buyer_invoice_date, p.buyer_invoice_date, c.buyer_invoice_date),
      greatest(i.last_invoice_date, p.last_invoice_date, c.last_invoice_date)
    ) as invoice_date,
    coalesce(i.is_wholesale_seller, false) or coalesce(p.is_wholesale_seller, false) as is_wholesale_seller,
    i.currency is not null as is_invoiced, p.currency is not null as is_paid_out,
    coalesce(i.gross_revenue, 0) as gross_revenue,
    coalesce(i.gross_refund, 0) as gross_refund,
    coalesce(i.listing_fee, 0) as listing_fee,
    coalesce(i.listing_fee_refund, 0) as listing_fee_refund,
    coalesce(i.seller_tax, 0) as seller_tax,
    coalesce(i.seller_tax_refund, 0) as seller_tax_refund,
    coalesce(i.aws_tax, 0) as aws_tax,
    coalesce(i.aws_tax_refund, 0) as aws_tax_refund,
    coalesce(i.fee_aws_tax, 0) as fee_aws_tax,
    coalesce(i.fee_aws_tax_refund, 0) as fee_aws_tax_refund,
    coalesce(i.cost_of_goods, 0) as cost_of_goods,
    coalesce(i.cost_of_goods_refund, 0) as cost_of_goods_refund,
    coalesce(i.wholesale_seller_tax, 0) as wholesale_seller_tax,
    coalesce(i.wholesale_seller_tax_refund, 0) as wholesale_seller_tax_refund,
    coalesce(i.wholesale_other_seller_tax, 0) as wholesale_other_seller_tax,
    coalesce(i.wholesale_other_seller_tax_refund, 0) as wholesale_other_seller_tax_refund,
    coalesce(i.wholesale_aws_tax, 0) as wholesale_aws_tax,
    coalesce(i.wholesale_aws_tax_refund, 0) as wholesale_aws_tax_refund,
    coalesce(i.net, 0) as net, case when i.currency is null then 0 else i.payout_net end as payout_net,
    coalesce(c.balance_impact, 0) as collected_net, c.last_action_date as last_collection_date,
    coalesce(p.net, 0) as disbursed_net, case when p.currency is null then 0 else p.payout_net end as disbursed_payout_net
  from invoiced as i
  full join paid_out as p using (line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency)
  full join collected as c using (line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency)
)
select
  *, net - disbursed_net as undisbursed_net, payout_net - disbursed_payout_net as undisbursed_payout_net
from joined;
