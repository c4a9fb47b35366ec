-- payers: one row = one customer (payer account) and currency: what is open of it, by age, and what AWS lists of it.
select
  u.payer, any_value(c.payer_name) as payer_name, u.currency, (count(*) filter (where u.is_open))::integer as keys,
  sum(u.open_net) as open_net, sum(u.uncollected_net) as uncollected_net,
  coalesce(sum(u.open_net) filter (where u.past_due), 0) as past_due_net,
  min(u.due_date) filter (where u.is_open) as oldest_due_date, max(u.days_late) filter (where u.is_open) as days_late,
  coalesce(sum(u.open_net) filter (where u.ageing_bucket = 'not due'), 0) as not_due,
  coalesce(sum(u.open_net) filter (where u.ageing_bucket = '1-30'), 0) as late_1_to_30,
  coalesce(sum(u.open_net) filter (where u.ageing_bucket = '31-60'), 0) as late_31_to_60,
  coalesce(sum(u.open_net) filter (where u.ageing_bucket = '61-90'), 0) as late_61_to_90,
  coalesce(sum(u.open_net) filter (where u.ageing_bucket = '91-120'), 0) as late_91_to_120,
  coalesce(sum(u.open_net) filter (where u.ageing_bucket = '121+'), 0) as late_121_and_more,
  coalesce(sum(u.open_net) filter (where u.ageing_bucket = 'unknown'), 0) as due_date_unknown
from uncollected_funds as u
left join customers as c on c.payer = u.payer
where u.is_open or u.uncollected_net is not null
group by u.payer, u.currency
