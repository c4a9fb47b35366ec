-- seen_early: one row = one key that a list holds, or that is paid out, in the month at whose end its monthly report
-- bills it: it was billed before that day. A payout is of that month's bill only where nothing was billed before it.
create or replace temp table seen_early as
with seen as (
  select l.transaction_reference, l.currency, ar_month(l.ar_period) as month, s.statement_date as day
  from uncollected_lines as l
  join statements as s using (delivery_id)
  where l.counted and ar_month(l.ar_period) = date_trunc('month', s.statement_date)
  union all
  select l.transaction_reference, l.currency, date_trunc('month', l.disbursement_date)::date, l.disbursement_date
  from disbursed_lines as l
  join reconciled_keys as k on k.transaction_reference = l.transaction_reference and k.currency = l.currency
  where l.counted and is_aws_inc(l.seller_of_record) and getvariable('statement_date') is not null
    and (k.first_billing is null or k.first_billing >= l.disbursement_date)
)
select transaction_reference, currency, month, min(day) as day
from seen
semi join (
  select transaction_reference from report_billed_lines where bills_by_month(source)
) using (transaction_reference)
where day <= getvariable('as_of')
group by all;

-- early_lines: one row = one billed line of AWS Inc. that counts only after the as-of date, because its report tells no
-- day but the end of the month, and that was billed by the as-of date: the key was seen. Of a key in two reports the
-- lines of the first count.
create or replace temp table early_lines as
select l.*, e.day
from billed_lines as l
join seen_early as e
  on e.transaction_reference = l.transaction_reference and e.currency = l.currency
  and e.month = ar_month(l.ar_period)
where bills_by_month(l.source) and l.why_not_counted = 'after-as-of' and is_aws_inc(l.seller_of_record)
qualify l.source_rank = min(l.source_rank) over (partition by l.transaction_reference, l.currency);
