-- source_files: one row = one file as it was found, with the proof that every line of it is accounted for.
select
  f.path, f.sha256, f.status, f.reason, f.format, f.encoding, f.delimiter, f.bytes,
  string_agg(distinct b.section, ', ' order by b.section) as sections,
  string_agg(distinct d.delivery_date::varchar, ', ' order by d.delivery_date::varchar) as delivery_date,
  string_agg(distinct d.date_source, ', ' order by d.date_source) as date_source,
  f.lines_read, f.rows_kept, f.header_lines, f.title_lines, f.blank_lines, f.refused_rows,
  f.lines_read = f.rows_kept + f.header_lines + f.title_lines + f.blank_lines + f.refused_rows as complete,
  f.warnings, f.import_id, i.imported_at, f.replaces, n.replaced_by
from files as f
left join (select file_id as newer, path as replaced_by from files) as n on n.newer = f.replaced_by
left join imports as i using (import_id)
left join block_deliveries as b using (file_id)
left join deliveries as d using (delivery_id)
group by all
