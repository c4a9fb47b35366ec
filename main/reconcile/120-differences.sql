-- source_differences: one row = one key whose counted source and another source that has it disagree on the sum.
create or replace table source_differences as
with compared as (
  select
    transaction_reference, currency, billed_rank, billed_net, disbursed_rank, disbursed_net,
    unnest([
      { 'side': 'billed', 'source_rank': 3, 'net': unused_monthly_net },
      { 'side': 'billed', 'source_rank': 4, 'net': unused_compensation_net },
      { 'side': 'disbursed', 'source_rank': 3, 'net': unused_report_net },
      { 'side': 'disbursed', 'source_rank': 4, 'net': unused_export_net }
    ]) as other
  from reconciled_keys
  where sources_disagree
)
select
  other.side as side, transaction_reference, currency,
  case other.side when 'billed' then billed_rank else disbursed_rank end as counted_rank,
  case other.side when 'billed' then billed_net else disbursed_net end as counted_net,
  other.source_rank as source_rank, other.net as net, counted_net - other.net as difference
from compared
where abs(counted_net - other.net) > getvariable('tolerance');

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
