-- coverage: one row = one month and one report: loaded, missing, not yet due, or no longer published. The month is the
-- delivery month of a legacy report and the invoice (for collections: also invoice) month of an export.
-- key: month, report
create or replace table coverage as
with months as (
  select unnest(generate_series(date_trunc('month', first_day), date_trunc('month', getvariable('as_of')),
    interval 1 month))::date as month
  from (
    -- Files without any day stand under the day of the reconciliation.
    select coalesce(least(min(delivery_date), min(coverage_start)), getvariable('as_of')) as first_day
    from deliveries
    having count(*) > 0
  )
),
loaded as (
  select report, date_trunc('month', delivery_date)::date as month, delivery_date, files, rows
  from deliveries
  where date_source <> 'not needed' and delivery_date is not null
  union all
  select
    report, unnest(generate_series(date_trunc('month', coverage_start), date_trunc('month', coverage_end),
      interval 1 month))::date,
    null, files, null
  from deliveries
  where date_source = 'not needed' and coverage_start is not null
),
held as (
  select
    report, month, string_agg(distinct delivery_date::varchar, ', ' order by delivery_date::varchar) as delivered,
    count(distinct delivery_date)::integer as deliveries, sum(files)::integer as files, sum(rows)::bigint as rows
  from loaded
  group by report, month
),
expected as (
  select
    r.report, r.title, m.month,
    case when r.day is not null then m.month + r.day - 1 end as due_date,
    r.withdrawn is not null and m.month + coalesce(r.day, 1) - 1 > r.withdrawn as is_withdrawn, r.place,
    (not k.tells_billed and r.report in ('monthly_billed_revenue', 'billed_revenue'))
      or (not k.tells_disbursed and r.report in ('disbursement', 'collections_and_disbursements')) as is_needed
  from (
    -- The place is that in AWS Partner Central, below Insights.
    values
      ('monthly_billed_revenue', source_words('monthly_billed_revenue'), 15, date '2024-08-30', null),
      ('disbursement', source_words('disbursement'), null, date '2024-08-30', null),
      ('sales_compensation', source_words('sales_compensation'), 15, date '2024-08-30', null),
      ('us_sales_and_use_tax', 'US sales and use tax report', 15, null, null),
      ('daily_business', 'daily business reports', null, null, null),
      ('customer_subscriber', 'customer subscriber report', null, null, null),
      ('billed_revenue', source_words('billed_revenue'), null, null, 'Finance operations, Billed revenue'),
      (
        'collections_and_disbursements', source_words('collections_and_disbursements'), null, null,
        'Finance operations, Collections and disbursements'
      ),
      ('taxation', 'taxation export', null, null, 'Finance operations, Taxation'),
      ('usage', 'usage export', null, null, 'Sales operations, Usage')
  ) as r(report, title, day, withdrawn, place)
  cross join months as m
  cross join known_sources as k
  -- Only what the book holds at least once is asked for, what follows a legacy report after its end, and what tells the
  -- side of which no file tells.
  where r.report in (select report from loaded)
    or (
      not exists (select 1 from loaded where report = 'billing_event_feed')
      and case r.report
        -- The report of what was invoiced in August would have come in September.
        when 'billed_revenue' then m.month >= date '2024-08-01' and getvariable('as_of') > date '2024-08-30'
          and exists (select 1 from loaded where report = 'monthly_billed_revenue')
        when 'collections_and_disbursements' then m.month > date '2024-08-30'
          and exists (select 1 from loaded where report = 'disbursement')
      end
    )
    or (not k.tells_billed and r.report = case when m.month < date '2024-08-01' then 'monthly_billed_revenue'
      else 'billed_revenue' end)
    or (
      not k.tells_disbursed
      and r.report = case when m.month < date '2024-08-01' then 'disbursement' else 'collections_and_disbursements' end
    )
  union all
  -- A feed has a file for every month since it began, with nothing but a header where there was nothing to say.
  select n.section, lower(n.title) || ' feed', m.month, null, false, null, false
  from feed_names as n
  join (select report, min(month) as month from loaded group by report) as f on f.report = n.section
  join months as m on m.month >= f.month
)
select
  e.month, e.report, h.delivered, h.deliveries, h.files, h.rows, e.due_date as expected_delivery,
  case
    when h.report is not null then 'loaded'
    when e.is_withdrawn then 'withdrawn'
    when e.due_date > getvariable('as_of') then 'not-due'
    -- An export can be had at any day; that of the running month is waited for, unless nothing tells its side.
    when e.due_date is null and e.month = date_trunc('month', getvariable('as_of')) and not e.is_needed then 'not-due'
    else 'missing'
  end as status,
  -- Without it one side of the reconciliation is not known.
  e.is_needed and status = 'missing' as is_needed,
  case when status = 'missing' then
    'Get the ' || e.title
      || coalesce(' delivered ' || e.due_date, ' of ' || strftime(e.month, '%Y-%m'))
      || case
        when e.report = 'disbursement' then '; there is none for a month without a disbursement.'
        when e.place is not null then ', in AWS Partner Central under Insights, ' || e.place || '.'
        else '.'
      end
  end as next_step
from expected as e
left join held as h on h.report = e.report and h.month = e.month;
