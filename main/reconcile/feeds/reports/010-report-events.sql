-- feed_known_events: one row = one event of a line that AWS's reports know: they leave out those whose agreement is
-- missing from the agreement feed at the date of the event. The revisions of an agreement cover all of time, so that
-- having a date and being in the feed is enough.
-- key: file_id, block_no, line
create or replace view feed_known_events as
select *
from feed_events
where agreement_id is null or not getvariable('has_agreements')
  or (invoice_date is not null and agreement_id in (select agreement_id from feed_agreements_in_time));

-- line_payout_currencies: one row = one line in one currency of prices that is paid out in another, with the currency
-- of the payout: the largest that any of its events names. It holds for those that name none.
-- key: line_kind, line_invoice, line_number, recipient_account_id, currency?
create or replace table line_payout_currencies as
with abroad as (
  select distinct line_kind, line_invoice, line_number, recipient_account_id, currency
  from feed_known_events
  where disbursement_currency <> currency
)
select
  line_kind, line_invoice, line_number, recipient_account_id, currency, max(disbursement_currency) as payout_currency
from feed_known_events
semi join abroad using (line_kind, line_invoice, line_number, recipient_account_id, currency)
group by all;

-- feed_report_events: one row = one event of a line as AWS's reports of June 2026 read it: they tell fees, costs of
-- goods and invoices by the columns of today alone, where `feed_events` understands older events too.
-- key: file_id, block_no, line
create or replace view feed_report_events as
with told as (
  select
    e.* exclude (category, is_cost_of_goods, is_fee_charge, payer_account_id, payout_currency, payout_amount, variant),
    invoice_variant as variant,
    coalesce(invoice_variant = 'LISTING_FEE', false)
      or coalesce(invoice_variant = 'PURCHASE' and charge_variant = 'LISTING_FEE', false) as is_fee_charge,
    transaction_type like 'SELLER_REV_SHARE%'
      and coalesce(charge_variant = 'RESALE' and charge_side = 'BUYING', false) as is_cost_of_goods,
    coalesce(e.disbursement_currency, c.payout_currency, e.currency) as payout_currency
  from feed_known_events as e
  left join line_payout_currencies as c using (line_kind, line_invoice, line_number, recipient_account_id, currency)
)
select
  *,
  event_category(transaction_type, is_cost_of_goods, is_resale_invoice, is_fee_charge) as category,
  -- AWS reads the amount of the payout alone; the price stands in for it where both are of one currency.
  case when disbursement_amount is null and payout_currency = currency then amount
    else disbursement_amount end as payout_amount,
  -- The invoice of the buyer, which wholesale invoices name.
  case variant when 'PURCHASE' then invoice_id when 'RESALE' then buyer_invoice_id end as shown_invoice_id,
  case
    when variant = 'PURCHASE' or line_kind = 'adjustment' then invoice_date
    when variant = 'RESALE' then buyer_invoice_date
  end as shown_invoice_date,
  -- AWS is nobody's payer; a correction without an invoice is paid by the one who gets it.
  case
    when transaction_type like 'AWS%' or is_cost_of_goods
      or (is_resale_invoice and transaction_type like '%TAX%') then null
    when invoice_id is null then to_account_id
    else from_account_id
  end as payer_account_id
from told;
