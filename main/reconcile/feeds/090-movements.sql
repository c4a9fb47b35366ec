-- feed_movements: one row = one key (transaction reference, currency of the price), what happened to it on one day, as
-- one file tells it: billed, collected or disbursed, and by which payout. This is what the reconciliation adds up.
-- By file of told_event_files.
-- key: file_id, transaction_reference?, currency?, side, day?, settlement?, payout_currency?
create or replace table feed_movements as
select
  file_id, key_reference as transaction_reference, currency, side, day,
  case when side = 'disbursed' then settlement end as settlement, payout_currency, count(*) as lines,
  sum(case when side = 'disbursed' then -amount else amount end) as net,
  sum(case when side = 'disbursed' then -payout_amount else payout_amount end) as payout_net,
  min(real_day(payment_due_date)) as due_date, bool_or(is_aws_brazil(seller_of_record)) as is_of_brazil,
  bool_and(implies_collection(seller_of_record)) as implies_collection,
  bool_or(not is_aws_inc(seller_of_record)) as is_of_other_entity, min(invoice_date::date) as first_invoice
from feed_events
where is_counted
group by all;

-- payer_addresses: one row = one payer with the newest of its invoices that one file tells of.
-- By file of told_event_files.
-- key: file_id, payer_account_id
create or replace table payer_addresses as
select
  file_id, payer_account_id, max({ 'on': invoice_date, 'billing_address_id': billing_address_id }) as newest_invoice
from feed_events
where side = 'billed' and payer_account_id is not null and billing_address_id is not null and invoice_date is not null
group by file_id, payer_account_id;

-- feed_currency_pairs: one row = one reference that is priced in one currency and paid out in another, with what was
-- paid of it. The collections and disbursements export shows that same money in the currency of the payout.
-- key: transaction_reference?, currency, payout_currency
-- references: transaction_reference, currency -> feed_movements
create or replace table feed_currency_pairs as
select transaction_reference, currency, payout_currency, sum(payout_net) as payout_net
from feed_movements
where side = 'disbursed' and payout_currency <> currency and transaction_reference is not null
group by all;

-- unknown_events: one row = one transaction type or action that is not known, and what it comes to in one file and
-- currency.
-- By file of told_event_files.
-- key: file_id, action?, transaction_type?, currency?
create or replace table unknown_events as
select file_id, action, transaction_type, currency, count(*) as events, sum(amount) as amount
from feed_events
where category = 'other' or action not in ('INVOICED', 'FORGIVEN', 'COLLECTED', 'DISBURSED')
group by all;

-- missing_agreements: one row = one agreement that events name and the agreement feed does not have.
-- key: agreement_id, currency?
create or replace table missing_agreements as
-- Looked for first, for there are few, if any.
with missing as (
  select distinct agreement_id
  from named_agreements
  anti join feed_agreements_in_time using (agreement_id)
  where getvariable('has_agreements')
)
select
  e.agreement_id, e.currency, count(*)::integer as events,
  coalesce(sum(e.amount) filter (where e.side = 'billed' and e.is_counted), 0) as billed_net
from feed_events as e
semi join missing as m on m.agreement_id = e.agreement_id
group by all;
