-- tied_lines: one row = one payout and what the lines of one file come to that are tied to it.
-- By file of told_event_files.
-- key: file_id, payout_id
-- references: payout_id -> feed_payout_events
create or replace table tied_lines as
select
  e.file_id, e.payout_id, count(*) as lines, sum(e.payout_amount) as lines_amount,
  count(*) filter (where e.payout_currency is distinct from p.currency or e.payout_amount is null) as other_lines
from feed_events as e
join feed_payout_events as p using (payout_id)
where e.bucket = 'payout'
group by e.file_id, e.payout_id;

-- feed_payouts: one row = one payout to the bank, or the failure of one, with the sum of the lines tied to it: they
-- clear what was invoiced, so that the sum and the payout come to nothing together.
-- key: payout_id
-- references: payout_id -> feed_payout_events
create or replace table feed_payouts as
with tied as (
  select
    payout_id, sum(lines)::integer as lines, sum(lines_amount) as lines_amount, sum(other_lines)::integer as other_lines
  from tied_lines
  group by payout_id
),
failures as (
  select reverses, min(payout_id) as reversed_by
  from feed_payout_events
  where is_failure and reverses is not null
  group by reverses
)
select
  p.payout_id, p.transaction_type,
  case
    when p.is_failure then 'failure'
    when f.reversed_by is not null then 'failed'
    else 'disbursed'
  end as status,
  p.paid_at as disbursement_date, p.bank_trace_id, p.disbursement_reference_number, p.deposit_trace_id, p.settlement,
  p.seller_of_record as aws_seller_of_record, p.currency, p.amount, coalesce(t.lines, 0) as lines,
  -- Lines in another currency than the payout cannot be added to it.
  case when coalesce(t.other_lines, 0) = 0 then coalesce(t.lines_amount, 0) end as lines_amount,
  p.amount + case when coalesce(t.other_lines, 0) = 0 then coalesce(t.lines_amount, 0) end as difference,
  p.reverses, f.reversed_by, p.is_test, p.file_id, p.block_no, p.line
from feed_payout_events as p
left join tied as t using (payout_id)
left join failures as f on f.reverses = p.payout_id;
