-- feed_payout_events: one row = one payout to the bank, or the failure of one. Its date and trace id are those of the
-- event itself; what AWS paid to itself as a test has neither.
create or replace table feed_payout_events as
select
  billing_event_id as payout_id, transaction_type, transaction_type = 'DISBURSEMENT_FAILURE' as is_failure,
  parent_billing_event_id as reverses, currency, amount, coalesce(broker_id, 'AWS_INC') as seller_of_record,
  coalesce(invoice_date, action_date) as paid_at, real_trace(bank_trace_id) as bank_trace_id,
  bank_trace_id is not null and real_trace(bank_trace_id) is null as is_test,
  disbursement_reference_number,
  coalesce(real_trace(bank_trace_id), disbursement_reference_number, billing_event_id) as settlement,
  file_id, block_no, line
from latest_billing_event_feed
where delete_date is null and action = 'DISBURSED' and transaction_type in ('DISBURSEMENT', 'DISBURSEMENT_FAILURE');
