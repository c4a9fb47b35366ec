-- feed_line_buckets: one row = one line of an invoice and what became of it: invoiced (with what was forgiven),
-- collected, or paid out by one payout. Amounts of a payout are in the currency in which it was paid, all others in
-- that of the price; `net` is in the currency of the price throughout, `payout_net` in that of the payout.
-- `last_invoice_date` is the date at which its agreement is looked up.
-- key: line_kind, line_invoice, line_number, recipient_account_id, currency?, payout_currency?, bucket, payout_id?
-- references: line_kind, line_invoice, line_number, recipient_account_id -> feed_line_items
create or replace table feed_line_buckets as
with known as (
  select
    *, case when bucket = 'payout' then payout_amount else amount end as shown_amount,
    -- AWS's net has every share but the tax that is for information only, and no type that it does not know.
    category <> 'other' and moves_balance as is_net
  from feed_report_events
)
select
  line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency, bucket, payout_id,
  max(transaction_reference) as transaction_reference, max(seller_of_record) as seller_of_record,
  max(broker_id) as broker_id, max(product_id) as product_id, max(agreement_id) as agreement_id,
  max(offer_id) as event_offer_id, min(catalog) as catalog,
  max(usage_period_start_date) as usage_period_start_date, max(usage_period_end_date) as usage_period_end_date,
  max(payment_due_date) as payment_due_date, max(billing_address_id) as billing_address_id,
  max(shown_invoice_id) as invoice_id, max(shown_invoice_date) as invoice_date, max(invoice_date) as last_invoice_date,
  bool_or(
    is_resale_invoice and transaction_type like 'SELLER_REV_SHARE%' and charge_variant = 'RESALE'
      and charge_side = 'SELLING'
  ) as is_wholesale_seller,
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
  coalesce(sum(shown_amount) filter (where category = 'wholesale_other_seller_tax_refund'),
    0) as wholesale_other_seller_tax_refund,
  coalesce(sum(shown_amount) filter (where category = 'wholesale_aws_tax'), 0) as wholesale_aws_tax,
  coalesce(sum(shown_amount) filter (where category = 'wholesale_aws_tax_refund'), 0) as wholesale_aws_tax_refund,
  coalesce(sum(amount) filter (where is_net), 0) as net,
  -- Unknown where the currencies differ and no amount of the payout is given.
  case
    when count(payout_amount) filter (where is_net) > 0 or count(*) filter (where is_net) = 0
      then coalesce(sum(payout_amount) filter (where is_net), 0)
  end as payout_net,
  coalesce(sum(amount) filter (where moves_balance), 0) as balance_impact
from known
group by all;

-- What a line is told to be by its events: by those that were invoiced, where there are any.
create or replace macro told_of_line(invoiced, paid_out, of_invoiced, of_paid_out, of_collected) as
  case when invoiced is not null then of_invoiced when paid_out is not null then of_paid_out else of_collected end;

-- feed_line_items: one row = one line of an invoice with its amounts as invoiced, and what of them was collected and
-- disbursed. It is identified by its invoice, its number there, the recipient and both currencies. Events of a payout
-- clear what was invoiced and carry the opposite sign.
-- key: line_kind, line_invoice, line_number, recipient_account_id, currency?, payout_currency?
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
    max(transaction_reference) as transaction_reference, max(seller_of_record) as seller_of_record,
    max(broker_id) as broker_id, max(product_id) as product_id, max(agreement_id) as agreement_id,
    max(event_offer_id) as event_offer_id, min(catalog) as catalog,
    max(usage_period_start_date) as usage_period_start_date, max(usage_period_end_date) as usage_period_end_date,
    max(billing_address_id) as billing_address_id, max(payer_account_id) as payer_account_id,
    max(invoice_id) as invoice_id, max(invoice_date) as invoice_date, max(last_invoice_date) as last_invoice_date,
    bool_or(is_wholesale_seller) as is_wholesale_seller, -sum(net) as net,
    case when count(*) = count(payout_net) then -sum(payout_net) end as payout_net
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
    told_of_line(i.currency, p.currency, i.transaction_reference, p.transaction_reference,
      c.transaction_reference) as transaction_reference,
    told_of_line(i.currency, p.currency, i.seller_of_record, p.seller_of_record,
      c.seller_of_record) as seller_of_record,
    told_of_line(i.currency, p.currency, i.broker_id, p.broker_id, c.broker_id) as broker_id,
    told_of_line(i.currency, p.currency, i.product_id, p.product_id, c.product_id) as product_id,
    told_of_line(i.currency, p.currency, i.agreement_id, p.agreement_id, c.agreement_id) as agreement_id,
    told_of_line(i.currency, p.currency, i.event_offer_id, p.event_offer_id, c.event_offer_id) as event_offer_id,
    told_of_line(i.currency, p.currency, i.catalog, p.catalog, c.catalog) as catalog,
    told_of_line(i.currency, p.currency, i.usage_period_start_date, p.usage_period_start_date,
      c.usage_period_start_date) as usage_period_start_date,
    told_of_line(i.currency, p.currency, i.usage_period_end_date, p.usage_period_end_date,
      c.usage_period_end_date) as usage_period_end_date,
    told_of_line(i.currency, p.currency, i.billing_address_id, p.billing_address_id,
      c.billing_address_id) as billing_address_id,
    told_of_line(i.currency, p.currency, i.last_invoice_date, p.last_invoice_date,
      c.last_invoice_date) as last_invoice_date,
    i.payment_due_date,
    -- The largest of all its events, whatever became of them.
    greatest(i.payer_account_id, p.payer_account_id, c.payer_account_id) as payer_account_id,
    greatest(i.invoice_id, p.invoice_id, c.invoice_id) as invoice_id,
    greatest(i.invoice_date, p.invoice_date, c.invoice_date) as invoice_date,
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
    coalesce(p.net, 0) as disbursed_net, case when p.currency is null then 0
      else p.payout_net end as disbursed_payout_net
  from invoiced as i
  full join paid_out as p using (line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency)
  full join collected as c using (line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency)
),
-- Invoice and payer of a line are the same in all of its currencies.
in_currencies as (
  select
    line_kind, line_invoice, line_number, recipient_account_id, max(payer_account_id) as payer_account_id,
    max(invoice_id) as invoice_id, max(invoice_date) as invoice_date
  from joined
  group by all
  having count(*) > 1
)
select
  j.* replace (
    coalesce(m.payer_account_id, j.payer_account_id) as payer_account_id,
    coalesce(m.invoice_id, j.invoice_id) as invoice_id,
    coalesce(m.invoice_date, j.invoice_date) as invoice_date
  ),
  net - disbursed_net as undisbursed_net, payout_net - disbursed_payout_net as undisbursed_payout_net
from joined as j
left join in_currencies as m using (line_kind, line_invoice, line_number, recipient_account_id);
