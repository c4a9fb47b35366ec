-- uncollected_funds: one row = one key that is open or unpaid, or stands on AWS's latest list of uncollected funds,
-- with what the list says beside it.
select
  u.transaction_reference, u.currency, u.state, u.reason, c.payer_name, u.payer, u.product, u.product_code, u.ar_period,
  payment_terms(u.billed_source, u.billing_date, u.due_date) as payment_terms, u.due_date, u.days_late, u.ageing_bucket,
  u.past_due, u.billed_net, u.collected_net, u.disbursed_net, u.open_net,
  u.uncollected_net, u.open_on_list_date, u.difference, u.since_list, u.on_list, u.list_line, u.statement_date,
  u.status,
  u.found_in, u.missing_report, u.lines, u.billed_lines::integer as billed_lines,
  u.disbursed_lines::integer as disbursed_lines,
  u.billing_date, u.is_open, u.bridge_line, u.billed_source, u.disbursed_source, u.settlement, u.list_note,
  u.explanation
from uncollected_funds as u
left join customers as c on c.payer = u.payer
