-- refused_rows: one row = one record that could not be read without guessing.
select r.section, r.sheet, r.line, r.column_name, r.value, r.reason, r.raw_text, f.path, f.sha256
from refused_rows as r
join files as f using (file_id)
