-- feed_payout_events: one row = one payout to the bank, or the failure of one. Its date and trace id are those of the
-- event itself; what AWS paid to itself as a test has neither. A failure that names no deposit belongs to that of the
-- payout which it reverses.
-- key: payout_id
create or replace table feed_payout_events as
with payouts as (
  select
    billing_event_id as payout_id, transaction_type, transaction_type = 'DISBURSEMENT_FAILURE' as is_failure,
    parent_billing_event_id as reverses, currency, amount, coalesce(broker_id, 'AWS_INC') as seller_of_record,
    coalesce(invoice_date, action_date) as paid_at, real_trace(bank_trace_id) as bank_trace_id,
    bank_trace_id is not null and real_trace(bank_trace_id) is null as is_test,
    disbursement_reference_number, file_id, block_no, line
  from latest_billing_event_feed
  where delete_date is null and action = 'DISBURSED' and transaction_type in ('DISBURSEMENT', 'DISBURSEMENT_FAILURE')
)
select
  p.*,
  case
    when p.bank_trace_id is null and p.disbursement_reference_number is null and not p.is_test then r.bank_trace_id
    else p.bank_trace_id
  end as deposit_trace_id,
  coalesce(
    payout_name(null, p.bank_trace_id, p.disbursement_reference_number),
    payout_name(null, r.bank_trace_id, r.disbursement_reference_number), r.payout_id, p.payout_id
  ) as settlement
from payouts as p
left join payouts as r on p.is_failure and r.payout_id = p.reverses;
