-- statement_keys: one row = one key of the latest section 7 on or before the as-of date.
create or replace temp table statement_keys as
select
  l.transaction_reference, l.currency, s.delivery_id, s.statement_date,
  count(*)::integer as lines, sum(l.net) as net,
  min(l.due_date) as due_date, min(l.ar_period) as ar_period,
  min(l.payer) as payer, min(l.product_code) as product_code, min(l.product) as product
from uncollected_lines as l
join statements as s on s.delivery_id = l.delivery_id
where s.latest and l.counted
group by all;

-- statement_billed: one row = one such key with its billed lines up to the date of the list, and the best place where
-- they stand: the report of the AR period, else of the month before, else of the month after, else any.
create or replace temp table statement_billed as
with places as (
  select
    k.transaction_reference, k.currency, l.net,
    l.billing_date is null or l.billing_date <= k.statement_date as in_time,
    case l.source
      when 'data_feed' then 'data feed, invoice of ' || coalesce(l.invoice_date::varchar, 'unknown date')
      when 'billed_revenue' then 'billed revenue export, invoice of ' || coalesce(l.invoice_date::varchar, 'unknown date')
      when 'monthly_billed_revenue'
        then 'monthly billed revenue delivered ' || coalesce(l.delivery_date::varchar, 'on an unknown date')
      else 'sales compensation of ' || coalesce(l.ar_period, 'unknown period')
    end as place,
    case date_diff('month', ar_month(l.ar_period), ar_month(k.ar_period))
      when 0 then 0 when 1 then 1 when -1 then 2 else 3
    end as preference
  from statement_keys as k
  join billed_lines as l on l.transaction_reference = k.transaction_reference and l.currency = k.currency
  where l.counted and getvariable('statement_date') is not null
)
select
  transaction_reference, currency, count(*)::integer as lines,
  coalesce(sum(net) filter (where in_time), 0) as net,
  arg_min(place, { 'preference': preference, 'place': place }) as found_in
from places
group by all;

-- statement_funds: one row = one open key as AWS lists it, followed to its billed lines and compared with what is open
-- at the date of the list.
create or replace table statement_funds as
with paid as (
  select k.transaction_reference, k.currency, sum(l.net) as net
  from statement_keys as k
  join disbursed_lines as l on l.transaction_reference = k.transaction_reference and l.currency = k.currency
  where l.counted and getvariable('statement_date') is not null
    and (l.disbursement_date is null or l.disbursement_date <= k.statement_date)
  group by all
),
missing as (
  select ar_period, string_agg(billed_report_text(month), ', ' order by month desc) as missing_report
  from (
    select ar_period, unnest([month, (month - interval 1 month)::date]) as month
    from (select distinct ar_period, ar_month(ar_period) as month from statement_keys)
  )
  where month is not null and month not in (select month from billed_months)
  group by ar_period
),
followed as (
  select
    k.*, b.found_in, m.missing_report,
    case
      when b.found_in is not null then 'found'
      when k.transaction_reference is null then 'not-found'
      when m.missing_report is not null or not exists (select 1 from billed_months) then 'report-not-loaded'
      else 'not-found'
    end as status,
    coalesce(b.net, 0) as billed_net, coalesce(p.net, 0) as disbursed_net
  from statement_keys as k
  left join statement_billed as b on b.transaction_reference = k.transaction_reference and b.currency = k.currency
  left join paid as p on p.transaction_reference = k.transaction_reference and p.currency = k.currency
  left join missing as m on m.ar_period = k.ar_period
)
select
  'section 7' as source, f.statement_date, f.delivery_id, f.transaction_reference, f.currency,
  f.net as uncollected_net, f.lines, f.ar_period, f.due_date,
  (r.as_of - f.due_date)::integer as days_late, late_bucket(r.as_of - f.due_date) as ageing_bucket,
  coalesce(f.due_date < r.as_of, false) as past_due,
  f.payer, f.product_code, f.product, f.status, f.found_in,
  case when f.status = 'report-not-loaded' then f.missing_report end as missing_report,
  f.billed_net, f.disbursed_net, f.billed_net - f.disbursed_net as open_net,
  f.net - (f.billed_net - f.disbursed_net) as difference,
  'AWS lists ' || amount_text(f.net) || ' ' || f.currency || ' as uncollected on ' || f.statement_date
    || case f.status
      when 'found' then ': billed ' || amount_text(f.billed_net) || ' (' || f.found_in || '), disbursed '
        || amount_text(f.disbursed_net) || ', open ' || amount_text(f.billed_net - f.disbursed_net)
        || case
          when abs(f.net - (f.billed_net - f.disbursed_net)) <= r.tolerance then ': agrees.'
          else ': differs by ' || amount_text(f.net - (f.billed_net - f.disbursed_net)) || '.'
        end
      when 'report-not-loaded' then ': billed in no loaded report; '
        || coalesce('not loaded: ' || f.missing_report || '.', 'no billed revenue is loaded.')
      else case
        when f.transaction_reference is null then ' without a transaction reference: it is matched with nothing.'
        else ': the billed revenue of its period is loaded and does not hold it.'
      end
    end as explanation
from followed as f
cross join run as r;

-- uncollected_funds: one row = one open key as AWS lists it; without any section 7 the open items of the exports.
create or replace view uncollected_funds as
from statement_funds
union all
select
  case i.billed_source when 'data_feed' then 'data feed' else 'billed revenue export' end, r.as_of, null, i.transaction_reference, i.currency,
  i.open_net, i.billed_lines, null, i.due_date, i.days_late, i.ageing_bucket, coalesce(i.due_date < r.as_of, false),
  p.payer, p.product_code, p.product, 'found',
  case i.billed_source when 'data_feed' then 'data feed' else 'billed revenue export' end, null,
  i.billed_net, i.disbursed_net, i.open_net, 0, i.explanation
from open_items as i
cross join run as r
left join (
  select transaction_reference, currency, min(payer) as payer, min(product_code) as product_code, min(product) as product
  from billed_source_lines
  where source_rank <= 2
  group by all
) as p on p.transaction_reference = i.transaction_reference and p.currency = i.currency
where i.billed_source in ('data_feed', 'billed_revenue') and not exists (select 1 from statements where latest);

-- missing_from_uncollected: one row = one key that is open here, was billed and last paid by the date of the list, and
-- is not on it. Sales by other entities than AWS Inc. never stand in the legacy reports.
create or replace table missing_from_uncollected as
select
  i.transaction_reference, i.currency, i.billed_net - i.disbursed_net as open_net,
  getvariable('statement_date') as statement_date
from reconciled_keys as i
anti join statement_keys as k on k.transaction_reference = i.transaction_reference and k.currency = i.currency
anti join (
  select transaction_reference, currency
  from billed_source_lines
  where not is_aws_inc(seller_of_record) and getvariable('statement_date') is not null
) as o on o.transaction_reference = i.transaction_reference and o.currency = i.currency
where i.transaction_reference is not null and is_open_state(i.state)
  and i.last_billing <= getvariable('statement_date')
  and (i.last_disbursement is null or i.last_disbursement <= getvariable('statement_date'));
