-- uncollected_funds: one row = one open key as AWS lists it, followed to its billed lines; without any section 7 the
-- open items of the exports.
select
  source, statement_date, transaction_reference, currency, uncollected_net, lines::integer as lines, ar_period, due_date,
  days_late, ageing_bucket, past_due, payer, product_code, product, status, found_in, missing_report,
  billed_net, disbursed_net, open_net, difference, explanation
from uncollected_funds
