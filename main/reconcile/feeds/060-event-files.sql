-- What is told of one file of billing events at a time, so that a month that grew does not cost what all of them do
-- (`slicing.ts`).

-- event_files: one row = one file with billing events, and what tells its latest rows from any others.
-- key: file_id
create or replace table event_files as
with older as (
  select file_id, sum(hash(block_no, line)) as rows
  from older_billing_event_feed
  group by file_id
)
select file_id, concat_ws(' ', h.made_from, o.rows) as made_from
from held_event_files as h
left join older as o using (file_id);

-- payout_rows: one row = one event that is a payout to the bank, or the failure of one.
-- By file of event_files.
-- key: file_id, block_no, line
create or replace table payout_rows as
select
  billing_event_id as payout_id, transaction_type, transaction_type = 'DISBURSEMENT_FAILURE' as is_failure,
  parent_billing_event_id as reverses, currency, amount, coalesce(broker_id, 'AWS_INC') as seller_of_record,
  coalesce(invoice_date, action_date) as paid_at, real_trace(bank_trace_id) as bank_trace_id,
  bank_trace_id is not null and real_trace(bank_trace_id) is null as is_test,
  disbursement_reference_number, file_id, block_no, line
from latest_billing_event_feed
where delete_date is null and action = 'DISBURSED' and transaction_type in ('DISBURSEMENT', 'DISBURSEMENT_FAILURE');

-- named_payouts: one row = one payout that events of a file name, loaded or not.
-- By file of event_files.
-- key: file_id, payout_id
create or replace table named_payouts as
select distinct file_id, disbursement_billing_event_id as payout_id
from latest_billing_event_feed
where disbursement_billing_event_id is not null;

-- unlinked_rows: one row = one event of another entity than AWS Inc. from before the column
-- `buyer_transaction_reference_id`.
-- By file of event_files.
-- key: file_id, block_no, line
create or replace table unlinked_rows as
select
  file_id, block_no, line, billing_event_id, parent_billing_event_id, transaction_reference_id, invoice_id
from latest_billing_event_feed
where buyer_transaction_reference_id is null and not is_aws_inc(broker_id)
  and transaction_type not like 'DISBURSEMENT%';

-- lineless_references: one row = one reference with events that name no line of an invoice, and whether some of them
-- are from before the line ids.
-- By file of event_files.
-- key: file_id, reference
create or replace table lineless_references as
select file_id, transaction_reference_id as reference, bool_or(recipient_account_id is null) as is_early
from latest_billing_event_feed
where buyer_invoice_id is null and line_item_id is null and transaction_reference_id is not null
group by all;

-- named_agreements: one row = one agreement that events of a file name.
-- By file of event_files.
-- key: file_id, agreement_id
create or replace table named_agreements as
select distinct file_id, agreement_id
from latest_billing_event_feed
where agreement_id is not null;
