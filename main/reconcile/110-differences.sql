-- superseded_keys: one row = one key in a source that does not count, because a source before it has the key too.
create or replace table superseded_keys as
select
  'billed' as side, transaction_reference, currency, billed_rank as counted_rank, billed_net as counted_net,
  3 as source_rank, unused_monthly_net as net
from reconciled_keys
where unused_monthly_net is not null
union all
select 'billed', transaction_reference, currency, billed_rank, billed_net, 4, unused_compensation_net
from reconciled_keys
where unused_compensation_net is not null
union all
select 'disbursed', transaction_reference, currency, disbursed_rank, disbursed_net, 3, unused_report_net
from reconciled_keys
where unused_report_net is not null
union all
select 'disbursed', transaction_reference, currency, disbursed_rank, disbursed_net, 4, unused_export_net
from reconciled_keys
where unused_export_net is not null;

-- source_differences: one row = one key whose counted source and another source that has it disagree on the sum.
create or replace table source_differences as
select side, transaction_reference, currency, counted_rank, counted_net, source_rank, net, counted_net - net as difference
from superseded_keys
where abs(counted_net - net) > getvariable('tolerance');

-- currency_differences: one row = one reference that stands in more than one currency (one of them is not USD); its
-- amounts are never added.
create or replace table currency_differences as
with foreign_keys as (
  select distinct transaction_reference
  from reconciled_keys
  where currency <> 'USD' and transaction_reference is not null
)
select
  transaction_reference, count(*)::integer as currencies,
  string_agg(
    currency || ' (billed ' || amount_text(billed_net) || ', disbursed ' || amount_text(disbursed_net) || ')',
    ', ' order by currency
  ) as amounts
from reconciled_keys
semi join foreign_keys using (transaction_reference)
group by transaction_reference
having count(*) > 1;

-- assumed_currencies: one row = one reference whose disbursed lines count as USD because no loaded report names a
-- currency for it.
create or replace table assumed_currencies as
select transaction_reference
from reconciled_keys
where currency_assumed and transaction_reference is not null;
