-- summary_states: one row = one currency and one state.
select
  currency, state, count(*)::integer as keys,
  sum(billed_net) as billed_net, sum(disbursed_net) as disbursed_net, sum(billed_net - disbursed_net) as difference,
  coalesce(sum(billed_net - disbursed_net) filter (where is_open_state(state)), 0) as open_net
from reconciled_keys
group by currency, state
