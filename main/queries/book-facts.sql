-- book_facts: one row = the book and its last reconciliation; what is in it, and what its controls found.
select
  r.as_of, r.data_reaches_to, r.tolerance,
  (select count(*) from files where status = 'imported')::integer as files,
  (select coalesce(sum(rows_kept), 0) from files where status = 'imported')::bigint as rows_kept,
  (select coalesce(sum(refused_rows), 0) from files where status = 'imported')::bigint as refused_rows,
  (select count(*) from controls where status = 'pass')::integer as controls_passed,
  (select count(*) from controls where status = 'fail')::integer as controls_failed,
  (select count(*) from controls where status = 'not-applicable')::integer as controls_not_applicable,
  (select count(*) from exceptions)::integer as exceptions
from run as r
