-- export_currency_pairs: one row = one payout of one reference that, at the as-of date, the billed revenue export tells
-- in the currency of the price, and the collections and disbursements export in that of the payout: the same money
-- twice. It counts for the key of the price, and in the deposit as it was paid; `file_id`, `block_no` and `line` are
-- the first line of the price, which carries what was paid. Where they do not tell the same invoices, or one of them
-- that nothing is left of it (a payout that failed), and where anything else tells of that reference in either way,
-- both stand, and the difference of their currencies is said.
-- Nothing without both exports.
-- key: transaction_reference, settlement
create or replace table export_currency_pairs as
with told as (
  select
    source, transaction_reference, settlement, currency, count(*) as lines, sum(net) as net,
    max(disbursement_date) as paid_on, min(bank_trace_id) as bank_trace_id,
    list(distinct invoice_id order by invoice_id) as invoices,
    min({ 'file_id': l.file_id, 'block_no': l.block_no, 'line': l.line }) as first_line
  from report_disbursed_lines as l
  anti join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
  where source <> 'disbursement' and block_counted and transaction_reference is not null
    and (disbursement_date is null or disbursement_date <= getvariable('as_of'))
    and (source <> 'billed_revenue' or invoice_date is null or invoice_date <= getvariable('as_of'))
  group by all
),
paired as (
  select
    p.transaction_reference, p.settlement, p.currency, p.net, c.currency as payout_currency, c.net as payout_net,
    c.lines as payout_lines, c.paid_on, c.bank_trace_id, p.first_line,
    coalesce(p.invoices = c.invoices, true) as are_invoices_same
  from told as p
  join told as c on c.transaction_reference = p.transaction_reference and c.settlement = p.settlement
  where p.source = 'billed_revenue' and c.source = 'collections_and_disbursements'
  -- Of several prices nothing says which of them the payout is.
  qualify count(*) over (partition by p.transaction_reference, p.settlement) = 1
),
-- A line without a currency is taken for one in USD.
without_currency as (
  select transaction_reference_id as transaction_reference from billed_revenue where currency is null
  union
  select transaction_reference_id from collections_and_disbursements where currency is null
),
pairs as (
  select
    p.* exclude (first_line, are_invoices_same),
    first_line.file_id as file_id, first_line.block_no as block_no, first_line.line as line
  from paired as p
  anti join report_disbursed_lines as c
    on c.source = 'collections_and_disbursements' and c.transaction_reference = p.transaction_reference
    and c.currency = p.currency
  anti join report_billed_lines as b
    on b.block_counted and b.transaction_reference = p.transaction_reference and b.currency = p.payout_currency
  anti join dis1 as r on r.transaction_reference_id = p.transaction_reference
  anti join feed_movements as f on f.transaction_reference = p.transaction_reference
  anti join without_currency as w on w.transaction_reference = p.transaction_reference
  where p.currency <> p.payout_currency and p.are_invoices_same
    and sign(p.net) = sign(p.payout_net) and p.net <> 0
)
from pairs
union all by name
-- A payout that failed, and was paid by another: nothing is left of it, nor to be told of in its currency.
select
  c.transaction_reference, c.settlement, min(p.currency) as currency, 0 as net, c.currency as payout_currency,
  any_value(c.net) as payout_net, any_value(c.lines) as payout_lines, any_value(c.paid_on) as paid_on,
  any_value(c.bank_trace_id) as bank_trace_id
from told as c
join pairs as p on p.transaction_reference = c.transaction_reference and p.payout_currency = c.currency
anti join told as b
  on b.source = 'billed_revenue' and b.transaction_reference = c.transaction_reference and b.settlement = c.settlement
where c.source = 'collections_and_disbursements' and c.net = 0 and c.settlement is not null
group by c.transaction_reference, c.settlement, c.currency;
