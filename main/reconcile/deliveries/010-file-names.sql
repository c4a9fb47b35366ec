-- file_names: one row = one file of the book with the name under which people know it: without the folders of the
-- machine that it came from, and unlike that of every other file. `main/queries` and `main/export` show it in place of
-- the path.

-- A path of any system in parts; the two folders of a feed's month are one, `2026-05`.
create or replace macro path_parts(path) as
  string_split(
    regexp_replace(
      regexp_replace(replace(path, '\', '/'), '/month=(\d)/', '/month=0\1/', 'i'),
      'year=(\d{4})/month=(\d\d)/', '\1-\2/', 'i'
    ),
    '/'
  );

-- How many of the last parts name a file: one, and of a file in an archive those from the archive on.
create or replace macro name_length(parts) as
  len(parts) + 1 - coalesce(
    nullif(list_position(list_transform(parts, lambda part: lower(part) like '%.zip'), true), 0), len(parts)
  );

create or replace macro path_tail(parts, length) as
  array_to_string(parts[-length:], '/');

create or replace macro file_name(path) as
  path_tail(path_parts(path), name_length(path_parts(path)));

-- key: file_id
-- references: file_id -> files
create or replace table file_names as
with parts as (
  select file_id, path_parts(path) as parts, sha256, import_id, status from files
),
-- The feeds are all called data.csv: as many folders stand before a name as it takes to tell it from the others.
tails as (
  select parts, length, path_tail(parts, length) as tail
  from (select distinct parts from parts) as p
  cross join lateral (select unnest(range(name_length(parts), len(parts) + 1)) as length)
),
distinct_tails as (
  select parts, min_by(tail, length) as tail
  from tails
  where tail in (select tail from tails group by tail having count(*) = 1)
  group by parts
),
named as (
  select
    p.*, coalesce(t.tail, array_to_string(p.parts, '/')) as tail,
    -- What grew and lies where it lay keeps its name; its former versions are told by their bytes.
    count(*) over (partition by parts) = 1
      or p.status = 'imported' and count(*) filter (where p.status = 'imported')
        over (partition by parts) = 1 as is_alone
  from parts as p
  left join distinct_tails as t using (parts)
)
select
  file_id,
  case when is_alone then tail else tail || ' (' || coalesce(left(sha256, 8), 'import ' || import_id) || ')' end as file
from named;
