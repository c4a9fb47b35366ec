-- figures: one row = one currency with the figures of the bridge beside each other; null is "not known".
select
  currency,
  any_value(amount) filter (where line = 'billed') as billed,
  any_value(amount) filter (where line = 'collected') as collected,
  any_value(amount) filter (where line = 'disbursed') as disbursed,
  any_value(amount) filter (where line = 'banked') as banked,
  any_value(amount) filter (where line = 'open') as open,
  any_value(amount) filter (where line = 'open-past-due') as past_due,
  any_value(amount) filter (where line = 'difference') as difference
from bridge
group by currency
