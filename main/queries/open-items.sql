-- open_items: one row = one key whose billed net is not fully disbursed.
select
  r.transaction_reference, r.currency, r.state, r.reason, r.billed_net, r.disbursed_net, r.open_net, r.collected_net,
  r.due_date, r.days_late, r.ageing_bucket, r.bridge_line, b.product, c.payer_name, b.payer, b.ar_period,
  r.billing_date,
  r.billed_lines::integer as billed_lines, r.disbursed_lines::integer as disbursed_lines,
  r.billed_source, r.disbursed_source, r.notes, r.explanation
from open_items as r
left join billed_parts as b on b.transaction_reference = r.transaction_reference and b.currency = r.currency
left join customers as c on c.payer = b.payer
