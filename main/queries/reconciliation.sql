-- reconciliation: one row = one key (transaction reference, currency), or the lines without a reference of one currency
-- and settlement.
select
  r.transaction_reference, r.currency, r.state, r.reason, r.billed_net, r.disbursed_net, r.difference, r.open_net,
  r.collected_net, r.bridge_line,
  r.billed_lines::integer as billed_lines, r.disbursed_lines::integer as disbursed_lines, r.due_date, r.days_late,
  r.ageing_bucket,
  r.explanation, r.notes,
  coalesce(b.product, d.product) as product, c.payer_name, coalesce(b.payer, d.payer) as payer,
  seller_of_record_name(coalesce(b.seller_of_record, d.seller_of_record)) as seller_of_record_name,
  b.ar_period, r.billing_date, r.last_billing_date, r.first_disbursement_date, r.last_disbursement_date, r.settlement,
  r.billed_source, r.disbursed_source, r.currency_assumed, r.missing_report,
  b.gross as billed_gross, b.fee as billed_fee, b.refund as billed_refund, b.fee_refund as billed_fee_refund,
  b.tax as billed_tax, b.wholesale_cost as billed_wholesale_cost, b.withheld_tax as billed_withheld_tax,
  d.gross as disbursed_gross, d.fee as disbursed_fee, d.refund as disbursed_refund,
  d.fee_refund as disbursed_fee_refund,
  d.tax as disbursed_tax, d.wholesale_cost as disbursed_wholesale_cost, d.withheld_tax as disbursed_withheld_tax
from reconciliation as r
left join billed_parts as b on b.transaction_reference = r.transaction_reference and b.currency = r.currency
left join disbursed_parts as d on d.transaction_reference = r.transaction_reference and d.currency = r.currency
left join customers as c on c.payer = coalesce(b.payer, d.payer)
