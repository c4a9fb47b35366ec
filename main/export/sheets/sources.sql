-- One row = one file of the book, with the account of its lines. Of a month's file that was replaced by a newer version
-- only this account is left; it held the same report as the other.
with contents as (
  select file_id, string_agg(distinct section, ', ' order by section) as sections, string_agg(distinct replace(report, '_', ' '), ', ' order by replace(report, '_', ' ')) as reports
  from blocks
  group by file_id
),
dates as (
  select b.file_id, min(d.delivery_date) as delivery_date, min(d.date_source) as date_source
  from block_deliveries as b
  join deliveries as d using (delivery_id)
  group by b.file_id
),
newest as (
  -- The file that took the place of another may have been replaced in its turn: the last one has what they held.
  with recursive steps as (
    select file_id, replaced_by, replaced_by as last from files where replaced_by is not null
    union all
    select s.file_id, s.replaced_by, f.replaced_by
    from steps as s
    join files as f on f.file_id = s.last
    where f.replaced_by is not null
  ),
  ends as (
    select s.file_id, s.replaced_by, c.reports, c.sections
    from steps as s
    join contents as c on c.file_id = s.last
  )
  select e.file_id, f.path || ' (import ' || f.import_id || ')' as replaced_by, e.reports, e.sections
  from ends as e
  join files as f on f.file_id = e.replaced_by
)
select
  f.import_id, f.path, coalesce(c.reports, n.reports) as reports, coalesce(c.sections, n.sections) as sections, d.delivery_date, d.date_source, f.status,
  n.replaced_by,
  f.lines_read, f.rows_kept, f.header_lines, f.title_lines, f.blank_lines, f.refused_rows,
  f.lines_read - f.rows_kept - f.header_lines - f.title_lines - f.blank_lines - f.refused_rows as unaccounted,
  f.bytes, f.sha256, i.imported_at,
  nullif(concat_ws(' ',
    f.reason,
    -- What was not expected of a newer version stands among its warnings.
    case when not list_contains(from_json(f.warnings, '["varchar"]'), f.replaces) then f.replaces end,
    array_to_string(from_json(f.warnings, '["varchar"]'), ' ')
  ), '') as remarks
from files as f
left join contents as c using (file_id)
left join dates as d using (file_id)
left join newest as n using (file_id)
left join imports as i using (import_id)
