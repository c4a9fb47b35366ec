-- report_payments: one row = the lines of section 1 of one disbursement report in one currency.
create or replace temp table report_payments as
with files as (
  select
    l.delivery_id, l.file_id, l.currency, count(*) as lines, sum(l.net) as net,
    coalesce(sum(l.tax), 0) as tax, coalesce(sum(l.tax_refund), 0) as tax_refund
  from report_disbursed_lines as l
  anti join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
  where l.section = 'dis1' and l.block_counted
  group by all
)
select
  f.delivery_id, f.currency, sum(f.lines)::integer as lines, sum(f.net) as net,
  sum(f.tax + case when v.refund_reversed then -f.tax_refund else f.tax_refund end) as tax
from files as f
left join net_variants as v on v.file_id = f.file_id and v.section = 'dis1'
group by all;

-- settled_lines: one row = the counted disbursed lines of one settlement of one source, in the currency in which they
-- were paid. They and nothing else are the lines of a settlement; lines that another source counts are in its report
-- only. A line of an export that counts, of a payout that the feed has, belongs to the feed's: it is one deposit.
create or replace temp table settled_lines as
with lines as (
  select
    'data_feed' as source, settlement, null::integer as delivery_id, payout_currency as currency, day as paid_on,
    null::varchar as bank_trace_id, lines, payout_net as net
  from feed_movements
  where side = 'disbursed' and (day is null or day <= getvariable('as_of'))
  union all
  select
    case when p.settlement is not null then 'data_feed' else l.source end, l.settlement,
    case when l.source = 'disbursement' then l.delivery_id end, l.currency, l.disbursement_date, l.bank_trace_id, 1,
      l.net
  from disbursed_lines as l
  left join (select distinct settlement from fed_settlements) as p
    on p.settlement = case when l.source <> 'disbursement' then l.settlement end
  where l.counted and l.source <> 'data_feed' and (l.source <> 'billed_revenue' or l.paid_currency = l.currency)
  union all
  -- A deposit is in the currency in which it was paid, as the other export tells it.
  select
    case when p.settlement is not null then 'data_feed' else 'collections_and_disbursements' end, x.settlement, null,
    x.payout_currency, x.paid_on, x.bank_trace_id, x.payout_lines, x.payout_net
  from export_currency_pairs as x
  left join (select distinct settlement from fed_settlements) as p on p.settlement = x.settlement
  where x.net <> 0
)
select
  source, settlement, delivery_id, currency, max(paid_on) as paid_on, min(bank_trace_id) as bank_trace_id,
  sum(lines)::integer as lines, coalesce(sum(net), 0) as net
from lines
group by source, settlement, delivery_id, currency;

-- legacy_payments: one row = one disbursement report and currency with the lines that it has, counted or not.
create or replace temp table legacy_payments as
select
  coalesce(r.delivery_id, s.delivery_id) as delivery_id, coalesce(r.currency, s.currency) as currency,
  coalesce(r.lines, 0) as reported_lines, coalesce(r.net, 0) as reported_net,
  coalesce(s.lines, 0) as lines, coalesce(s.net, 0) as lines_net,
  count(*) over (partition by coalesce(r.delivery_id, s.delivery_id)) as currencies
from report_payments as r
full join (select * from settled_lines where source = 'disbursement') as s using (delivery_id, currency);

