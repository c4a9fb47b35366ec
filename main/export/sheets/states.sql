-- One row = one currency and state.
select
  currency, state, count(*)::integer as keys,
  sum(billed_net) as billed_net, sum(disbursed_net) as disbursed_net, sum(open_net) as open_net
from reconciliation
group by currency, state
order by
  currency,
  list_position(
    ['disbursed', 'partially-disbursed', 'over-disbursed', 'reversed', 'sign-mismatch', 'not-disbursed', 'nothing-due', 'not-billed'],
    state
  ),
  state
