-- One row = one deposit with the id that was asked for.
select settlement, deposit_date, currency, disbursed_amount, lines, lines_net
from settlements
where settlement = $settlement or bank_trace_id = $settlement
order by currency
