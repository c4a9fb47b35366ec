-- summary_states: one row = one currency and one state; null is "not known".
select
  currency, state, count(*)::integer as keys,
  case when tells_billed then sum(billed_net) end as billed_net,
  case when tells_disbursed then sum(disbursed_net) end as disbursed_net,
  case when tells_billed and tells_disbursed then sum(billed_net - disbursed_net) end as difference,
  case
    when tells_billed and tells_disbursed then coalesce(sum(billed_net - disbursed_net)
      filter (where is_open_state(state)), 0)
  end as open_net
from reconciled_keys
cross join known_sources
group by currency, state, tells_billed, tells_disbursed
