-- payers: one row = one payer and one currency: what is uncollected from it, by age.
with names as (
  select payer, min(payer_name) as payer_name
  from billed_lines
  where payer is not null and payer_name is not null
  group by payer
)
select
  u.payer, any_value(n.payer_name) as payer_name, u.currency, count(*)::integer as keys,
  sum(u.uncollected_net) as uncollected_net,
  coalesce(sum(u.uncollected_net) filter (where u.past_due), 0) as past_due_net,
  min(u.due_date) as oldest_due_date, max(u.days_late) as days_late,
  coalesce(sum(u.uncollected_net) filter (where u.ageing_bucket = 'not due'), 0) as not_due,
  coalesce(sum(u.uncollected_net) filter (where u.ageing_bucket = '1-30'), 0) as late_1_to_30,
  coalesce(sum(u.uncollected_net) filter (where u.ageing_bucket = '31-60'), 0) as late_31_to_60,
  coalesce(sum(u.uncollected_net) filter (where u.ageing_bucket = '61-90'), 0) as late_61_to_90,
  coalesce(sum(u.uncollected_net) filter (where u.ageing_bucket = '91-120'), 0) as late_91_to_120,
  coalesce(sum(u.uncollected_net) filter (where u.ageing_bucket = '121+'), 0) as late_121_and_more,
  coalesce(sum(u.uncollected_net) filter (where u.ageing_bucket = 'unknown'), 0) as due_date_unknown
from uncollected_funds as u
left join names as n on n.payer = u.payer
group by u.payer, u.currency
