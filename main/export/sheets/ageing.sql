-- One row = one currency and one way of ageing, with a column for each age.
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
  select currency, basis, false as reported, age, keys, net from aged
  union all
  select currency, basis, true, age, null, reported_net from aged where reported_net is not null
)
select
  currency,
  case basis
    when 'due date' then 'Open items'
    when 'billing month' then 'Open items'
    when 'past due, billing month' then 'Open items past due'
    else 'Disbursed by the latest report'
  end
    || case when reported then ', as AWS reports them' else '' end as what,
  case when basis = 'due date' then 'due date' else 'billing' end as counted_from,
  case when reported then case basis
    when 'billing month' then 'disbursement section 4'
    when 'past due, billing month' then 'disbursement section 6'
    else 'disbursement section 5'
  end else 'Tieout' end as source,
  coalesce(sum(net) filter (where age = 'not_due'), 0) as not_due,
  coalesce(sum(net) filter (where age = 'to_30'), 0) as to_30,
  coalesce(sum(net) filter (where age = 'to_60'), 0) as to_60,
  coalesce(sum(net) filter (where age = 'to_90'), 0) as to_90,
  coalesce(sum(net) filter (where age = 'to_120'), 0) as to_120,
  coalesce(sum(net) filter (where age = 'over_120'), 0) as over_120,
  coalesce(sum(net) filter (where age = 'unknown'), 0) as unknown,
  coalesce(sum(net), 0) as total,
  sum(keys)::integer as keys,
  case basis when 'due date' then 1 when 'billing month' then 2 when 'past due, billing month' then 3 else 4 end as basis_order,
  reported
from measured
group by currency, basis, reported
