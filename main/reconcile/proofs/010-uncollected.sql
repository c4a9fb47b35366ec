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
with lines as (
  select transaction_reference, currency, net, source, billing_date, ar_period, delivery_date, invoice_date
  from billed_lines
  where counted and getvariable('statement_date') is not null
  union all
  select transaction_reference, currency, net, source, billing_date, ar_period, delivery_date, invoice_date
  from early_lines
),
places as (
  select
    k.transaction_reference, k.currency, l.net,
    l.billing_date is null or l.billing_date <= k.statement_date
      -- A monthly report has the last day of its month; what is on a list of that month was billed before it.
      or (bills_by_month(l.source)
        and ar_month(l.ar_period) = date_trunc('month', k.statement_date)) as in_time,
    source_words(l.source) || case l.source
      when 'monthly_billed_revenue' then ' delivered ' || coalesce(l.delivery_date::varchar, 'on an unknown date')
      when 'sales_compensation' then ' of ' || coalesce(l.ar_period, 'unknown period')
      else ', invoice of ' || coalesce(l.invoice_date::varchar, 'unknown date')
    end as place,
    case date_diff('month', ar_month(l.ar_period), ar_month(k.ar_period))
      when 0 then 0 when 1 then 1 when -1 then 2 else 3
    end as preference
  from statement_keys as k
  join lines as l on l.transaction_reference = k.transaction_reference and l.currency = k.currency
)
select
  transaction_reference, currency, count(*) filter (where in_time) as lines,
  coalesce(sum(net) filter (where in_time), 0) as net,
  arg_min(place, { 'preference': preference, 'place': place }) as found_in
from places
group by all;

