-- One row = one currency with its open items by days after the due date.
select
  currency, count(*)::integer as keys, sum(open_net) as open_net,
  coalesce(sum(open_net) filter (where ageing_bucket not in ('not due', 'unknown')), 0) as past_due,
  coalesce(sum(open_net) filter (where ageing_bucket = 'not due'), 0) as "not due",
  coalesce(sum(open_net) filter (where ageing_bucket = '1-30'), 0) as "1-30 days",
  coalesce(sum(open_net) filter (where ageing_bucket = '31-60'), 0) as "31-60 days",
  coalesce(sum(open_net) filter (where ageing_bucket = '61-90'), 0) as "61-90 days",
  coalesce(sum(open_net) filter (where ageing_bucket = '91-120'), 0) as "91-120 days",
  coalesce(sum(open_net) filter (where ageing_bucket = '121+'), 0) as "121+ days",
  coalesce(sum(open_net) filter (where ageing_bucket = 'unknown'), 0) as "unknown"
from open_items
group by currency
order by currency
