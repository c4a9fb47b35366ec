-- The billing events are the one feed that is too large to be looked through anew with every file.

-- held_event_files: one row = one file with billing events, and what tells its rows from any others.
-- Reads files only through its rows.
-- Reads blocks only through its rows.
-- key: file_id
create or replace table held_event_files as
select b.file_id, md5(string_agg(row(f, b)::varchar, ' ' order by b.block_no)) as made_from
from blocks as b
join files as f using (file_id)
where b.section = 'billing_event_feed'
group by b.file_id;

-- repeated_events: one row = one row of an event that stands in several rows.
-- By repeated key_hash of event_keys, files of held_event_files.
-- key: file_id, block_no, line
create or replace table repeated_events as
from event_keys
semi join (
  select key_hash
  from event_keys
  group by key_hash
  having count(*) > 1
) using (key_hash);