-- settlements: one row = one deposit and currency: a payout of the data feed, a settlement of a legacy disbursement
-- report, or a payout that an export names (by bank trace id, else reference number, else date). Deposits after the
-- as-of date are not in it. `lines` are those that count in it, `reported_lines` those of its own report. A deposit
-- `is_banked` when its bank trace id or its amount in section 2 is known; `banked_net` is then what reached the bank.
-- Section 1 does not say to which of several settlements a line belongs, nor section 2 in which currency it was paid:
-- then the deposits stand as they are reported, and the lines in rows of their own.
-- Nothing without dis1, dis2, collections_and_disbursements, billed_revenue or billing_event_feed.
-- key: settlement?, source, delivery_id?, currency?
-- references: delivery_id -> deliveries
create or replace table settlements as
with legacy_deposits as (
  select
    s.*, v.delivery_date, p.currency as currency_of_lines, coalesce(p.currencies, 1) as currencies,
    g.deposits, v.sections like '%dis1%' as has_lines,
    -- The rest of a deposit is banked by the source that counts its lines. Which they are is not known where section 1
    -- is not loaded: a source that tells of a payment of that week may have all of them.
    case
      when p.delivery_id is not null then p.lines = p.reported_lines
      else not exists (
        select 1 from settled_lines as o
        where o.source <> 'disbursement'
          and (o.paid_on is null or abs(o.paid_on - coalesce(s.deposit_date, v.delivery_date)) <= 7)
      )
    end as is_all_counted
  from legacy_settlements as s
  join deliveries as v using (delivery_id)
  join (select delivery_id, count(*) as deposits from legacy_settlements group by delivery_id) as g using (delivery_id)
  left join (
    select
      delivery_id, any_value(currency) as currency, max(currencies) as currencies, sum(lines) as lines,
      sum(reported_lines) as reported_lines
    from legacy_payments
    group by delivery_id
  ) as p using (delivery_id)
  where coalesce(s.deposit_date, v.delivery_date) <= getvariable('as_of')
    or coalesce(s.deposit_date, v.delivery_date) is null
),
legacy_rows as (
  -- One deposit, and its lines in one currency.
  select
    d.settlement, d.delivery_id, d.delivery_date, d.period_start, d.period_end, d.deposit_date,
    coalesce(p.currency, 'USD') as currency, d.disbursed_amount,
    case when d.has_lines then coalesce(p.lines, 0) end as lines,
    case when d.has_lines then coalesce(p.lines_net, 0) end as lines_net,
    case when d.has_lines then coalesce(p.reported_lines, 0) end as reported_lines,
    case when d.has_lines then coalesce(p.reported_net, 0) end as reported_net,
    d.disbursed_amount is not null as is_banked,
    case when d.is_all_counted then d.disbursed_amount when d.disbursed_amount is not null then p.lines_net end
      as banked_net
  from legacy_deposits as d
  left join legacy_payments as p using (delivery_id)
  where d.deposits = 1 and d.currencies = 1
  union all
  -- Several deposits of one report, or one whose currency is not known.
  select
    settlement, delivery_id, delivery_date, period_start, period_end, deposit_date,
    case when currencies = 1 then coalesce(currency_of_lines, 'USD') end, disbursed_amount, null, null, null, null,
    disbursed_amount is not null, case when currencies = 1 and is_all_counted then disbursed_amount end
  from legacy_deposits
  where deposits > 1 or currencies > 1
  union all
  -- Lines that belong to no single deposit.
  select
    g.settlement, p.delivery_id, v.delivery_date, null, null, coalesce(v.deposit_date, v.delivery_date),
    p.currency, null, p.lines, p.lines_net, p.reported_lines, p.reported_net,
    coalesce(g.amount is not null, false),
    case when g.amount is not null and (p.currencies > 1 or p.lines <> p.reported_lines) then p.lines_net end
  from legacy_payments as p
  join deliveries as v using (delivery_id)
  left join (
    select delivery_id, string_agg(settlement, ', ' order by settlement) as settlement, count(*) as deposits,
      sum(disbursed_amount) as amount
    from legacy_settlements group by delivery_id
  ) as g using (delivery_id)
  where (g.deposits is null or g.deposits > 1 or p.currencies > 1)
    and (coalesce(v.deposit_date, v.delivery_date) <= getvariable('as_of')
      or coalesce(v.deposit_date, v.delivery_date) is null)
),
exported as (
  select settlement, currency, max(disbursement_date) as paid_on, min(bank_trace_id) as bank_trace_id,
    count(*)::integer as lines, sum(net) as net
  from report_disbursed_lines as l
  anti join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
  where source = 'collections_and_disbursements' and (disbursement_date is null
    or disbursement_date <= getvariable('as_of'))
    and not exists (
      select 1
      from feed_payout_events as p
      where p.bank_trace_id = l.bank_trace_id or p.disbursement_reference_number = l.disbursement_reference_number
    )
  group by settlement, currency
),
fed as (
  -- Several entities of AWS may pay under one trace id, and a payout that failed is one with its failure.
  select
    settlement, currency, max(disbursement_date)::date as paid_on, min(deposit_trace_id) as bank_trace_id,
    sum(amount) as amount, sum(amount) filter (where deposit_trace_id is not null) as banked_net,
    sum(lines)::integer as lines, case when count(*) = count(lines_amount) then -sum(lines_amount) end as net
  from feed_payouts
  where disbursement_date::date <= getvariable('as_of') or disbursement_date is null
  group by settlement, currency
),
every_settlement as (
  select 'disbursement' as source, null::varchar as bank_trace_id, *
  from legacy_rows
  union all by name
  select
    'collections_and_disbursements' as source, settlement, currency, coalesce(e.paid_on, s.paid_on) as deposit_date,
    coalesce(e.bank_trace_id, s.bank_trace_id) as bank_trace_id,
    coalesce(s.lines, 0) as lines, coalesce(s.net, 0) as lines_net, coalesce(e.lines, s.lines) as reported_lines,
      coalesce(e.net, s.net) as reported_net,
    coalesce(e.bank_trace_id, s.bank_trace_id) is not null as is_banked,
      case when is_banked then coalesce(s.net, 0) end as banked_net
  from exported as e
  full join (select * from settled_lines where source = 'collections_and_disbursements') as s using (settlement,
    currency)
  union all by name
  select
    'billed_revenue' as source, settlement, currency, paid_on as deposit_date, bank_trace_id, lines, net as lines_net,
    lines as reported_lines,
    net as reported_net, bank_trace_id is not null as is_banked, case when is_banked then net end as banked_net
  from settled_lines
  where source = 'billed_revenue'
  union all by name
  -- Of lines whose payout is itself not loaded nothing says what reached the bank.
  select
    'data_feed' as source, settlement, currency, coalesce(f.paid_on, s.paid_on) as deposit_date, f.bank_trace_id,
    f.amount as disbursed_amount,
    coalesce(s.lines, 0) as lines, coalesce(s.net, 0) as lines_net,
    case when f.settlement is null then s.lines else f.lines end as reported_lines,
    case when f.settlement is null then s.net else f.net end as reported_net,
    f.banked_net is not null as is_banked, f.banked_net
  from fed as f
  full join (select * from settled_lines where source = 'data_feed') as s using (settlement, currency)
)
select
  settlement, source, currency, deposit_date, period_start, period_end, disbursed_amount, lines, lines_net,
  reported_lines, reported_net,
  -- Of the net alone. A deposit that holds sales tax of the seller too shows it here; its control, which takes either,
  -- says so (`050-controls.sql`).
  reported_net - disbursed_amount as difference, is_banked, banked_net,
  case when not is_banked then lines_net end as in_transit_net,
  case when is_banked then coalesce(banked_net, 0) - coalesce(lines_net, 0) end as bank_difference,
  bank_trace_id, delivery_id, delivery_date
from every_settlement;
