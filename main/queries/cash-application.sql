-- cash_application: one row = one key with counted disbursed lines in the chosen settlement, or in any. Lines whose report
-- names several settlements are found under each of them: it does not divide its lines between them.
with paid as (
  select
    transaction_reference, currency,
    case when transaction_reference is null then settlement end as own_settlement,
    case when transaction_reference is null then source end as own_source,
    string_agg(distinct settlement, ', ' order by settlement) as settlement,
    string_agg(distinct bank_trace_id, ', ' order by bank_trace_id) as bank_trace_id,
    string_agg(distinct disbursement_reference_number, ', ' order by disbursement_reference_number) as disbursement_reference_number,
    max(disbursement_date) as last_date, count(*)::integer as lines, sum(net) as net,
    case when min(paid_currency) = max(paid_currency) then min(paid_currency) end as paid_currency,
    case when min(paid_currency) = max(paid_currency) then sum(paid_net) end as paid_net
  from disbursed_lines
  where counted and (
    $settlement::varchar is null or settlement = $settlement
    or list_contains(string_split(replace(settlement, ', ', ','), ','), $settlement)
  )
  group by all
)
select
  p.settlement, p.last_date as disbursement_date, r.transaction_reference, r.currency, r.state, r.reason,
  c.payer_name, coalesce(b.payer, d.payer) as payer, coalesce(b.product, d.product) as product,
  p.net as settlement_net, p.lines as settlement_lines, p.paid_currency, p.paid_net,
  r.billed_net, r.collected_net, r.disbursed_net, r.difference, r.open_net, r.bridge_line,
  r.billed_lines::integer as billed_lines, r.disbursed_lines::integer as disbursed_lines,
  b.gross as billed_gross, b.fee as billed_fee, b.refund as billed_refund,
  b.fee_refund as billed_fee_refund, b.tax as billed_tax, b.withheld_tax as billed_withheld_tax,
  d.gross as disbursed_gross, d.fee as disbursed_fee, d.refund as disbursed_refund,
  d.fee_refund as disbursed_fee_refund, d.tax as disbursed_tax, d.withheld_tax as disbursed_withheld_tax,
  coalesce(d.seller_of_record, b.seller_of_record) as seller_of_record,
  seller_of_record_name(coalesce(d.seller_of_record, b.seller_of_record)) as seller_of_record_name,
  p.bank_trace_id, p.disbursement_reference_number,
  b.ar_period, r.billing_date, payment_terms(r.billed_source, r.billing_date, r.due_date) as payment_terms, r.due_date, r.days_late,
  r.billed_source, r.disbursed_source, r.currency_assumed, r.notes, r.explanation
from paid as p
join reconciliation as r
  on r.transaction_reference is not distinct from p.transaction_reference and r.currency = p.currency
  and r.settlement is not distinct from p.own_settlement and r.disbursed_lines > 0
  and (p.own_source is null or p.own_source = r.disbursed_source)
left join billed_parts as b on b.transaction_reference = r.transaction_reference and b.currency = r.currency
left join disbursed_parts as d on d.transaction_reference = r.transaction_reference and d.currency = r.currency
left join customers as c on c.payer = coalesce(b.payer, d.payer)
