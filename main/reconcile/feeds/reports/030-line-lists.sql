-- feed_line_invoices: one row = one line of an invoice with the other invoices on which something of it stands: AWS's
-- listing fees, wholesale invoices, and those that the seller issues to AWS for VAT; in the order of their dates, nine
-- at most.
-- key: line_kind, line_invoice, line_number, recipient_account_id, currency?, payout_currency?
-- references: line_kind, line_invoice, line_number, recipient_account_id -> feed_line_items
create or replace table feed_line_invoices as
with invoices as (
  select
    line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency, variant, invoice_id,
    min(invoice_date) as invoice_date
  from feed_report_events
  where variant in ('LISTING_FEE', 'RESALE', 'TAX_VAT') and invoice_id is not null
  group by all
),
lists as (
  select
    line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency, variant,
    list(invoice_id order by invoice_date, invoice_id) as invoices
  from invoices
  group by all
),
texts as (
  select
    * exclude (invoices), case when len(invoices) > 9 then array_to_string(invoices[:9], ',') || ',...'
      else array_to_string(invoices, ',') end as ids,
    len(invoices) as count
  from lists
)
select
  line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency,
  max(ids) filter (where variant = 'LISTING_FEE') as listing_fee_invoice_id,
  max(ids) filter (where variant = 'RESALE') as wholesale_invoice_id,
  max(ids) filter (where variant = 'TAX_VAT') as seller_issued_invoice_id,
  max(case when count > 9 then repeat('TAX_VAT,', 9) || '...' else rtrim(repeat('TAX_VAT,', count), ',') end)
    filter (where variant = 'TAX_VAT') as seller_issued_invoice_variant
from texts
group by all;

-- The ids of a list in their order, each once, fifty at most.
create or replace macro distinct_ids(ids) as
  case when len(ids) > 1 then list_filter(ids, lambda id, place: list_position(ids, id) = place) else ids end;
create or replace macro ids_text(ids) as
  array_to_string(case when len(ids) > 50 then list_append(ids[:50], '...') else ids end, ',');

-- feed_line_payouts: one row = one line of an invoice with the payouts that it was part of, in their order.
-- key: line_kind, line_invoice, line_number, recipient_account_id, currency?, payout_currency?
-- references: line_kind, line_invoice, line_number, recipient_account_id -> feed_line_items
create or replace table feed_line_payouts as
with payouts as (
  select
    b.line_kind, b.line_invoice, b.line_number, b.recipient_account_id, b.currency, b.payout_currency,
    max(p.paid_at) as last_paid_at,
    list(p.bank_trace_id order by p.paid_at, p.bank_trace_id, p.disbursement_reference_number)
      filter (where p.bank_trace_id is not null) as traces,
    list(p.disbursement_reference_number order by p.paid_at, p.bank_trace_id, p.disbursement_reference_number)
      filter (where p.disbursement_reference_number is not null) as reference_numbers
  from feed_line_buckets as b
  join feed_payout_events as p using (payout_id)
  group by all
)
select
  * exclude (traces, reference_numbers), ids_text(distinct_ids(traces)) as bank_trace_ids,
  ids_text(distinct_ids(reference_numbers)) as reference_numbers
from payouts;
