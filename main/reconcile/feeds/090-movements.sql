-- feed_movements: one row = one key (transaction reference, currency of the price), what happened to it on one day:
-- billed, collected or disbursed, and by which payout. This is what the reconciliation adds up.
-- key: transaction_reference?, currency?, side, day?, settlement?, payout_currency?
create or replace table feed_movements as
select
  key_reference as transaction_reference, currency, side,
  day,
  case when side = 'disbursed' then settlement end as settlement,
  bool_or(payout_id is not null) as is_payout_loaded, payout_currency, count(*) as lines,
  sum(case when side = 'disbursed' then -amount else amount end) as net,
  sum(case when side = 'disbursed' then -payout_amount else payout_amount end) as payout_net,
  min(real_day(payment_due_date)) as due_date, max(seller_of_record) as seller_of_record
from feed_events
where is_counted
group by all;

-- feed_payer_addresses: one row = one payer with the address that its newest invoice went to.
-- key: payer_account_id
create or replace table feed_payer_addresses as
select
  payer_account_id,
  max_by(billing_address_id, { 'on': invoice_date, 'address': billing_address_id }) as billing_address_id
from feed_events
where side = 'billed' and payer_account_id is not null and billing_address_id is not null and invoice_date is not null
group by payer_account_id;

-- feed_currency_pairs: one row = one reference that is priced in one currency and paid out in another, with what was
-- paid of it. The collections and disbursements export shows that same money in the currency of the payout.
-- key: transaction_reference?, currency, payout_currency
-- references: transaction_reference, currency -> feed_movements
create or replace table feed_currency_pairs as
select transaction_reference, currency, payout_currency, sum(payout_net) as payout_net
from feed_movements
where side = 'disbursed' and payout_currency <> currency and transaction_reference is not null
group by all;

-- unknown_feed_events: one row = one transaction type or action that is not known, and what it comes to in one
-- currency.
-- key: action?, transaction_type?, currency?
create or replace table unknown_feed_events as
select action, transaction_type, currency, count(*)::integer as events, sum(amount) as amount
from feed_events
where category = 'other' or action not in ('INVOICED', 'FORGIVEN', 'COLLECTED', 'DISBURSED')
group by all;

-- missing_agreements: one row = one agreement that events name and the agreement feed does not have.
-- key: agreement_id, currency?
create or replace table missing_agreements as
-- Looked for first, for there are few, if any.
with missing as (
  select distinct l.agreement_id
  from latest_billing_event_feed as l
  anti join feed_agreements_in_time as a on a.agreement_id = l.agreement_id
  where l.agreement_id is not null and getvariable('has_agreements')
)
select
  e.agreement_id, e.currency, count(*)::integer as events,
  coalesce(sum(e.amount) filter (where e.side = 'billed' and e.is_counted), 0) as billed_net
from feed_events as e
semi join missing as m on m.agreement_id = e.agreement_id
group by all;
