-- The feeds are bi-temporal: a row may be written again with a later `update_date`, and nothing is ever taken out.
-- This is done for each feed; {feed} is its table and {key} what identifies a row (seller guide, data feed details).

-- older_{feed}: one row = one row of the feed that a later one of the same key has taken the place of. Of rows with the
-- same `update_date` the one that was inserted later stays; if that does not tell them apart either, one is chosen by
-- its content, which does not depend on the order of the files. Only keys that repeat are looked at row by row.
-- Reads files only through its rows.
create or replace temp table repeated_rows as
select
  l.file_id, l.block_no, l.line, concat_ws(' ', {key_text}) as key, l.valid_from, l.update_date,
  hash(*columns(l.* exclude (file_id, block_no, line, repaired, insert_date{not_content}))) as content,
  hash({key}) as key_hash, max(l.update_date) over (partition by {key}) as latest_update,
  row_number() over (
    partition by {key}
    order by l.update_date desc nulls last, l.insert_date desc nulls last, content desc, f.sha256, l.line
  ) as place
from {feed} as l
{repeated}
join files as f on f.file_id = l.file_id;

-- key: file_id, block_no, line
create or replace table older_{feed} as
select file_id, block_no, line
from repeated_rows
where place > 1;

-- contradictory_{feed}: one row = one key that the feed holds in two forms with one and the same `update_date`.
-- key: key?, valid_from?, update_date?
create or replace table contradictory_{feed} as
select
  any_value(key) as key, any_value(valid_from) as valid_from, update_date, count(distinct content)::integer as forms
from repeated_rows
where update_date is not distinct from latest_update
group by key_hash, update_date
having count(distinct content) > 1;

-- latest_{feed}: one row = the latest row of each key, deleted ones included.
-- key: file_id, block_no, line
create or replace view latest_{feed} as
select *
from {feed} as l
anti join older_{feed} as o on o.file_id = l.file_id and o.block_no = l.block_no and o.line = l.line;

-- current_{feed}: one row = the feed, and how many of its rows are the latest of their key and not deleted.
create or replace table current_{feed} as
select count(*) as rows
from latest_{feed}
where delete_date is null;
