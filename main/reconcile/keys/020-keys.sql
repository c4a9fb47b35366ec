-- reconciled_keys: one row = one key (transaction reference, currency), or the lines without a reference of one
-- currency and settlement. Each source is summed by key before anything is joined: a reference repeats on both sides.
-- Per side the first source that has the key counts; `unused_…` is what a later source says of it. As collected the
-- COLLECTED events of the feed show what they come to, else a billed revenue export. The reason and the sentence follow
-- from these columns and are written when they are read.
set variable collected_since = (select min(day) from feed_movements where side = 'collected');

-- keys_basis: one row = what the sums and states of all keys follow from, beside their own movements.
-- Nothing without billing_event_feed.
create or replace table keys_basis as
select
  getvariable('as_of') as as_of, getvariable('tolerance') as tolerance,
  getvariable('collected_since') as collected_since
where exists (from feed_movements);

-- {by reference}
-- key: transaction_reference?, currency?, billed_rank?, disbursed_rank?, settlement?
create or replace table reconciled_keys as
with feed_billed as (
  select
    transaction_reference, currency, sum(lines)::bigint as lines, sum(net) as net,
    min(day) as first_date, max(day) as last_date, min(due_date) as due_date,
    bool_or(is_of_brazil) as of_brazil
  from feed_movements
  where side = 'billed' and transaction_reference is not null and (day is null or day <= getvariable('as_of'))
  group by transaction_reference, currency
),
feed_disbursed as (
  select
    transaction_reference, currency, sum(lines)::bigint as lines, sum(net) as net, min(day) as first_date,
    max(day) as last_date,
    min(due_date) as due_date, bool_and(implies_collection) as was_collected,
    bool_or(is_of_brazil) as of_brazil
  from feed_movements
  where side = 'disbursed' and transaction_reference is not null and (day is null or day <= getvariable('as_of'))
  group by transaction_reference, currency
),
feed_collected as (
  select transaction_reference, currency, sum(net) as net
  from feed_movements
  where side = 'collected' and transaction_reference is not null and (day is null or day <= getvariable('as_of'))
  group by transaction_reference, currency
),
export as (
  -- The billed revenue export speaks for both sides: what was billed, and what of it was disbursed.
  select
    transaction_reference, currency,
    count(*) as lines, sum(net) as net, min(billing_date) as first_date, max(billing_date) as last_date,
    min(due_date) as due_date, bool_or(is_aws_brazil(seller_of_record)) as of_brazil,
    -- What was collected after that day in part was so much less on that day, and no column says how much.
    case when count(*) filter (where collection_date > getvariable('as_of')) = 0 then sum(collected_net) end
      as collected_net,
    bool_and(implies_collection(seller_of_record)) as was_collected,
    count(disbursed_net) filter (where disbursement_date is null
      or disbursement_date <= getvariable('as_of')) as paid_lines,
    sum(disbursed_net) filter (where disbursement_date is null
      or disbursement_date <= getvariable('as_of')) as paid_net,
    min(disbursement_date) filter (where disbursed_net is not null
      and disbursement_date <= getvariable('as_of')) as first_paid,
    max(disbursement_date) filter (where disbursed_net is not null
      and disbursement_date <= getvariable('as_of')) as last_paid
  from report_billed_lines as l
  anti join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
  where source = 'billed_revenue' and block_counted and transaction_reference is not null
    and (billing_date is null or billing_date <= getvariable('as_of'))
  group by transaction_reference, currency
),
monthly as (
  select
    transaction_reference, currency,
    count(*) as lines, sum(net) as net, min(billing_date) as first_date, max(billing_date) as last_date
  from report_billed_lines as l
  anti join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
  where source = 'monthly_billed_revenue' and block_counted and transaction_reference is not null
    and (billing_date is null or billing_date <= getvariable('as_of'))
  group by transaction_reference, currency
),
compensation as (
  select
    transaction_reference, currency,
    count(*) as lines, sum(net) as net, min(billing_date) as first_date, max(billing_date) as last_date
  from report_billed_lines as l
  anti join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
  where source = 'sales_compensation' and block_counted and transaction_reference is not null
    and (billing_date is null or billing_date <= getvariable('as_of'))
  group by transaction_reference, currency
),
collections as (
  select
    transaction_reference, currency,
    count(*) as lines, sum(net) as net, min(disbursement_date) as first_date, max(disbursement_date) as last_date,
    min(due_date) as due_date, bool_and(implies_collection(seller_of_record)) as was_collected,
    bool_or(is_aws_brazil(seller_of_record)) as of_brazil
  from report_disbursed_lines as l
  anti join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
  -- The feed has this money under the currency of its price.
  anti join feed_currency_pairs as x
    on x.transaction_reference = l.transaction_reference and x.payout_currency = l.currency
  -- So has the other export.
  anti join export_currency_pairs as y
    on y.transaction_reference = l.transaction_reference and y.settlement = l.settlement
    and y.payout_currency = l.currency
  where source = 'collections_and_disbursements' and block_counted and transaction_reference is not null
    and (disbursement_date is null or disbursement_date <= getvariable('as_of'))
  group by transaction_reference, currency
),
report as (
  select
    transaction_reference, currency,
    count(*) as lines, sum(net) as net, min(disbursement_date) as first_date, max(disbursement_date) as last_date
  from report_disbursed_lines as l
  anti join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
  where source = 'disbursement' and block_counted and transaction_reference is not null
    and (disbursement_date is null or disbursement_date <= getvariable('as_of'))
  group by transaction_reference, currency
),
-- A due date stands only in section 7 and in the exports; it is remembered after the key has left section 7.
section_7 as (
  select transaction_reference, currency, min(due_date) as due_date,
    coalesce(bool_or(t.latest), false) as is_uncollected
  from uncollected_source_lines
  left join statements as t using (delivery_id)
  where transaction_reference is not null
  group by transaction_reference, currency
),
joined as (
  select
    transaction_reference, currency,
    case
      when f.net is not null then rank_of('billed', 'data_feed')
      when e.net is not null then rank_of('billed', 'billed_revenue')
      when m.net is not null then rank_of('billed', 'monthly_billed_revenue')
      when c.net is not null then rank_of('billed', 'sales_compensation')
    end as billed_rank,
    case
      when p.net is not null then rank_of('disbursed', 'data_feed')
      when k.net is not null then rank_of('disbursed', 'collections_and_disbursements')
      when r.net is not null then rank_of('disbursed', 'disbursement')
      when e.paid_net is not null then rank_of('disbursed', 'billed_revenue')
    end as disbursed_rank,
    coalesce(f.lines, e.lines, m.lines, c.lines, 0) as billed_lines,
    coalesce(f.net, e.net, m.net, c.net, 0) as billed_net,
    case
      when f.net is not null then f.first_date when e.net is not null then e.first_date
      when m.net is not null then m.first_date else c.first_date
    end as first_billing,
    case
      when f.net is not null then f.last_date when e.net is not null then e.last_date
      when m.net is not null then m.last_date else c.last_date
    end as last_billing,
    coalesce(p.lines, k.lines, r.lines, e.paid_lines, 0) as disbursed_lines,
    coalesce(p.net, k.net, r.net, e.paid_net, 0) as disbursed_net,
    case
      when p.net is not null then p.first_date when k.net is not null then k.first_date
      when r.net is not null then r.first_date else e.first_paid
    end as first_disbursement,
    case
      when p.net is not null then p.last_date when k.net is not null then k.last_date
      when r.net is not null then r.last_date else e.last_paid
    end as last_disbursement,
    case when billed_rank < rank_of('billed', 'billed_revenue') then e.net end as unused_billed_export_net,
    case when billed_rank < rank_of('billed', 'monthly_billed_revenue') then m.net end as unused_monthly_net,
    case when billed_rank < rank_of('billed', 'sales_compensation') then c.net end as unused_compensation_net,
    case when disbursed_rank < rank_of('disbursed', 'collections_and_disbursements') then k.net end
      as unused_collections_net,
    case when disbursed_rank < rank_of('disbursed', 'disbursement') then r.net end as unused_report_net,
    case when disbursed_rank < rank_of('disbursed', 'billed_revenue') then e.paid_net end as unused_export_net,
    -- Asked in this order, because most keys stand in one source and need no arithmetic.
    case
      when unused_billed_export_net is null and unused_monthly_net is null and unused_compensation_net is null
        and unused_collections_net is null and unused_report_net is null and unused_export_net is null then false
      else not is_within(greatest(
        abs(billed_net - unused_billed_export_net), abs(billed_net - unused_monthly_net),
        abs(billed_net - unused_compensation_net), abs(disbursed_net - unused_collections_net),
        abs(disbursed_net - unused_report_net), abs(disbursed_net - unused_export_net)
      ), getvariable('tolerance'))
    end as sources_disagree,
    case
      when disbursed_rank is null or disbursed_net = 0 then null
      when case
        when p.net is not null then p.was_collected when k.net is not null then k.was_collected
        when r.net is not null then true else e.was_collected
      end then disbursed_net
    end as paid_after_collection,
    -- AWS's own list says that it waits for it; or the feed, which tells what is collected, does not tell it of this
    -- key.
    disbursed_rank is null
      and (s.is_uncollected or (f.net is not null and f.first_date >= getvariable('collected_since'))) as is_awaited,
    collected_amount(coalesce(o.net, e.collected_net), paid_after_collection, is_awaited) as collected_net,
    -- What a feed has as due date is the day of AWS Brazil's buyer.
    coalesce(f.of_brazil, false) or coalesce(p.of_brazil, false) or coalesce(e.of_brazil, false)
      or coalesce(k.of_brazil, false) as is_brazil,
    case when is_brazil then least(e.due_date, k.due_date)
      else least(f.due_date, p.due_date, e.due_date, k.due_date, s.due_date) end
      as due_date,
    s.currency is not null as in_section_7
  from feed_billed as f
  full join feed_disbursed as p using (transaction_reference, currency)
  full join export as e using (transaction_reference, currency)
  full join monthly as m using (transaction_reference, currency)
  full join compensation as c using (transaction_reference, currency)
  full join collections as k using (transaction_reference, currency)
  full join report as r using (transaction_reference, currency)
  full join feed_collected as o using (transaction_reference, currency)
  left join section_7 as s using (transaction_reference, currency)
)
select
  * exclude (in_section_7, paid_after_collection, is_awaited), null::varchar as settlement,
  key_state(billed_lines, billed_net, disbursed_lines, disbursed_net) as state,
  billed_rank is null and disbursed_rank = rank_of('disbursed', 'disbursement') and currency = 'USD'
    and not in_section_7 as currency_assumed
