-- One row = one key that is open, or has billed lines only, or stands in AWS's latest list of uncollected funds
-- (section 7); with what the list says beside what the book says on the list's date.
with listed as (
  select * from uncollected_funds where source = 'section 7'
),
keys as (
  select * from reconciliation where is_open or disbursed_lines = 0
),
facts as (
  select transaction_reference, currency, min(product) as product, min(payer) as payer, min(ar_period) as ar_period
  from billed_source_lines
  where transaction_reference is not null
  group by transaction_reference, currency
),
collected_lines as (
  -- The COLLECTED events of a data feed; of what is billed by another source, what the billed revenue export says.
  select m.transaction_reference, m.currency, m.net
  from feed_movements as m
  cross join run as r
  anti join (select transaction_reference, currency from reconciled_keys where billed_rank > 1) as k
    on k.transaction_reference = m.transaction_reference and k.currency = m.currency
  where m.side = 'collected' and (m.day is null or m.day <= r.as_of)
  union all
  select l.transaction_reference, l.currency, b.collected_net_revenue
  from billed_revenue as b
  join billed_lines as l on l.file_id = b.file_id and l.block_no = b.block_no and l.line = b.line
  where l.section = 'billed_revenue' and l.counted and b.collected_net_revenue is not null
),
collected as (
  select transaction_reference, currency, sum(net) as net
  from collected_lines
  where transaction_reference is not null
  group by transaction_reference, currency
)
select
  k.currency, k.transaction_reference, k.state, k.reason,
  coalesce(l.product, f.product) as product, coalesce(l.payer, f.payer) as payer, coalesce(l.ar_period, f.ar_period) as ar_period,
  -- Other reports than these say nothing of the day of an invoice, only of its month.
  case when k.billed_source in ('data_feed', 'billed_revenue') and k.due_date >= k.billing_date
    then 'Net ' || (k.due_date - k.billing_date) || ' days'
  end as payment_terms,
  k.due_date, k.days_late,
  -- With the unit, because a spreadsheet takes a bare 1-30 in a condition for a day in January.
  case when k.ageing_bucket similar to '[0-9].*' then k.ageing_bucket || ' days' else k.ageing_bucket end as age,
  k.billed_net, c.net as collected_net, k.disbursed_net, k.open_net,
  l.uncollected_net as listed_net, l.open_net as listed_open_net, l.difference as listed_difference, l.status as followed,
  k.explanation || case
    when l.status is null then ''
    when l.status = 'found' and abs(l.difference) <= r.tolerance then ' AWS''s list of ' || l.statement_date || ' agrees.'
    else ' ' || l.explanation
  end as explanation,
  concat_ws(chr(31), k.currency, case when k.is_open then '0' else '1' end, coalesce(k.due_date::varchar, '~'), coalesce(k.transaction_reference, '~')) as position
from keys as k
cross join run as r
left join listed as l on l.transaction_reference = k.transaction_reference and l.currency = k.currency
left join facts as f on f.transaction_reference = k.transaction_reference and f.currency = k.currency
left join collected as c on c.transaction_reference = k.transaction_reference and c.currency = k.currency
union all
-- Keys of the list that are paid by now, or that the book does not know.
select
  l.currency, l.transaction_reference, r.state, r.reason, l.product, l.payer, l.ar_period,
  case when r.billed_source in ('data_feed', 'billed_revenue') and l.due_date >= r.billing_date
    then 'Net ' || (l.due_date - r.billing_date) || ' days'
  end,
  l.due_date, null, null,
  r.billed_net, c.net, r.disbursed_net, r.open_net, l.uncollected_net, l.open_net, l.difference, l.status, l.explanation,
  concat_ws(chr(31), l.currency, '1', coalesce(l.due_date::varchar, '~'), coalesce(l.transaction_reference, '~'))
from listed as l
left join reconciliation as r on r.transaction_reference = l.transaction_reference and r.currency = l.currency
left join collected as c on c.transaction_reference = l.transaction_reference and c.currency = l.currency
where r.state is null or not (r.is_open or r.disbursed_lines = 0)
