-- source_differences: one row = one key whose counted source and another source that has it disagree on the sum.
-- key: side, transaction_reference, currency, source_rank
-- references: transaction_reference -> reconciled_keys
create or replace table source_differences as
with compared as (
  select
    transaction_reference, currency, billed_rank, billed_net, disbursed_rank, disbursed_net,
    unnest([
      { 'side': 'billed', 'source': 'billed_revenue', 'net': unused_billed_export_net },
      { 'side': 'billed', 'source': 'monthly_billed_revenue', 'net': unused_monthly_net },
      { 'side': 'billed', 'source': 'sales_compensation', 'net': unused_compensation_net },
      { 'side': 'disbursed', 'source': 'collections_and_disbursements', 'net': unused_collections_net },
      { 'side': 'disbursed', 'source': 'disbursement', 'net': unused_report_net },
      { 'side': 'disbursed', 'source': 'billed_revenue', 'net': unused_export_net }
    ]) as other
  from reconciled_keys
  where sources_disagree
)
select
  other.side as side, transaction_reference, currency,
  case other.side when 'billed' then billed_rank else disbursed_rank end as counted_rank,
  case other.side when 'billed' then billed_net else disbursed_net end as counted_net,
  rank_of(other.side, other.source) as source_rank, other.net as net, counted_net - other.net as difference
from compared
where not is_within(counted_net - other.net, getvariable('tolerance'));

-- currency_differences: one row = one reference that stands in more than one currency (one of them is not USD); its
-- amounts are never added.
-- key: transaction_reference
-- references: transaction_reference -> reconciled_keys
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
