-- billed_months: one row = one month whose billed lines are loaded, by a monthly delivery or by an export.
-- key: month
create or replace table billed_months as
select distinct ar_month(ar_period) as month
from deliveries
where report = 'monthly_billed_revenue' and ar_month(ar_period) is not null
  and (sections like '%br1%' or sections like '%br2%')
union
select unnest(generate_series(date_trunc('month', coverage_start), date_trunc('month', coverage_end),
  interval 1 month))::date
from deliveries
where report = 'billed_revenue' and coverage_start is not null
union
select month
from feed_files
where section = 'billing_event_feed' and month is not null
union
-- A file that does not say its month, or the back-fill, speaks for the months that it bills.
select distinct date_trunc('month', day)::date
from feed_movements
where side = 'billed' and day is not null
  and exists (select 1 from feed_files where section = 'billing_event_feed' and month is null
    and (not is_back_fill or day < date '2020-05-01'));

-- not_billed_keys: one row = one key that is disbursed, or collected, but not billed: the billed revenue that could
-- hold it and is not loaded. With an AR period, or an invoice date, that is the report of the month and of the month
-- before; without, the last three reports delivered before the disbursement, or before AWS had the money. Of a key that
-- nothing dates no month can be named, nor can it be said that its report is loaded. (Lines without a reference are in
-- no key: `060-reconciliation.sql`.)
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
  select transaction_reference, currency, min(day) as first_collection
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
invoices as (
  select transaction_reference, currency, min(date_trunc('month', invoice_date))::date as invoice_month
  from disbursed_source_lines
  semi join unbilled using (transaction_reference, currency)
  where source in ('data_feed', 'collections_and_disbursements') and invoice_date is not null
  group by transaction_reference, currency
),
dated as (
  select
    u.transaction_reference, u.currency, p.ar_month, i.invoice_month,
    case
      when p.ar_month is null and i.invoice_month is null then coalesce(u.first_disbursement, c.first_collection)
    end as payment_date
  from unbilled as u
  left join collections as c using (transaction_reference, currency)
  left join periods as p using (transaction_reference, currency)
  left join invoices as i using (transaction_reference, currency)
),
-- Few distinct dates stand behind many keys.
candidates as (
  select
    ar_month, invoice_month, payment_date,
    unnest(case
      when ar_month is not null then [ar_month, (ar_month - interval 1 month)::date]
      when invoice_month is not null then [invoice_month]
      else [
        (date_trunc('month', payment_date - interval 14 day) - interval 1 month)::date,
        (date_trunc('month', payment_date - interval 14 day) - interval 2 month)::date,
        (date_trunc('month', payment_date - interval 14 day) - interval 3 month)::date
      ]
    end) as month
  from (select distinct ar_month, invoice_month, payment_date from dated)
),
missing as (
  select
    ar_month, invoice_month, payment_date,
    string_agg(billed_report_text(month), ', ' order by month desc) as missing_report
  from candidates
  where month is not null and month not in (select month from billed_months)
  group by all
)
select
  d.transaction_reference, d.currency, d.ar_month, m.missing_report,
  case
    when m.missing_report is not null or not exists (select 1 from billed_months)
      or coalesce(d.ar_month, d.invoice_month, d.payment_date) is null then 'report-not-loaded'
    else 'not-in-billed-revenue'
  end as reason
from dated as d
left join missing as m
  on m.ar_month is not distinct from d.ar_month
  and m.invoice_month is not distinct from d.invoice_month
  and m.payment_date is not distinct from d.payment_date;
