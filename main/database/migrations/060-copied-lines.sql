-- One row = one line that stands in another table of the same file too, and counts there: pasted twice, or a copied
-- sheet.
create table if not exists copied_lines (file_id integer, block_no integer, line integer);
