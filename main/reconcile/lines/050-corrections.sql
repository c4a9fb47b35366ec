-- known_corrections: one row = one line without a reference that an earlier source has as well: of the same amount and
-- currency, and billed on the same day (in the same month where one of the two tells no day; a monthly report may reach
-- to the 14th of the next), or paid out in the same settlement or within a week (the bank takes its days). Where two
-- could be meant none is taken for the other. Before the day `known_since` the earlier source does not tell it yet.
-- key: file_id, block_no, line, side
-- references: file_id, block_no -> block_deliveries
create or replace table known_corrections as
with every_line as (
  select 'billed' as side, source, source_rank, currency, net, billing_date as day, null::varchar as settlement,
    block_counted, transaction_reference, file_id, block_no, line
  from billed_source_lines
  union all
  select 'disbursed', source, source_rank, currency, net, disbursement_date, settlement, block_counted,
    transaction_reference, file_id, block_no, line
  from disbursed_source_lines
),
-- Of lines that nothing tells apart none can be meant; summed, many of them meet many others as one each.
alike as (
  select
    side, source, source_rank, currency, net, day, settlement, count(*) as lines, any_value(file_id) as file_id,
    any_value(block_no) as block_no, any_value(line) as line
  from every_line
  anti join duplicate_lines using (file_id, block_no, line)
  where transaction_reference is null and block_counted
  group by all
),
pairs as (
  select
    o.side, o.file_id, o.block_no, o.line, c.day as known_since,
    sum(o.lines) over (partition by c.source, c.day, c.settlement, c.side, c.currency, c.net, o.source)
      as lines_of_correction,
    sum(c.lines) over (partition by o.source, o.day, o.settlement, o.side, o.currency, o.net, c.source)
      as corrections_of_line,
    o.lines
  from alike as o
  join alike as c
    on c.side = o.side and c.currency = o.currency and c.net = o.net and c.source_rank < o.source_rank
    and case
      when o.side = 'disbursed' then c.settlement = o.settlement or abs(c.day - o.day) <= 7
      when o.source = 'monthly_billed_revenue' then c.day between date_trunc('month', o.day) and o.day + 14
      when bills_by_month(o.source) then date_trunc('month', c.day) = date_trunc('month', o.day)
      else c.day = o.day
    end
)
select
  file_id, block_no, line, side,
  case when count(known_since) = count(*) then min(known_since) end as known_since
from pairs
where lines = 1 and lines_of_correction = 1 and corrections_of_line = 1
group by file_id, block_no, line, side;
