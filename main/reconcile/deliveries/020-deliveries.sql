-- stated_dates: one row = one imported file and the delivery date that the file itself or the person gives.
create or replace temp table stated_dates as
select
  file_id, sha256,
  coalesce(meta_date, name_date, delivered) as stated_date,
  case
    when meta_date is not null then 'meta.json'
    when name_date is not null then 'file name'
    when delivered is not null then 'given'
  end as date_source
from files
where status = 'imported';

-- tied_dates: one row = one file without a date of its own that holds the same lines, or the same settlement, as a
-- dated file: they are two renditions of one delivery.
create or replace temp table tied_dates as
with file_settlements as (select distinct file_id, settlement_id from dis2),
ties as (
  select undated.file_id, dated.stated_date
  from stated_dates as undated
  join blocks as own on own.file_id = undated.file_id
  join blocks as other on other.section = own.section and other.content_hash = own.content_hash
  join stated_dates as dated on dated.file_id = other.file_id
  where undated.stated_date is null and dated.stated_date is not null
    and own.rows > 0 and own.section in ('br1', 'br2', 'dis1', 'dis2', 'dis7', 'sc1')
  union
  select undated.file_id, dated.stated_date
  from stated_dates as undated
  join file_settlements as own on own.file_id = undated.file_id
  join file_settlements as other on other.settlement_id = own.settlement_id
  join stated_dates as dated on dated.file_id = other.file_id
  where undated.stated_date is null and dated.stated_date is not null
)
select file_id, min(stated_date) as stated_date
from ties
group by file_id
having min(stated_date) = max(stated_date);

-- deposit_dates: one row = one file with section 2: its deposit date, and the dated delivery of the following seven
-- days that lacks a section 2 (the report appears three to five days after the deposit).
create or replace temp table deposit_dates as
with deposits as (select file_id, max(deposit_date)::date as deposit_date from dis2 group by file_id),
dated as (
  select coalesce(s.stated_date, t.stated_date) as delivery_date
  from blocks as b
  join stated_dates as s using (file_id)
  left join tied_dates as t using (file_id)
  where b.report = 'disbursement' and coalesce(s.stated_date, t.stated_date) is not null
  group by all
  having not bool_or(b.section = 'dis2')
)
select d.file_id, d.deposit_date, min(n.delivery_date) as tied_date
from deposits as d
left join dated as n on n.delivery_date between d.deposit_date and d.deposit_date + 7
group by all;

-- delivered_blocks: one row = one section found in one file, with the delivery it belongs to.
create or replace temp table delivered_blocks as
with dates as (
  select
    s.file_id, s.sha256,
    coalesce(s.stated_date, t.stated_date, d.tied_date, d.deposit_date) as delivery_date,
    case
      when s.stated_date is not null then s.date_source
      when t.stated_date is not null then 'same content'
      when d.deposit_date is not null then 'deposit date'
      else 'unknown'
    end as date_source
  from stated_dates as s
  left join tied_dates as t using (file_id)
  left join deposit_dates as d using (file_id)
),
blocks_dated as (
  select
    b.file_id, b.block_no, b.section, b.report, b.rows, b.content_hash, d.sha256, d.delivery_date,
    b.section not similar to '[a-z]{2,3}[1-9]' as is_export,
    case when is_export then 'not needed' else d.date_source end as date_source,
    -- An export, or a file whose date is unknown, is a delivery of its own.
    case when is_export or d.delivery_date is null then b.file_id end as own_file
  from blocks as b
  join dates as d using (file_id)
),
numbered as (
  -- Files of two months of a feed may have the same bytes.
  select
    b.report, b.delivery_date, b.own_file,
    row_number() over (
      order by b.report, b.delivery_date nulls last, min(b.sha256), min(f.feed_month), min(f.path), min(b.file_id)
    ) as delivery_id
  from blocks_dated as b
  join files as f using (file_id)
  group by b.report, b.delivery_date, b.own_file
)
select b.*, n.delivery_id::integer as delivery_id
from blocks_dated as b
join numbered as n
  on n.report = b.report
  and n.delivery_date is not distinct from b.delivery_date
  and n.own_file is not distinct from b.own_file;
