-- deliveries: one row = one report as AWS delivered it, or one dashboard export.
select
  delivery_id, report, delivery_date, date_source, sections, files, rows, ar_period,
  settlement, deposit_date, settlement_amount, coverage_start, coverage_end
from deliveries
