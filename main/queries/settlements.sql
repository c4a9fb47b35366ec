-- settlements: one row = one deposit and currency, with the lines that count in it.
select
  settlement, source, currency, deposit_date, period_start, period_end, disbursed_amount, lines, lines_net,
  reported_lines, reported_net, difference, is_banked, banked_net, in_transit_net, bank_difference,
  bank_trace_id, delivery_id, delivery_date
from settlements
