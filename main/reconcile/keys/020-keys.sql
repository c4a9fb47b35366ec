-- reconciled_keys: one row = one key (transaction reference, currency), or the lines without a reference of one
-- currency and settlement. Each source is summed by key before anything is joined: a reference repeats on both sides.
-- Per side the first source that has the key counts; `unused_…` is what a later source says of it. As collected the
-- COLLECTED events of the feed show what they come to, else a billed revenue export. The reason and the sentence follow
-- from these columns and are written when they are read.
set variable collected_since = (select min(day) from feed_movements where side = 'collected');

-- key: transaction_reference?, currency?, billed_rank?, disbursed_rank?, settlement?
create or replace table reconciled_keys as
with billed_sums as (
  select
    'billed' as side, source, transaction_reference, currency,
    count(*) as lines, sum(net) as net, min(billing_date) as first_date, max(billing_date) as last_date,
    min(due_date) as due_date, bool_or(is_aws_brazil(seller_of_record)) as is_brazil,
    sum(collected_net) as collected_net, bool_and(implies_collection(seller_of_record)) as was_collected,
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
  where block_counted and transaction_reference is not null
    and (billing_date is null or billing_date <= getvariable('as_of'))
  group by source, transaction_reference, currency
),
source_sums as (
  select
    side, 'data_feed' as source, transaction_reference, currency, sum(lines)::bigint as lines, sum(net) as net,
    min(day) as first_date, max(day) as last_date, min(due_date) as due_date,
    bool_and(implies_collection(seller_of_record)) as was_collected
  from feed_movements
  -- What an event of another side means is not known.
  where side in ('billed', 'disbursed', 'collected') and net is not null
    and transaction_reference is not null and (day is null or day <= getvariable('as_of'))
  group by side, transaction_reference, currency
  union all by name
  select * exclude (paid_lines, paid_net, first_paid, last_paid)
  from billed_sums
  union all by name
  -- The billed revenue export speaks for both sides: what was billed, and what of it was disbursed.
  select
    'disbursed' as side, source, transaction_reference, currency, paid_lines as lines, paid_net as net,
    first_paid as first_date, last_paid as last_date, was_collected
  from billed_sums
  where paid_net is not null
  union all by name
  select
    'disbursed' as side, source, transaction_reference, currency, count(*) as lines, sum(net) as net,
    min(disbursement_date) as first_date, max(disbursement_date) as last_date, min(due_date) as due_date,
    source = 'disbursement' or bool_and(implies_collection(seller_of_record)) as was_collected
  from report_disbursed_lines as l
  anti join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
  -- The feed has this money under the currency of its price.
  anti join feed_currency_pairs as x
    on x.transaction_reference = case when l.source = 'collections_and_disbursements' then l.transaction_reference end
    and x.payout_currency = l.currency
  where source <> 'billed_revenue' and block_counted and transaction_reference is not null
    and (disbursement_date is null or disbursement_date <= getvariable('as_of'))
  group by source, transaction_reference, currency
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
sums as (
  select
    transaction_reference, currency,
    min(source_rank) filter (where side = 'billed') as billed_rank,
    min(source_rank) filter (where side = 'disbursed') as disbursed_rank,
    coalesce(arg_min(lines, source_rank) filter (where side = 'billed'), 0) as billed_lines,
    coalesce(arg_min(net, source_rank) filter (where side = 'billed'), 0) as billed_net,
    arg_min_null(first_date, source_rank) filter (where side = 'billed') as first_billing,
    arg_min_null(last_date, source_rank) filter (where side = 'billed') as last_billing,
    coalesce(arg_min(lines, source_rank) filter (where side = 'disbursed'), 0) as disbursed_lines,
    coalesce(arg_min(net, source_rank) filter (where side = 'disbursed'), 0) as disbursed_net,
    arg_min_null(first_date, source_rank) filter (where side = 'disbursed') as first_disbursement,
    arg_min_null(last_date, source_rank) filter (where side = 'disbursed') as last_disbursement,
    arg_min_null(was_collected, source_rank) filter (where side = 'disbursed') as was_collected,
    max(net) filter (where side = 'billed' and source = 'billed_revenue') as billed_export_net,
    max(net) filter (where side = 'billed' and source = 'monthly_billed_revenue') as monthly_net,
    max(net) filter (where side = 'billed' and source = 'sales_compensation') as compensation_net,
    max(net) filter (where side = 'disbursed' and source = 'collections_and_disbursements') as collections_net,
    max(net) filter (where side = 'disbursed' and source = 'disbursement') as report_net,
    max(net) filter (where side = 'disbursed' and source = 'billed_revenue') as export_net,
    coalesce(max(net) filter (where side = 'collected'), max(collected_net)) as shown_as_collected,
    coalesce(bool_or(is_brazil), false) as is_brazil,
    min(due_date) filter (where source <> 'data_feed') as export_due_date,
    min(due_date) filter (where side <> 'collected') as any_due_date
  from (select *, case when side <> 'collected' then rank_of(side, source) end as source_rank from source_sums)
  -- Amounts without a currency are matched with nothing.
  group by transaction_reference, currency, case when currency is null then side end
),
joined as (
  select
    m.* exclude (billed_export_net, monthly_net, compensation_net, collections_net, report_net, export_net,
      shown_as_collected, was_collected, export_due_date, any_due_date),
    case when billed_rank < rank_of('billed', 'billed_revenue') then billed_export_net end as unused_billed_export_net,
    case when billed_rank < rank_of('billed', 'monthly_billed_revenue') then monthly_net end as unused_monthly_net,
    case when billed_rank < rank_of('billed', 'sales_compensation') then compensation_net end
      as unused_compensation_net,
    case when disbursed_rank < rank_of('disbursed', 'collections_and_disbursements') then collections_net end
      as unused_collections_net,
    case when disbursed_rank < rank_of('disbursed', 'disbursement') then report_net end as unused_report_net,
    case when disbursed_rank < rank_of('disbursed', 'billed_revenue') then export_net end as unused_export_net,
    -- Asked in this order, because most keys stand in one source and need no arithmetic.
    case
      when unused_billed_export_net is null and unused_monthly_net is null and unused_compensation_net is null
        and unused_collections_net is null and unused_report_net is null and unused_export_net is null then false
      else greatest(
        abs(billed_net - unused_billed_export_net), abs(billed_net - unused_monthly_net),
        abs(billed_net - unused_compensation_net), abs(disbursed_net - unused_collections_net),
        abs(disbursed_net - unused_report_net), abs(disbursed_net - unused_export_net)
      ) > getvariable('tolerance')
    end as sources_disagree,
    case when disbursed_net <> 0 and was_collected then disbursed_net end as paid_after_collection,
    -- AWS's own list says that it waits for it; or the feed, which tells what is collected, does not tell it of this
    -- key.
    disbursed_rank is null and (s.is_uncollected or (billed_rank = rank_of('billed', 'data_feed')
      and first_billing >= getvariable('collected_since'))) as is_awaited,
    collected_amount(shown_as_collected, paid_after_collection, is_awaited) as collected_net,
    -- What a feed has as due date is the day of AWS Brazil's buyer.
    case when is_brazil then export_due_date else least(any_due_date, s.due_date) end as due_date,
    s.currency is not null as in_section_7
  from sums as m
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
  where block_counted and transaction_reference is null
    and (disbursement_date is null or disbursement_date <= getvariable('as_of'))
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
