-- feed_payout_events: one row = one payout to the bank, or the failure of one. Its date and trace id are those of the
-- event itself; what AWS paid to itself as a test has neither. A failure that names no deposit belongs to that of the
-- payout which it reverses.
-- key: payout_id
create or replace table feed_payout_events as
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
from payout_rows as p
left join payout_rows as r on r.payout_id = case when p.is_failure then p.reverses end;
