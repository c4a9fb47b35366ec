-- export_files: one row = one dashboard export with the invoice dates it covers and its age: the newest has the
-- highest `file_order`.
-- Nothing without billed_revenue or collections_and_disbursements.
-- key: section, file_id
-- references: file_id -> files
create or replace table export_files as
with spans as (
  select
    'billed_revenue' as section, file_id,
    min(invoice_date)::date as first_invoice, max(invoice_date)::date as last_invoice,
    count(*) > count(invoice_date) as has_undated,
    greatest(max(invoice_date), max(disbursement_date), max(last_collection_date))::date as reaches_to
  from billed_revenue
  group by file_id
  union all
  select
    'collections_and_disbursements', file_id,
    min(invoice_date)::date, max(invoice_date)::date, count(*) > count(invoice_date),
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

-- overlapping_files: one row = one export that shares invoice dates with another one of its kind, and the span of
-- dates that it shares. Lines outside the span cannot stand in another file.
create or replace temp table overlapping_files as
select
  a.section, a.file_id, a.file_order,
  min(greatest(a.first_invoice, b.first_invoice)) as shared_from,
  max(least(a.last_invoice, b.last_invoice)) as shared_to
from export_files as a
join export_files as b
  on b.section = a.section and b.file_id <> a.file_id
  and ((a.has_undated and b.has_undated) or a.first_invoice is null or b.first_invoice is null
    or (a.first_invoice <= b.last_invoice and b.first_invoice <= a.last_invoice))
group by a.section, a.file_id, a.file_order;

-- shared_columns: one row = one kind of export and which columns every overlapping file of it fills. An export holds
-- only the columns that the seller chose to show: what one file lacks cannot tell its lines from another's.
create or replace temp table shared_columns as
with filled as (
  select
    'billed_revenue' as section, file_id, count(invoice_id) > 0 as invoice, count(product_id) > 0 as product,
    count(agreement_id) > 0 as agreement, count(usage_period_start_date) > 0 as usage, count(invoice_date) > 0 as dated
  from billed_revenue
  semi join overlapping_files using (file_id)
  group by file_id
  union all
  select
    'collections_and_disbursements', file_id, count(invoice_id) > 0, count(product_id) > 0,
    count(agreement_id) > 0, count(usage_period_start_date) > 0, count(invoice_date) > 0
  from collections_and_disbursements
  semi join overlapping_files using (file_id)
  group by file_id
)
select
  section, bool_and(invoice) as invoice, bool_and(product) as product, bool_and(agreement) as agreement,
  bool_and(usage) as usage, bool_and(dated) as dated
from filled
group by section;

-- export_lines: one row = one line that may stand in another export, with a hash of what identifies it (besides its
-- reference). A payout is identified by its day: trace ids and reference numbers are missing from some layouts. One
-- that failed is another event than the payout itself. Adjustments name nothing that they belong to: without a
-- reference the day and the amount are all that tells one from another.
create or replace temp table export_lines as
select
  f.section, f.file_order, l.file_id, l.block_no, l.line,
  coalesce(l.transaction_reference_id, '') as transaction_reference,
  hash(
    l.currency,
    case when s.invoice then l.invoice_id end,
    case when s.product then l.product_id end,
    case when s.agreement then l.agreement_id end,
    case when s.usage then l.usage_period_start_date::date end,
    case when s.usage then l.usage_period_end_date::date end,
    case when s.dated and l.transaction_reference_id is null then l.invoice_date::date end,
    case when l.transaction_reference_id is null then l.seller_net_revenue end
  ) as identity
from billed_revenue as l
join overlapping_files as f on f.file_id = l.file_id and f.section = 'billed_revenue'
join shared_columns as s on s.section = f.section
where l.invoice_date is null or l.invoice_date::date between f.shared_from and f.shared_to
union all
select
  f.section, f.file_order, l.file_id, l.block_no, l.line, coalesce(l.transaction_reference_id, ''),
  hash(
    l.currency,
    case when s.invoice then l.invoice_id end,
    case when s.product then l.product_id end,
    case when s.agreement then l.agreement_id end,
    case when s.usage then l.usage_period_start_date::date end,
    case when s.usage then l.usage_period_end_date::date end,
    case when s.dated and l.transaction_reference_id is null then l.invoice_date::date end,
    case when l.transaction_reference_id is null then l.seller_net_revenue end,
    l.disbursement_date::date,
    coalesce(lower(l.disbursement_status) = 'failed', false)
  )
from collections_and_disbursements as l
join overlapping_files as f on f.file_id = l.file_id and f.section = 'collections_and_disbursements'
join shared_columns as s on s.section = f.section
where l.invoice_date is null or l.invoice_date::date between f.shared_from and f.shared_to;

-- All rows of an identity come from the newest file that has it; equal rows of one file all count.
-- Nothing without billed_revenue or collections_and_disbursements.
insert into duplicate_lines by name
with newest as (
  select section, transaction_reference, identity, max(file_order) as file_order
  from export_lines
  group by all
  having min(file_order) < max(file_order)
)
select l.file_id, l.block_no, l.line
from export_lines as l
join newest as n using (section, transaction_reference, identity)
where n.file_order > l.file_order;
