-- ageing_schedule: one row = one currency and one way of ageing, as Tieout counts it or as AWS reports it, with a
-- column for each age.
with aged as (
  select
    currency, basis, keys, net, reported_net,
    case
      when bucket = 'not due' then 'not_due'
      when bucket in ('1-30', '<31') then 'to_30'
      when bucket = '31-60' then 'to_60'
      when bucket = '61-90' then 'to_90'
      when bucket = '91-120' then 'to_120'
      when bucket in ('121+', '>120') then 'over_120'
      else 'unknown'
    end as age
  from ageing
),
measured as (
  select currency, basis, false as is_reported, age, keys, net from aged
  union all
  select currency, basis, true, age, null, reported_net from aged where reported_net is not null
)
select
  currency, basis, is_reported,
  coalesce(sum(net) filter (where age = 'not_due'), 0) as not_due,
  coalesce(sum(net) filter (where age = 'to_30'), 0) as to_30_days,
  coalesce(sum(net) filter (where age = 'to_60'), 0) as to_60_days,
  coalesce(sum(net) filter (where age = 'to_90'), 0) as to_90_days,
  coalesce(sum(net) filter (where age = 'to_120'), 0) as to_120_days,
  coalesce(sum(net) filter (where age = 'over_120'), 0) as over_120_days,
  coalesce(sum(net) filter (where age = 'unknown'), 0) as unknown,
  coalesce(sum(net), 0) as total,
  sum(keys)::integer as keys,
  list_position(['due date', 'billing month', 'past due, billing month', 'disbursed, billing month'],
    basis)::integer as basis_order
from measured
group by currency, basis, is_reported
