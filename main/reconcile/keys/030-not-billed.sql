-- billed_months: one row = one month whose billed lines are loaded, by a monthly delivery or by an export, and whether
-- what is loaded can hold the sales of other entities than AWS Inc.
-- key: month
create or replace table billed_months as
select month, bool_or(holds_other_entities) as holds_other_entities
from (
  select ar_month(ar_period) as month, false as holds_other_entities
  from deliveries
  where report = 'monthly_billed_revenue' and ar_month(ar_period) is not null
    and (sections like '%br1%' or sections like '%br2%')
  union all
  select unnest(generate_series(date_trunc('month', coverage_start), date_trunc('month', coverage_end),
    interval 1 month))::date, true
  from deliveries
  where report = 'billed_revenue' and coverage_start is not null
  union all
  select month, true
  from feed_files
  where section = 'billing_event_feed' and month is not null
  union all
  -- A file that does not say its month, or the back-fill, speaks for the months that it bills.
  select distinct date_trunc('month', day)::date, true
  from feed_movements
  where side = 'billed' and day is not null
    and exists (select 1 from feed_files where section = 'billing_event_feed' and month is null
      and (not is_back_fill or day < date '2020-05-01'))
)
group by month;

-- not_billed_keys: one row = one key that is disbursed, or collected, but not billed: the billed revenue that could
-- hold it and is not loaded. With an AR period that is the report of its month and of the month before, with an invoice
-- date that of its month; without either, the last three reports delivered before the disbursement, or before AWS had
-- the money. Of a key that nothing dates no month can be named, nor can it be said that its report is loaded. (Lines
-- without a reference are in no key: `060-reconciliation.sql`.)
-- Nothing without dis1, collections_and_disbursements, billed_revenue or billing_event_feed.
-- key: transaction_reference, currency
-- references: transaction_reference, currency -> reconciled_keys
create or replace table not_billed_keys as
with unbilled as (
  select transaction_reference, currency, first_disbursement
  from reconciled_keys
  where state = 'not-billed' and transaction_reference is not null
),
collections as (
  select transaction_reference, currency, min(day) as first_collection,
    bool_or(is_of_other_entity) as is_of_other_entity
  from feed_movements
  semi join unbilled using (transaction_reference, currency)
  where side = 'collected'
  group by transaction_reference, currency
),
periods as (
  select transaction_reference, currency, min(ar_month(ar_period)) as ar_month
  from uncollected_source_lines
  where ar_month(ar_period) is not null
  group by transaction_reference, currency
),
payments as (
  select transaction_reference, currency,
    min(date_trunc('month', first_invoice))::date as invoice_month, bool_or(is_of_other_entity) as is_of_other_entity
  from (
    select transaction_reference, currency, first_invoice, is_of_other_entity
    from feed_movements
    where side = 'disbursed'
    union all
    select transaction_reference, currency, case when source = 'collections_and_disbursements' then invoice_date end,
      not is_aws_inc(seller_of_record)
    from report_disbursed_lines
  )
  semi join unbilled using (transaction_reference, currency)
  group by transaction_reference, currency
),
dated as (
  select
    u.transaction_reference, u.currency, p.ar_month, i.invoice_month,
    case
      when p.ar_month is null and i.invoice_month is null then coalesce(u.first_disbursement, c.first_collection)
    end as payment_date,
    coalesce(i.is_of_other_entity, c.is_of_other_entity, false) as is_of_other_entity
  from unbilled as u
  left join collections as c using (transaction_reference, currency)
  left join periods as p using (transaction_reference, currency)
  left join payments as i using (transaction_reference, currency)
),
-- Few distinct dates stand behind many keys.
candidates as (
  select
    ar_month, invoice_month, payment_date, is_of_other_entity,
    unnest(case
      when ar_month is not null then months_of_period(ar_month)
      when invoice_month is not null then [invoice_month]
      else [
        (date_trunc('month', payment_date - interval 14 day) - interval 1 month)::date,
        (date_trunc('month', payment_date - interval 14 day) - interval 2 month)::date,
        (date_trunc('month', payment_date - interval 14 day) - interval 3 month)::date
      ]
    end) as month
  from (select distinct ar_month, invoice_month, payment_date, is_of_other_entity from dated)
),
looked as (
  select
    c.ar_month, c.invoice_month, c.payment_date, c.is_of_other_entity,
    string_agg(billed_report_text(c.month, c.is_of_other_entity), ', ' order by c.month desc)
      filter (where m.month is null or c.is_of_other_entity and not m.holds_other_entities) as missing_report,
    string_agg(strftime(c.month, '%Y-%m'), ', ' order by c.month) as months
  from candidates as c
  left join billed_months as m on m.month = c.month
  where c.month is not null
  group by c.ar_month, c.invoice_month, c.payment_date, c.is_of_other_entity
)
select
  d.transaction_reference, d.currency, d.ar_month, m.missing_report, m.months as looked_at,
  case
    when m.missing_report is not null or m.months is null then 'report-not-loaded'
    else 'not-in-billed-revenue'
  end as reason
from dated as d
left join looked as m
  on m.ar_month is not distinct from d.ar_month
  and m.invoice_month is not distinct from d.invoice_month
  and m.payment_date is not distinct from d.payment_date
  and m.is_of_other_entity = d.is_of_other_entity;
