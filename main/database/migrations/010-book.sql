-- One row: the book itself.
create table book (
  schema_version integer, duckdb_version varchar, created_at timestamp,
  -- A difference up to this amount, in the currency of the key, is accepted as rounding.
  tolerance decimal(18,6)
);

-- One row = one import, the unit of undo.
create table imports (import_id integer, imported_at timestamp, delivered date);

-- One row = one file as it was found; the proof line says that nothing of it was lost.
create table files (
  file_id integer, import_id integer, path varchar, name varchar, sha256 varchar, bytes bigint,
  format varchar, encoding varchar, delimiter varchar,
  lines_read bigint, rows_kept bigint, header_lines bigint, title_lines bigint, blank_lines bigint, refused_rows bigint,
  status varchar, reason varchar, warnings varchar,
  -- What is known of the delivery date, by source; dates are UTC.
  meta_date date, name_date date, delivered date, coverage_start timestamp, coverage_end timestamp
);

-- One row = one section found in one file.
create table blocks (
  file_id integer, block_no integer, section varchar, report varchar, sheet varchar, title varchar, header_line bigint,
  rows bigint, refused_rows bigint,
  unknown_columns varchar, missing_columns varchar, notes varchar,
  -- Does not depend on the order of the rows: two renditions of one section have the same hash.
  content_hash varchar
);

-- One row = one line that is no data: a title, a total or a trailer.
create table other_lines (file_id integer, sheet varchar, line bigint, kind varchar, text varchar);

-- One row = one record that could not be read without guessing, whole and with the reason.
create table refused_rows (
  file_id integer, block_no integer, section varchar, sheet varchar, line bigint,
  column_name varchar, value varchar, reason varchar, raw_text varchar
);