-- statement_funds: one row = one open key as AWS lists it, followed to its billed lines and compared with what is open
-- at the date of the list.
-- Nothing without dis7.
-- key: transaction_reference?, currency?
-- references: delivery_id -> statements
create or replace table statement_funds as
with paid as (
  select k.transaction_reference, k.currency, count(*) as lines, sum(l.net) as net
  from statement_keys as k
  join disbursed_lines as l on l.transaction_reference = k.transaction_reference and l.currency = k.currency
  where l.counted and getvariable('statement_date') is not null
    and (l.disbursement_date is null or l.disbursement_date <= k.statement_date)
  group by all
),
missing as (
  select ar_period, string_agg(billed_report_text(month), ', ' order by month desc) as missing_report
  from (
    select ar_period, unnest(months_of_period(month)) as month
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
      when m.missing_report is not null or ar_month(k.ar_period) is null then 'report-not-loaded'
      else 'not-found'
    end as status,
    coalesce(b.net, 0) as billed_net, coalesce(p.net, 0) as disbursed_net,
    open_amount(coalesce(b.lines, 0), coalesce(b.net, 0), coalesce(p.lines, 0), coalesce(p.net, 0)) as open_on_list_date
  from statement_keys as k
  left join statement_billed as b on b.transaction_reference = k.transaction_reference and b.currency = k.currency
  left join paid as p on p.transaction_reference = k.transaction_reference and p.currency = k.currency
  left join missing as m on m.ar_period = k.ar_period
)
select
  f.statement_date, f.delivery_id, f.transaction_reference, f.currency,
  f.net as uncollected_net, f.lines, f.ar_period, f.due_date, f.payer, f.product_code, f.product, f.status, f.found_in,
  case when f.status = 'report-not-loaded' then f.missing_report end as missing_report,
  f.open_on_list_date, f.net - f.open_on_list_date as difference,
  'AWS lists ' || amount_text(f.net) || ' ' || f.currency || ' as uncollected on ' || f.statement_date
    || case f.status
      when 'found' then ': billed ' || amount_text(f.billed_net) || ' (' || f.found_in || '), disbursed '
        || amount_text(f.disbursed_net) || ', open ' || amount_text(f.open_on_list_date)
        || case
          when is_within(f.net - f.open_on_list_date, r.tolerance) then ': agrees.'
          else ': differs by ' || amount_text(f.net - f.open_on_list_date) || '.'
        end
      when 'report-not-loaded' then ': billed in no loaded report; '
        || coalesce('not loaded: ' || f.missing_report || '.', case
          when n.tells_billed then 'the list does not say in which month it was.'
          else 'no billed revenue is loaded.'
        end)
      else case
        when f.transaction_reference is null then ' without a transaction reference: it is matched with nothing.'
        else ': the billed revenue of its period is loaded and does not hold it.'
      end
    end as explanation
from followed as f
cross join run as r
cross join known_sources as n;

-- list_currencies: one row = one currency of which AWS's lists of uncollected funds tell. They are lists of AWS Inc.,
-- which always sells in USD; another currency is told of by the lists that have held it.
-- Nothing without dis7.
-- key: currency
create or replace table list_currencies as
select distinct currency
from uncollected_lines
where counted and delivery_date <= getvariable('as_of')
union
select 'USD' from statements where latest;

-- unlisted_keys: one row = one key that is open and not on the latest list, with what was open of it on the day of the
-- list: it may have been billed, or paid in part, since then.
create or replace temp table unlisted_keys as
with unlisted as (
  select
    transaction_reference, currency, settlement, billed_rank, billed_net - disbursed_net as open_net, last_billing,
    last_billing > getvariable('statement_date') or last_disbursement > getvariable('statement_date') as has_moved
  from reconciled_keys as i
  anti join statement_keys as k on k.transaction_reference = i.transaction_reference and k.currency = i.currency
  semi join list_currencies as c on c.currency = i.currency
  where is_open_state(state) and getvariable('statement_date') is not null
),
moved as (
  select transaction_reference, currency from unlisted where has_moved and transaction_reference is not null
),
billed_before as (
  select transaction_reference, currency, count(*) as lines, sum(net) as net
  from billed_lines
  semi join moved using (transaction_reference, currency)
  where counted and (billing_date is null or billing_date <= getvariable('statement_date'))
  group by all
),
paid_before as (
  select transaction_reference, currency, count(*) as lines, sum(net) as net
  from disbursed_lines
  semi join moved using (transaction_reference, currency)
  where counted and (disbursement_date is null or disbursement_date <= getvariable('statement_date'))
  group by all
),
-- Sales by other entities than AWS Inc. never stand in the legacy reports.
other_entities as (
  select distinct transaction_reference, currency
  from billed_source_lines
  semi join unlisted using (transaction_reference, currency)
  where not is_aws_inc(seller_of_record)
)
select
  u.transaction_reference, u.currency, u.settlement, u.billed_rank, u.open_net,
  o.transaction_reference is not null as is_other_entity,
  case
    when not coalesce(u.has_moved, false) then u.open_net
    when u.transaction_reference is null then case when u.last_billing <= getvariable('statement_date') then u.open_net
      else 0 end
    else open_amount(coalesce(b.lines, 0), coalesce(b.net, 0), coalesce(p.lines, 0), coalesce(p.net, 0))
  end as open_on_list_date
from unlisted as u
left join billed_before as b on b.transaction_reference = u.transaction_reference and b.currency = u.currency
left join paid_before as p on p.transaction_reference = u.transaction_reference and p.currency = u.currency
left join other_entities as o on o.transaction_reference = u.transaction_reference and o.currency = u.currency;

-- list_keys: one row = one key that is open here or on the latest list, with what makes the list differ from what is
-- open. `difference` is what AWS lists less what was open on the day of the list, `since_list` what happened between
-- that day and the as-of date: open + difference + since_list = listed. `list_line` is the line of the bridge for the
-- difference.
-- Nothing without dis7.
-- key: transaction_reference?, currency?, settlement?, billed_source?
create or replace table list_keys as
select
  s.transaction_reference, s.currency, null::varchar as settlement, null::varchar as billed_source, s.uncollected_net,
  s.open_on_list_date, s.difference,
  s.open_on_list_date - case when is_open_state(k.state) then k.billed_net - k.disbursed_net else 0 end as since_list,
  case
    when s.status <> 'found' then 'missing-from-billed'
    when s.difference <> 0 then 'uncollected-difference'
  end as list_line
from statement_funds as s
left join reconciled_keys as k on k.transaction_reference = s.transaction_reference and k.currency = s.currency
where getvariable('statement_date') is not null
union all
select
  u.transaction_reference, u.currency, u.settlement, source_of_rank('billed', u.billed_rank), 0, u.open_on_list_date,
  -u.open_on_list_date,
  u.open_on_list_date - u.open_net,
  case
    when u.open_on_list_date = 0 then null
    when u.is_other_entity then 'other-entity'
    else 'missing-from-uncollected'
  end
from unlisted_keys as u;

-- uncollected_funds: one row = one key that is open or unpaid, or stands on AWS's latest list of uncollected funds,
-- with what the list says beside it. Where no list tells of its currency there is nothing beside it.
-- key: transaction_reference?, currency?, settlement?, billed_source?
create or replace view uncollected_funds as
with billed as (
  select transaction_reference, currency, product, product_code, payer, ar_period from billed_parts
)
select
  r.transaction_reference, r.currency, r.state, r.reason, r.is_open, r.bridge_line, r.billed_net, r.disbursed_net,
  r.collected_net, r.open_net, s.uncollected_net, l.open_on_list_date, l.difference, l.since_list, l.list_line,
  case
    when c.currency is null then 'no-list'
    when s.transaction_reference is null then 'not-listed'
    when is_within(l.difference, run.tolerance) then 'agrees'
    else 'differs'
  end as on_list,
  c.statement_date, s.lines::integer as lines, coalesce(s.ar_period, b.ar_period) as ar_period,
  coalesce(r.due_date, s.due_date) as due_date, r.days_late, r.ageing_bucket,
  r.is_open and coalesce(coalesce(r.due_date, s.due_date) < run.as_of, false) as past_due,
  coalesce(b.payer, s.payer) as payer, coalesce(b.product_code, s.product_code) as product_code,
    coalesce(b.product, s.product) as product,
  r.billing_date, r.billed_source, r.disbursed_source, r.billed_lines, r.disbursed_lines, r.settlement, s.status,
  s.found_in, s.missing_report,
  case
    when c.currency is null then null
    when s.transaction_reference is not null and s.status = 'found' and is_within(l.difference, run.tolerance)
      then 'AWS''s list of ' || c.statement_date || ' agrees.'
    when s.transaction_reference is not null then s.explanation
    when l.list_line = 'other-entity' then 'AWS''s lists hold sales of AWS Inc. only.'
    when l.list_line is not null then 'AWS''s list of ' || c.statement_date || ' does not hold it.'
  end as list_note,
  r.explanation || coalesce(' ' || list_note, '') as explanation
from reconciliation as r
cross join run
left join statement_funds as s on s.transaction_reference = r.transaction_reference and s.currency = r.currency
left join list_keys as l
  on l.transaction_reference is not distinct from r.transaction_reference and l.currency = r.currency
  -- Lines without a reference are one key per settlement, or source.
  and case when l.transaction_reference is null then l.settlement end
    is not distinct from case when r.transaction_reference is null then r.settlement end
  and case when l.transaction_reference is null then l.billed_source end
    is not distinct from case when r.transaction_reference is null then r.billed_source end
left join (select l.currency, t.statement_date from list_currencies as l
  join statements as t on t.latest) as c on c.currency = r.currency
left join billed as b on b.transaction_reference = r.transaction_reference and b.currency = r.currency
where r.is_open or r.disbursed_lines = 0 or s.transaction_reference is not null
union all by name
-- What only the list knows.
select
  s.transaction_reference, s.currency, false as is_open, 0 as billed_net, 0 as disbursed_net, 0 as open_net,
  s.uncollected_net, s.open_on_list_date, l.difference, l.since_list, l.list_line,
  case when s.status = 'found' and is_within(l.difference, run.tolerance) then 'agrees' else 'differs' end as on_list,
  s.statement_date, s.lines::integer as lines, s.ar_period, s.due_date, (run.as_of - s.due_date)::integer as days_late,
  null as ageing_bucket, false as past_due,
  s.payer, s.product_code, s.product, 0 as billed_lines, 0 as disbursed_lines, s.status, s.found_in, s.missing_report,
  case when on_list = 'agrees' then 'AWS''s list of ' || s.statement_date || ' agrees.' else s.explanation end
    as list_note,
  s.explanation
from statement_funds as s
cross join run
join list_keys as l
  on l.transaction_reference is not distinct from s.transaction_reference and l.currency = s.currency
  and l.billed_source is null and l.settlement is null
anti join reconciled_keys as k on k.transaction_reference = s.transaction_reference and k.currency = s.currency;

-- missing_from_uncollected: one row = one key that was open on the day of AWS's latest list and is not on it.
-- key: transaction_reference, currency
-- references: transaction_reference, currency -> reconciled_keys
create or replace view missing_from_uncollected as
select l.transaction_reference, l.currency, l.open_on_list_date, t.statement_date
from list_keys as l
join statements as t on t.latest
where l.list_line = 'missing-from-uncollected' and l.transaction_reference is not null;
