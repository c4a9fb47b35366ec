-- summary_states: one row = one currency and one state.
select
  currency, state, count(*)::integer as keys,
  sum(billed_net) as billed_net, sum(disbursed_net) as disbursed_net, sum(billed_net) - sum(disbursed_net) as open_net
from reconciled_keys
group by currency, state
