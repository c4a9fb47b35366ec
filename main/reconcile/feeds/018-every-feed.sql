-- contradictory_feed_rows: one row = one key that a feed holds in two forms with one and the same `update_date`.
-- key: section, key?, valid_from?, update_date?
create or replace view contradictory_feed_rows as
select
  null::varchar as section, null::varchar as key, null::timestamp as valid_from, null::timestamp as update_date,
  null::integer as forms
where false
{contradictory};

-- feed_current_rows: one row = one feed and how many of its rows are the latest of their key and not deleted.
-- key: section
create or replace view feed_current_rows as
select null::varchar as section, null::bigint as rows
where false
{current};
