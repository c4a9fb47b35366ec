-- settlements: one row = one deposit.
select
  settlement, source, currency, deposit_date, period_start, period_end, disbursed_amount, lines, lines_net,
  lines_net - disbursed_amount as difference, bank_trace_id, delivery_id, delivery_date
from settlements
