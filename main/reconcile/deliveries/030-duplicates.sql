-- referenced_lines: one row = one line of a legacy report in which the lines have references.
create or replace temp view referenced_lines as
select
  file_id, block_no, line, 'br1' as section, transaction_reference_id as transaction_reference, currency,
  partner_revenue_amount as net
from br1
union all
select file_id, block_no, line, 'br2', transaction_reference_id, currency, partner_revenue_amount from br2
union all
select file_id, block_no, line, 'dis1', transaction_reference_id, null, net_amount from dis1
union all
select file_id, block_no, line, 'dis7', transaction_reference_id, currency, net_revenue from dis7
union all
select file_id, block_no, line, 'sc1', transaction_reference_id, currency, net_revenue from sc1;

-- extracts: one row = one section without a date, every line of which stands in one other file: a part of that report,
-- saved anew, and no delivery. Lists of what is open, section 7, hold the same lines on many days.
create or replace temp table extracts as
with undated as (
  select file_id, block_no, section, rows
  from delivered_blocks
  where delivery_date is null and section in ('br1', 'br2', 'dis1', 'sc1') and rows > 0
),
lines as (
  select section, file_id, block_no, transaction_reference, currency, net, count(*) as copies
  from referenced_lines
  semi join undated using (section)
  group by all
)
select distinct u.file_id, u.block_no
from undated as u
join lines as l using (file_id, block_no)
join lines as o
  on o.section = l.section and o.file_id <> l.file_id and o.net is not distinct from l.net
  and o.transaction_reference is not distinct from l.transaction_reference
  and o.currency is not distinct from l.currency
join delivered_blocks as b on b.file_id = o.file_id and b.block_no = o.block_no
where b.delivery_date is not null or b.rows > u.rows
group by u.file_id, u.block_no, u.rows, o.file_id, o.block_no
having sum(least(l.copies, o.copies)) = u.rows;

-- counted_blocks: one row = one section found in one file; `counted` is false for a copy of another block. Equal
-- content counts once, unless both copies have a known delivery date and the dates differ. A table whose every row
-- stands in another one of its file, or without a date in another file, is a copy too.
create or replace temp table counted_blocks as
with repeated as (select file_id, block_no, count(*) as copied_lines from copied_lines group by all),
marked as (
  select b.*, coalesce(r.copied_lines, 0) = b.rows and b.rows > 0 or e.file_id is not null as is_repeated
  from delivered_blocks as b
  left join repeated as r using (file_id, block_no)
  left join extracts as e using (file_id, block_no)
),
copies as (
  select
    *,
    row_number() over (partition by section, content_hash, delivery_date
      order by is_repeated, sha256, block_no) as copy,
    count(delivery_date) over (partition by section, content_hash) as dated_copies,
    first_value(file_id) over (partition by section, delivery_id order by rows desc, sha256) as leading_file
  from marked
)
select
  * exclude (copy, dated_copies, leading_file, is_repeated),
  case
    when is_repeated then false
    when is_export or rows = 0 then true
    -- Totals without a reference to tell them apart: one file speaks for the delivery.
    when section in ('dis4', 'dis5', 'dis6') and file_id <> leading_file then false
    when content_hash is null then true
    else copy = 1 and (delivery_date is not null or dated_copies = 0)
  end as counted
from copies;

-- duplicate_lines: one row = one line that stands in a second file, or twice in its own, and must not count again.
-- key: file_id, block_no, line
-- references: file_id, block_no -> blocks
create or replace table duplicate_lines as select file_id, block_no, line from copied_lines;

-- repeated_references: one row = one file's lines of one reference, where two files of a delivery hold the section.
create or replace temp table repeated_references as
with shared as (
  select section, delivery_id
  from counted_blocks
  where counted and delivery_date is not null and section in ('br1', 'br2', 'dis1', 'dis7', 'sc1')
  group by all
  having count(distinct file_id) > 1
),
shared_blocks as (
  select b.file_id, b.block_no, b.section, b.delivery_id, b.sha256
  from counted_blocks as b
  join shared as s using (section, delivery_id)
  where b.counted
)
select
  b.section, b.delivery_id, b.file_id, b.sha256, l.transaction_reference, l.currency,
  count(*) as lines, sum(l.net) as net, list({ 'block_no': l.block_no, 'line': l.line }) as places
from referenced_lines as l
join shared_blocks as b on b.file_id = l.file_id and b.block_no = l.block_no
group by all;

-- chosen_references: one row = one reference of such a delivery; its lines come from the file with most of them.
create or replace temp table chosen_references as
select
  section, delivery_id, transaction_reference, currency,
  arg_max(file_id, { 'lines': lines, 'order': -rank }) as file_id,
  arg_max(net, { 'lines': lines, 'order': -rank }) as net,
  count(*) as files, min(net) as smallest_net, max(net) as largest_net
from (select *, dense_rank() over (order by sha256) as rank from repeated_references)
group by section, delivery_id, transaction_reference, currency;

insert into duplicate_lines by name
select r.file_id, place.block_no, place.line
from repeated_references as r
join chosen_references as c
  on c.section = r.section and c.delivery_id = r.delivery_id and c.file_id <> r.file_id
  and c.transaction_reference is not distinct from r.transaction_reference
  and c.currency is not distinct from r.currency,
  unnest(r.places) as p(place);

-- delivered_twice: one row = one reference on whose sum two files of the same delivery disagree.
-- key: section, delivery_id, transaction_reference?, currency?
-- references: delivery_id -> deliveries
create or replace table delivered_twice as
select section, delivery_id, transaction_reference, currency, files, net, largest_net - smallest_net as spread
from chosen_references
where largest_net <> smallest_net;
