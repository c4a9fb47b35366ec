-- cash_by_month: one row = one month and one currency: what was billed in it and what was disbursed in it, net. Lines
-- without a date stand under no month. A side of which no file tells is null.
select
  coalesce(b.month, d.month) as month, coalesce(b.currency, d.currency) as currency,
  case when tells_billed then coalesce(b.net, 0) end as billed,
    case when tells_disbursed then coalesce(d.net, 0) end as disbursed
from (
  select strftime(billing_date, '%Y-%m') as month, currency, sum(net) as net
  from billed_lines
  where counted
  group by all
) as b
full join (
  select strftime(disbursement_date, '%Y-%m') as month, currency, sum(net) as net
  from disbursed_lines
  where counted
  group by all
) as d on d.month is not distinct from b.month and d.currency = b.currency
cross join known_sources
