-- export_currency_pairs: one row = one payout of one reference that the billed revenue export tells in the currency of
-- the price, and the collections and disbursements export in that of the payout: the same money twice. It counts for
-- the key of the price, and in the deposit as it was paid; `file_id`, `block_no` and `line` are the first line of the
-- price, which carries what was paid. Where anything else tells of that reference in either way, both stand, and the
-- difference of their currencies is said.
-- Nothing without both exports.
-- key: transaction_reference, settlement
create or replace table export_currency_pairs as
with told as (
  select
    source, transaction_reference, settlement, currency, count(*) as lines, sum(net) as net,
    max(disbursement_date) as paid_on, min(bank_trace_id) as bank_trace_id,
    min({ 'file_id': l.file_id, 'block_no': l.block_no, 'line': l.line }) as first_line
  from report_disbursed_lines as l
  anti join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
  where source <> 'disbursement' and block_counted and transaction_reference is not null
  group by all
),
paired as (
  select
    p.transaction_reference, p.settlement, p.currency, p.net, c.currency as payout_currency, c.net as payout_net,
    c.lines as payout_lines, c.paid_on, c.bank_trace_id, p.first_line
  from told as p
  join told as c on c.transaction_reference = p.transaction_reference and c.settlement = p.settlement
  where p.source = 'billed_revenue' and c.source = 'collections_and_disbursements'
  -- Of several prices nothing says which of them the payout is.
  qualify count(*) over (partition by p.transaction_reference, p.settlement) = 1
)
select
  p.* exclude (first_line),
  first_line.file_id as file_id, first_line.block_no as block_no, first_line.line as line
from paired as p
anti join told as c
  on c.source = 'collections_and_disbursements' and c.transaction_reference = p.transaction_reference
  and c.currency = p.currency
anti join report_billed_lines as b
  on b.block_counted and b.transaction_reference = p.transaction_reference and b.currency = p.payout_currency
anti join dis1 as r on r.transaction_reference_id = p.transaction_reference
anti join feed_movements as f on f.transaction_reference = p.transaction_reference
where p.currency <> p.payout_currency;
