-- cash_application: one row = one key with disbursed lines in the chosen settlement, or in any. A report with several
-- settlements does not divide its lines between them: any of them stands for all of its lines.
with paid as (
  select
    transaction_reference, currency,
    case when transaction_reference is null then settlement end as own_settlement,
    string_agg(distinct settlement, ', ' order by settlement) as settlement,
    min(disbursement_date) as first_date, max(disbursement_date) as last_date,
    count(*)::integer as lines, sum(net) as net
  from disbursed_lines
  where counted and (
    $settlement::varchar is null or settlement = $settlement
    or (section = 'dis1' and delivery_id in (select delivery_id from settlements where settlement = $settlement))
  )
  group by all
)
select
  p.settlement, p.last_date as disbursement_date, r.transaction_reference, r.currency, r.state, r.reason,
  p.net as settlement_net, p.lines as settlement_lines,
  r.billed_net, r.disbursed_net, r.difference, r.open_net,
  r.billed_lines::integer as billed_lines, r.disbursed_lines::integer as disbursed_lines,
  b.gross as billed_gross, b.fee as billed_fee, b.refund as billed_refund,
  b.fee_refund as billed_fee_refund, b.tax as billed_tax, b.withheld_tax as billed_withheld_tax,
  d.gross as disbursed_gross, d.fee as disbursed_fee, d.refund as disbursed_refund,
  d.fee_refund as disbursed_fee_refund, d.tax as disbursed_tax, d.withheld_tax as disbursed_withheld_tax,
  coalesce(b.product, d.product) as product, coalesce(b.payer, d.payer) as payer,
  coalesce(b.payer_name, d.payer_name) as payer_name,
  coalesce(d.seller_of_record, b.seller_of_record) as seller_of_record,
  seller_of_record_name(coalesce(d.seller_of_record, b.seller_of_record)) as seller_of_record_name,
  b.ar_period, r.billing_date, r.due_date, r.days_late, r.billed_source, r.disbursed_source, r.currency_assumed, r.notes, r.explanation
from paid as p
join reconciliation as r
  on r.transaction_reference is not distinct from p.transaction_reference and r.currency = p.currency
  and r.settlement is not distinct from p.own_settlement and r.disbursed_lines > 0
left join billed_parts as b on b.transaction_reference = r.transaction_reference and b.currency = r.currency
left join disbursed_parts as d on d.transaction_reference = r.transaction_reference and d.currency = r.currency
