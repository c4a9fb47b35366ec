-- export_files: one row = one dashboard export with the invoice dates it covers and its age: the newest has the
-- highest `file_order`. Files whose invoice dates do not overlap cannot hold the same line.
create or replace temp table export_files as
with spans as (
  select
    'billed_revenue' as section, file_id,
    min(invoice_date) as first_invoice, max(invoice_date) as last_invoice, count(*) > count(invoice_date) as undated,
    greatest(max(invoice_date), max(disbursement_date), max(last_collection_date))::date as reaches_to
  from billed_revenue
  group by file_id
  union all
  select
    'collections_and_disbursements', file_id,
    min(invoice_date), max(invoice_date), count(*) > count(invoice_date),
    greatest(max(invoice_date), max(disbursement_date))::date
  from collections_and_disbursements
  group by file_id
)
select
  s.*,
  row_number() over (
    order by coalesce(f.delivered, f.name_date, s.reaches_to) nulls first, f.sha256 desc
  ) as file_order
from spans as s
join files as f using (file_id);

-- overlapping_files: one row = one export that shares invoice dates with another one of its kind.
create or replace temp table overlapping_files as
select distinct a.section, a.file_id, a.file_order
from export_files as a
join export_files as b
  on b.section = a.section and b.file_id <> a.file_id
  and (a.undated or b.undated or (a.first_invoice <= b.last_invoice and b.first_invoice <= a.last_invoice));

-- export_lines: one row = one line of an overlapping export with what identifies it. A payout that failed is another
-- event than the payout itself.
create or replace temp table export_lines as
select
  f.section, f.file_order, l.file_id, l.block_no, l.line,
  l.transaction_reference_id, l.currency, l.invoice_id, l.product_id, l.agreement_id,
  l.usage_period_start_date, l.usage_period_end_date,
  null::timestamp as disbursement_date, null::varchar as bank_trace, null::varchar as payout_reference, null::boolean as failed
from billed_revenue as l
join overlapping_files as f on f.file_id = l.file_id and f.section = 'billed_revenue'
union all
select
  f.section, f.file_order, l.file_id, l.block_no, l.line,
  l.transaction_reference_id, l.currency, l.invoice_id, l.product_id, l.agreement_id,
  l.usage_period_start_date, l.usage_period_end_date,
  l.disbursement_date, l.disburse_bank_trace_id, l.disbursement_reference_number,
  coalesce(lower(l.disbursement_status) = 'failed', false)
from collections_and_disbursements as l
join overlapping_files as f on f.file_id = l.file_id and f.section = 'collections_and_disbursements';

-- All rows of an identity come from the newest file that has it; equal rows of one file all count. What one layout
-- prints and another does not (the payout reference, say) cannot tell two lines apart: an empty side fits any.
insert into duplicate_lines
with newest as (
  select
    section, transaction_reference_id, currency, invoice_id, product_id, agreement_id,
    usage_period_start_date, usage_period_end_date, disbursement_date, bank_trace, payout_reference, failed,
    max(file_order) as file_order
  from export_lines
  group by all
)
select distinct l.file_id, l.block_no, l.line
from export_lines as l
join newest as n
  on n.section = l.section and n.file_order > l.file_order
  and n.transaction_reference_id is not distinct from l.transaction_reference_id
  and n.currency is not distinct from l.currency
  and n.disbursement_date::date is not distinct from l.disbursement_date::date
  and n.failed is not distinct from l.failed
where coalesce(n.invoice_id = l.invoice_id, true)
  and coalesce(n.product_id = l.product_id, true)
  and coalesce(n.agreement_id = l.agreement_id, true)
  and coalesce(n.usage_period_start_date::date = l.usage_period_start_date::date, true)
  and coalesce(n.usage_period_end_date::date = l.usage_period_end_date::date, true)
  and coalesce(n.bank_trace = l.bank_trace, true)
  and coalesce(n.payout_reference = l.payout_reference, true);
