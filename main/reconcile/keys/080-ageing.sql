-- ageing: one row = one currency and one age, counted in one of four ways: open items from the due date, open items
-- from the billing month (section 4), the past due ones of these (section 6), and what the latest disbursement report
-- paid, from the billing month (section 5). `reported_net` is what the section itself says; it carries no currency and
-- stands beside USD.
-- key: basis, currency?, bucket
create or replace view ageing as
with open_now as (
  select
    currency, billed_net - disbursed_net as net, due_date < (select as_of from run) as past_due,
    late_bucket((select as_of from run) - due_date) as late,
    billing_bucket((select as_of from run) - first_billing) as billing_age
  from reconciled_keys
  where is_open_state(state)
),
latest_payment as (
  select max(delivery_date) as delivery_date
  from block_deliveries
  where report = 'disbursement' and section = 'dis1' and delivery_date <= (select as_of from run)
),
paid as (
  select l.currency, l.net, billing_bucket(l.disbursement_date - k.first_billing) as billing_age
  from report_disbursed_lines as l
  join block_deliveries as b on b.file_id = l.file_id and b.block_no = l.block_no
  join latest_payment as p on p.delivery_date = b.delivery_date
  anti join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
  left join reconciled_keys as k on k.transaction_reference = l.transaction_reference and k.currency = l.currency
  where l.section = 'dis1' and l.block_counted
),
own as (
  select 'due date' as basis, currency, late as bucket, count(*)::integer as keys, sum(net) as net
  from open_now group by all
  union all
  select 'billing month', currency, billing_age, count(*)::integer, sum(net) from open_now group by all
  union all
  select 'past due, billing month', currency, billing_age, count(*)::integer, sum(net)
  from open_now where past_due group by all
  union all
  select 'disbursed, billing month', currency, billing_age, count(*)::integer, sum(net) from paid group by all
),
sections as (
  select 'billing month' as basis, b.delivery_date,
    [
      sum(uncollected_under_31_days), sum(uncollected_31_60_days), sum(uncollected_61_90_days),
      sum(uncollected_91_120_days), sum(uncollected_over_120_days)
    ] as amounts
  from dis4 as l join block_deliveries as b using (file_id, block_no)
  where b.counted and b.delivery_date <= (select as_of from run) group by all
  union all
  select 'past due, billing month', b.delivery_date,
    [
      sum(past_due_under_31_days), sum(past_due_31_60_days), sum(past_due_61_90_days),
      sum(past_due_91_120_days), sum(past_due_over_120_days)
    ]
  from dis6 as l join block_deliveries as b using (file_id, block_no)
  where b.counted and b.delivery_date <= (select as_of from run) group by all
  union all
  select 'disbursed, billing month', b.delivery_date,
    [
      sum(collected_under_31_days), sum(collected_31_60_days), sum(collected_61_90_days),
      sum(collected_91_120_days), sum(collected_over_120_days)
    ]
  from dis5 as l join block_deliveries as b using (file_id, block_no)
  where b.counted and b.delivery_date <= (select as_of from run) group by all
),
reported as (
  select basis, 'USD' as currency, unnest(['<31', '31-60', '61-90', '91-120', '>120']) as bucket, unnest(amounts) as net
  from (select basis, arg_max(amounts, delivery_date) as amounts from sections group by basis)
)
select
  coalesce(o.basis, s.basis) as basis, coalesce(o.currency, s.currency) as currency,
    coalesce(o.bucket, s.bucket) as bucket,
  coalesce(o.keys, 0) as keys, coalesce(o.net, 0) as net, s.net as reported_net,
  case coalesce(o.bucket, s.bucket)
    when 'not due' then 0
    when '1-30' then 1 when '<31' then 1
    when '31-60' then 2
    when '61-90' then 3
    when '91-120' then 4
    when '121+' then 5 when '>120' then 5
    else 9
  end as bucket_order
from own as o
full join reported as s on s.basis = o.basis and s.currency = o.currency and s.bucket = o.bucket;
