-- statements: one row = one delivery with section 7, AWS's list of uncollected funds at that date. `latest` marks the
-- one that speaks for the as-of date; an undated list cannot be placed and is left to the exceptions.
-- Nothing without dis7.
-- key: delivery_id
-- references: delivery_id -> deliveries
create or replace table statements as
with listed as (
  select distinct delivery_id, delivery_date as statement_date
  from block_deliveries
  where section = 'dis7' and delivery_date is not null
)
select
  delivery_id, statement_date,
  statement_date = (select max(statement_date) from listed where statement_date <= getvariable('as_of')) as latest
from listed;

-- Null when no list speaks for the as-of date.
set variable statement_date = (select statement_date from statements where latest);
