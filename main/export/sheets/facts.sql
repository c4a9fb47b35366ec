-- One row = the book and its last reconciliation.
select
  r.as_of, r.data_reaches_to, r.tolerance,
  (select count(*) from imports)::integer as imports,
  (select count(*) from files where status = 'imported')::integer as files,
  (select coalesce(sum(rows_kept), 0) from files where status = 'imported')::bigint as rows_kept,
  (select coalesce(sum(refused_rows), 0) from files where status = 'imported')::bigint as refused_rows,
  (select count(*) from controls where status = 'pass')::integer as passed,
  (select count(*) from controls where status = 'fail')::integer as failed,
  (select count(*) from controls where status = 'not-applicable')::integer as not_applicable,
  (select count(*) from exceptions)::integer as exceptions
from run as r
