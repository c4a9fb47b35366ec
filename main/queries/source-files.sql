-- source_files: one row = one file as it was found, with the proof that every line of it is accounted for. Of a file
-- that a newer version has replaced only this account is left; it held the same report as the one that has its rows
-- now.
with recursive contents as (
  select file_id, string_agg(distinct section, ', ' order by section) as sections
  from blocks
  group by file_id
),
dates as (
  select
    b.file_id, string_agg(distinct d.delivery_date::varchar, ', ' order by d.delivery_date::varchar) as delivery_date,
    string_agg(distinct d.date_source, ', ' order by d.date_source) as date_source
  from block_deliveries as b
  join deliveries as d using (delivery_id)
  group by b.file_id
),
-- What took the place of a file may have been replaced in its turn.
newer_versions as (
  select file_id, replaced_by as newer from files where replaced_by is not null
  union all
  select v.file_id, f.replaced_by
  from newer_versions as v
  join files as f on f.file_id = v.newer
  where f.replaced_by is not null
),
held as (
  select v.file_id, c.sections
  from newer_versions as v
  join contents as c on c.file_id = v.newer
),
told as (
  select
    file_id,
    concat_ws(' ',
      reason,
      -- What was not expected of a newer version stands among its warnings.
      case when not list_contains(from_json(warnings, '["varchar"]'), replaces) then replaces end,
      array_to_string(from_json(warnings, '["varchar"]'), ' ')
    ) as remarks
  from files
),
-- A remark names another version by its path.
mentioned as (
  select t.file_id, arg_max({ 'path': f.path, 'file': n.file }, length(f.path)) as named
  from told as t
  join files as f on f.file_id <> t.file_id and contains(t.remarks, f.path)
  join file_names as n on n.file_id = f.file_id
  where t.remarks <> ''
  group by t.file_id
)
select
  n.file, f.path, f.sha256, f.status, f.reason, f.format, f.encoding, f.delimiter, f.bytes,
  coalesce(c.sections, h.sections) as sections, d.delivery_date, d.date_source,
  f.lines_read, f.rows_kept, f.header_lines, f.title_lines, f.blank_lines, f.refused_rows,
  f.lines_read - f.rows_kept - f.header_lines - f.title_lines - f.blank_lines - f.refused_rows as unaccounted,
  unaccounted = 0 as complete,
  f.warnings, f.import_id, i.imported_at, f.replaces, r.path as replaced_by, rn.file as replaced_by_file,
  -- As a person who has not got this machine can read it: files by their names, and no folders.
  nullif(regexp_replace(
    coalesce(replace(t.remarks, m.named.path, m.named.file), t.remarks),
    '(^|[\s"''(])(?:[A-Za-z]:|s3:)?[\\/]{1,2}(?:[^\\/\n]+[\\/])+', '\1', 'g'
  ), '') as remarks
from files as f
join file_names as n using (file_id)
join told as t using (file_id)
left join contents as c using (file_id)
left join held as h using (file_id)
left join dates as d using (file_id)
left join imports as i using (import_id)
left join mentioned as m using (file_id)
left join files as r on r.file_id = f.replaced_by
left join file_names as rn on rn.file_id = f.replaced_by