from joined;

-- Lines without a reference are matched with nothing: the billed ones of a source are one row, and the disbursed ones
-- of a settlement.
insert into reconciled_keys by name
with without_reference as (
  select
    currency, source_rank as billed_rank, null as disbursed_rank, null as settlement,
    count(*) as billed_lines, sum(net) as billed_net, 0 as disbursed_lines, 0 as disbursed_net,
    min(billing_date) as first_billing, max(billing_date) as last_billing,
    null::date as first_disbursement, null::date as last_disbursement, min(due_date) as due_date
  from report_billed_lines as l
  anti join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
  anti join known_corrections as c
    on c.side = 'billed' and c.file_id = l.file_id and c.block_no = l.block_no and c.line = l.line
    and is_known_by(c.line, c.known_since, getvariable('as_of'))
  where block_counted and transaction_reference is null
    and (billing_date is null or billing_date <= getvariable('as_of'))
  group by currency, source_rank
  union all
  select
    currency, case when side = 'billed' then rank_of(side, 'data_feed') end,
      case when side = 'disbursed' then rank_of(side, 'data_feed') end, settlement,
    coalesce(sum(lines) filter (where side = 'billed'), 0)::bigint,
      coalesce(sum(net) filter (where side = 'billed'), 0),
    coalesce(sum(lines) filter (where side = 'disbursed'), 0)::bigint,
      coalesce(sum(net) filter (where side = 'disbursed'), 0),
    min(day) filter (where side = 'billed'), max(day) filter (where side = 'billed'),
    min(day) filter (where side = 'disbursed'), max(day) filter (where side = 'disbursed'), min(due_date)
  from feed_movements
  where transaction_reference is null and side in ('billed', 'disbursed')
    and (day is null or day <= getvariable('as_of'))
  group by currency, side, settlement
  union all
  select
    currency, null, source_rank, settlement, 0, 0, count(*), sum(net), null, null,
    min(disbursement_date), max(disbursement_date), min(due_date)
  from report_disbursed_lines as l
  anti join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
  anti join known_corrections as c
    on c.side = 'disbursed' and c.file_id = l.file_id and c.block_no = l.block_no and c.line = l.line
    and is_known_by(c.line, c.known_since, getvariable('as_of'))
  where block_counted and transaction_reference is null
    and (disbursement_date is null or disbursement_date <= getvariable('as_of'))
    and (source <> 'billed_revenue' or invoice_date is null or invoice_date <= getvariable('as_of'))
  group by currency, source_rank, settlement
)
select
  *, key_state(billed_lines, billed_net, disbursed_lines, disbursed_net) as state, false as sources_disagree,
  coalesce(disbursed_rank = rank_of('disbursed', 'disbursement'), false) as currency_assumed,
  -- A correction that was paid out needs no customer to pay it first, and is nothing to wait for.
  collected_amount(null, case when disbursed_lines > 0 then disbursed_net end, false) as collected_net
from without_reference;

-- known_sources: one row = what the loaded files can tell at all. Without a source of one side its sums are not known,
-- which is another thing than 0.
create or replace table known_sources as
select
  coalesce(bool_or(section in ('billing_event_feed', 'billed_revenue', 'br1', 'br2', 'sc1')), false) as tells_billed,
  coalesce(bool_or(section in ('billing_event_feed', 'collections_and_disbursements', 'dis1')), false)
    or exists (select 1 from billed_revenue where disbursed_net_revenue is not null) as tells_disbursed
from blocks
join files as f using (file_id)
where f.status = 'imported';
