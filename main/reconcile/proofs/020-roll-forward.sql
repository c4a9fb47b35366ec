-- rolled_lines: one row = one billed line of AWS Inc., with the day from which lists of uncollected funds may hold it.
-- Sales by other entities never stand in the legacy lists.
create or replace temp view rolled_lines as
select b.transaction_reference, b.currency, b.net, least(b.billing_date, e.day) as day
from billed_lines as b
left join seen_early as e
  on e.transaction_reference = b.transaction_reference and e.currency = b.currency
  and e.month = case when bills_by_month(b.source) then ar_month(b.ar_period) end
where b.counted and is_aws_inc(b.seller_of_record)
union all
select transaction_reference, currency, net, day from early_lines;

-- roll_forward: one row = one currency between two consecutive lists of uncollected funds:
-- opening + billed - disbursed must be the closing list.
-- Nothing without dis7.
-- key: from_date, to_date, currency?
-- references: from_date -> statements (statement_date)
-- references: to_date -> statements (statement_date)
create or replace table roll_forward as
with intervals as (
  select
    delivery_id as to_delivery, statement_date as to_date,
    lag(delivery_id) over (order by statement_date) as from_delivery,
    lag(statement_date) over (order by statement_date) as from_date
  from statements
  where statement_date <= getvariable('as_of')
),
pairs as (select * from intervals where from_delivery is not null),
listed as (
  select delivery_id, currency, sum(net) as net
  from uncollected_lines
  where counted
  group by delivery_id, currency
),
billed as (
  select p.to_delivery, l.currency, sum(l.net) as net
  from (
    select day, currency, sum(net) as net
    from rolled_lines
    where getvariable('statement_date') is not null
    group by day, currency
  ) as l
  join pairs as p on l.day > p.from_date and l.day <= p.to_date
  group by all
),
disbursed as (
  select p.to_delivery, l.currency, sum(l.net) as net
  from (
    select disbursement_date, currency, sum(net) as net
    from disbursed_lines
    where counted and is_aws_inc(seller_of_record) and getvariable('statement_date') is not null
    group by disbursement_date, currency
  ) as l
  join pairs as p on l.disbursement_date > p.from_date and l.disbursement_date <= p.to_date
  group by all
),
missing as (
  select to_delivery, string_agg(billed_report_text(month), ', ' order by month) as missing_report
  from (
    -- Billed lines count on the last day of their month: the months that end between the two lists.
    select
      to_delivery,
      unnest(generate_series(
        date_trunc('month', from_date), date_trunc('month', to_date) - interval 1 month, interval 1 month
      ))::date as month
    from pairs
    union
    -- What stands on the later list in its own month.
    select p.to_delivery, ar_month(l.ar_period)
    from pairs as p
    join uncollected_lines as l on l.delivery_id = p.to_delivery and l.counted
      and ar_month(l.ar_period) = date_trunc('month', p.to_date)
  )
  where month not in (select month from billed_months)
  group by to_delivery
),
-- A list whose report is not loaded otherwise, where nothing else tells of payments: who paid since is not known.
unpaid as (
  select p.to_delivery, 'section 1 of the disbursement report of ' || p.to_date as missing_report
  from pairs as p
  join deliveries as v on v.delivery_id = p.to_delivery
  where v.sections not like '%dis1%'
    and not exists (
      select 1 from blocks join files using (file_id)
      where status = 'imported' and section in ('billing_event_feed', 'collections_and_disbursements')
    )
    and not exists (select 1 from billed_revenue where disbursed_net_revenue is not null)
),
currencies as (
  select to_delivery, currency from billed
  union select to_delivery, currency from disbursed
  union select p.to_delivery, l.currency from pairs as p join listed as l on l.delivery_id
    in (p.from_delivery, p.to_delivery)
),
summed as (
  select
    p.from_date, p.to_date, c.currency,
    coalesce(o.net, 0) as opening, coalesce(b.net, 0) as billed, coalesce(d.net, 0) as disbursed,
    coalesce(o.net, 0) + coalesce(b.net, 0) - coalesce(d.net, 0) as expected_closing,
    coalesce(e.net, 0) as closing,
    case
      when m.missing_report is not null then 'Not loaded: ' || m.missing_report || '.'
      when not n.tells_disbursed then 'No loaded file tells what was disbursed.'
      when not is_within(closing - expected_closing, getvariable('tolerance'))
        then 'Not loaded: ' || u.missing_report || '.'
    end as missing
  from currencies as c
  cross join known_sources as n
  join pairs as p using (to_delivery)
  left join listed as o on o.delivery_id = p.from_delivery and o.currency = c.currency
  left join listed as e on e.delivery_id = p.to_delivery and e.currency = c.currency
  left join billed as b on b.to_delivery = c.to_delivery and b.currency = c.currency
  left join disbursed as d on d.to_delivery = c.to_delivery and d.currency = c.currency
  left join missing as m on m.to_delivery = c.to_delivery
  left join unpaid as u on u.to_delivery = c.to_delivery
)
select
  from_date, to_date, currency, opening, billed, disbursed, expected_closing, closing,
  closing - expected_closing as difference,
  case
    when missing is not null then 'not-applicable'
    when is_within(closing - expected_closing, getvariable('tolerance')) then 'pass'
    else 'fail'
  end as status,
  missing as note
from summed;
