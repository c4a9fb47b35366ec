-- One row = one file of the book, with the account of its lines.
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
)
select
  f.import_id, f.path, c.reports, c.sections, d.delivery_date, d.date_source, f.status,
  f.lines_read, f.rows_kept, f.header_lines, f.title_lines, f.blank_lines, f.refused_rows,
  f.lines_read - f.rows_kept - f.header_lines - f.title_lines - f.blank_lines - f.refused_rows as unaccounted,
  f.bytes, f.sha256, i.imported_at,
  nullif(concat_ws(' ', f.reason, array_to_string(from_json(f.warnings, '["varchar"]'), ' ')), '') as remarks
from files as f
left join contents as c using (file_id)
left join dates as d using (file_id)
left join imports as i using (import_id)
