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

-- settlements: one row = one deposit: a payout of the data feed, a settlement of a legacy disbursement report, or a
-- payout of the collections and disbursements export that the feed does not have (by bank trace id, else reference number, else date), for which no bank figure is reported.
create or replace table settlements as
with payments as (
  select
    delivery_id, string_agg(currency, ', ' order by currency) as currency, sum(lines)::integer as lines,
    count(*) as currencies, sum(net) as net
  from report_payments
  group by delivery_id
)
select
  s.settlement, 'disbursement' as source, v.delivery_id, v.delivery_date,
  s.period_start, s.period_end, s.deposit_date, coalesce(p.currency, 'USD') as currency, s.disbursed_amount,
  -- Section 1 does not say to which of several settlements a line belongs, and currencies are not added.
  case when count(*) over (partition by s.delivery_id) = 1 then coalesce(p.lines, 0) end as lines,
  case
    when count(*) over (partition by s.delivery_id) = 1 and coalesce(p.currencies, 1) = 1 then coalesce(p.net, 0)
  end as lines_net,
  null::varchar as bank_trace_id
from legacy_settlements as s
join deliveries as v using (delivery_id)
left join payments as p using (delivery_id)
union all
select
  settlement, 'collections_and_disbursements', null, null, null, null,
  max(disbursement_date), currency, null, count(*)::integer, sum(net), min(bank_trace_id)
from report_disbursed_lines as l
anti join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
where source = 'collections_and_disbursements'
  and not exists (
    select 1
    from feed_payout_events as p
    where p.bank_trace_id = l.bank_trace_id or p.disbursement_reference_number = l.disbursement_reference_number
  )
group by settlement, currency
union all
-- Several entities of AWS may pay under one trace id, and a payout that failed is one with its failure.
select
  settlement, 'data_feed', null, null, null, null, max(disbursement_date)::date, currency, sum(amount),
  sum(lines)::integer, case when count(*) = count(lines_amount) then -sum(lines_amount) end, min(deposit_trace_id)
from feed_payouts
group by settlement, currency
union all
-- Lines of a payout that is itself not loaded: nothing says what reached the bank.
select
  settlement, 'data_feed', null, null, null, null, max(day), payout_currency, null, sum(lines)::integer, sum(payout_net), null
from feed_movements
where side = 'disbursed' and not is_payout_loaded
group by settlement, payout_currency;
