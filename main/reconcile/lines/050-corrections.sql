-- known_corrections: one row = one line without a reference, of another source, that the feed has as well: of the same
-- amount, and billed on the same day or paid out within a week of it (the bank takes its days). Where two could be
-- meant none is taken for the other.
-- key: file_id, block_no, line, side
-- references: file_id, block_no -> block_deliveries
create or replace table known_corrections as
with corrections as (
  select
    side, currency, day, settlement, row_number() over () as correction,
    case side when 'disbursed' then -amount else amount end as net
  from feed_events
  where key_reference is null and is_counted and side in ('billed', 'disbursed')
),
others as (
  select 'billed' as side, source, currency, net, billing_date as day, null::varchar as settlement, file_id, block_no,
    line
  from report_billed_lines
  where transaction_reference is null
  union all
  select 'disbursed', source, currency, net, disbursement_date, settlement, file_id, block_no, line
  from report_disbursed_lines
  where transaction_reference is null
),
pairs as (
  select
    o.file_id, o.block_no, o.line, o.side,
    count(*) over (partition by c.correction, o.source) as lines_of_correction,
    count(*) over (partition by o.file_id, o.block_no, o.line, o.side) as corrections_of_line
  from others as o
  join corrections as c
    on c.side = o.side and c.currency = o.currency and c.net = o.net
    and (c.settlement = o.settlement or abs(c.day - o.day) <= case o.side when 'billed' then 0 else 7 end)
)
select file_id, block_no, line, side
from pairs
where lines_of_correction = 1 and corrections_of_line = 1;
