-- legacy_settlements: one row = one settlement of one disbursement delivery. The disbursed amount repeats on every
-- geography row of section 2, so it is taken once.
-- Nothing without dis2.
-- key: delivery_id, settlement
-- references: delivery_id -> deliveries
create or replace table legacy_settlements as
select
  b.delivery_id,
  coalesce(l.settlement_id, 'deposit of ' || l.deposit_date::date::varchar, 'without id') as settlement,
  min(l.settlement_period_start_date)::date as period_start,
  max(l.settlement_period_end_date)::date as period_end,
  max(l.deposit_date)::date as deposit_date,
  arg_min(l.disbursed_amount, b.sha256) as disbursed_amount
from dis2 as l
join counted_blocks as b using (file_id, block_no)
where b.counted
group by all;

-- deliveries: one row = one report as it was delivered; a dashboard export is one row of its own.
-- key: delivery_id
create or replace table deliveries as
with settled as (
  select
    delivery_id,
    string_agg(settlement, ', ' order by settlement) as settlement,
    max(deposit_date) as deposit_date,
    sum(disbursed_amount) as settlement_amount
  from legacy_settlements
  group by delivery_id
),
spans as (
  -- A workbook may hold several exports.
  select section, file_id, first_invoice as coverage_start, last_invoice as coverage_end from export_files
  union all
  select 'taxation', file_id, min(invoice_date)::date, max(invoice_date)::date from taxation group by file_id
  union all
  select 'usage', file_id, min(usage_date)::date, max(usage_date)::date from usage group by file_id
  union all
  select distinct section, file_id, month, last_day(month) from feed_files where month is not null
)
select
  b.delivery_id, b.report, b.delivery_date,
  min(b.date_source) as date_source,
  string_agg(distinct b.section, ', ' order by b.section) as sections,
  count(distinct b.file_id)::integer as files,
  coalesce(sum(b.rows) filter (where b.counted), 0)::bigint as rows,
  case
    when b.report in ('monthly_billed_revenue', 'sales_compensation', 'us_sales_and_use_tax')
      then strftime(b.delivery_date - interval 1 month, '%Y-%m')
  end as ar_period,
  any_value(s.settlement) as settlement,
  any_value(s.deposit_date) as deposit_date,
  any_value(s.settlement_amount) as settlement_amount,
  min(p.coverage_start) as coverage_start,
  max(p.coverage_end) as coverage_end
from counted_blocks as b
left join settled as s using (delivery_id)
left join spans as p on p.file_id = b.file_id and p.section = b.section and b.is_export
group by b.delivery_id, b.report, b.delivery_date;

-- block_deliveries: one row = one section found in one file, with the dates that its lines take from the delivery.
-- key: file_id, block_no
-- references: file_id, block_no -> blocks
-- references: delivery_id -> deliveries
create or replace table block_deliveries as
select
  b.file_id, b.block_no, b.section, b.report, b.delivery_id, b.delivery_date, b.counted,
  d.ar_period, d.settlement,
  -- Lines of the monthly reports have no date: they count on the last day of the month they report.
  case when b.section in ('br1', 'br2') then last_day((b.delivery_date - interval 1 month)::date) end as billing_date,
  case when b.section = 'dis1' then coalesce(d.deposit_date, b.delivery_date) end as disbursement_date
from counted_blocks as b
join deliveries as d using (delivery_id);

-- reach: one row = the latest date that the loaded reports speak for; null for an empty book.
create or replace table reach as
select
  coalesce(
    greatest(
      (select max(delivery_date) from deliveries where date_source <> 'not needed'),
      (select max(deposit_date) from deliveries),
      (select max(reaches_to) from export_files),
      (select max(day) from feed_movements)
    ),
    -- Without anything that is billed or paid, as far as usage and taxes go.
    (select max(coverage_end) from deliveries)
  ) as reaches_to;
