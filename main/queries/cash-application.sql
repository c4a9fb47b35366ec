-- cash_application: one row = one key with counted disbursed lines in the chosen settlement, or in any. Lines whose
-- report names several settlements are found under each of them: it does not divide its lines between them.
with lines as (
  select
    transaction_reference, currency,
    case when transaction_reference is null then settlement end as own_settlement,
    case when transaction_reference is null then source end as own_source,
    -- Of lines with a reference the parts tell these.
    case when transaction_reference is null then payer end as payer,
    case when transaction_reference is null then product end as product,
    case when transaction_reference is null then seller_of_record end as seller_of_record,
    settlement, bank_trace_id, disbursement_reference_number, disbursement_date, net, paid_currency, paid_net
  from disbursed_lines
  where counted and ($settlement::varchar is null or is_of_settlement(settlement, $settlement))
),
paid_once as (
  -- Lists are dear, and nearly every key was paid by one payout.
  select
    transaction_reference, currency, own_settlement, own_source,
    min(settlement) as settlement, min(bank_trace_id) as bank_trace_id,
    min(disbursement_reference_number) as disbursement_reference_number,
    coalesce(min(settlement) <> max(settlement) or min(bank_trace_id) <> max(bank_trace_id)
      or min(disbursement_reference_number) <> max(disbursement_reference_number), false) as is_several,
    max(disbursement_date) as last_date, count(*)::integer as lines, sum(net) as net,
    case when min(paid_currency) = max(paid_currency) then min(paid_currency) end as paid_currency,
    case when min(paid_currency) = max(paid_currency) then sum(paid_net) end as paid_net,
    min(payer) as payer, min(product) as product, min(seller_of_record) as seller_of_record
  from lines
  group by all
),
paid_several as (
  select
    l.transaction_reference, l.currency, l.own_settlement, l.own_source,
    string_agg(distinct l.settlement, ', ' order by l.settlement) as settlement,
    string_agg(distinct l.bank_trace_id, ', ' order by l.bank_trace_id) as bank_trace_id,
    string_agg(distinct l.disbursement_reference_number, ', ' order by l.disbursement_reference_number)
      as disbursement_reference_number
  from lines as l
  join paid_once as o
    on o.is_several and o.transaction_reference is not distinct from l.transaction_reference and o.currency = l.currency
    and o.own_settlement is not distinct from l.own_settlement and o.own_source is not distinct from l.own_source
  group by all
),
paid as (
  select * exclude (is_several) from paid_once where not is_several
  union all by name
  select o.* replace (
    s.settlement as settlement, s.bank_trace_id as bank_trace_id,
    s.disbursement_reference_number as disbursement_reference_number
  )
  from (select * exclude (is_several) from paid_once where is_several) as o
  join paid_several as s
    on s.transaction_reference is not distinct from o.transaction_reference and s.currency = o.currency
    and s.own_settlement is not distinct from o.own_settlement and s.own_source is not distinct from o.own_source
)
select
  p.settlement, p.last_date as disbursement_date, r.transaction_reference, r.currency, r.state, r.reason,
  c.payer_name, coalesce(b.payer, d.payer, p.payer) as payer, coalesce(b.product, d.product, p.product) as product,
  p.net as settlement_net, p.lines as settlement_lines, p.paid_currency, p.paid_net,
  r.billed_net, r.collected_net, r.disbursed_net, r.difference, r.open_net, r.bridge_line,
  r.billed_lines::integer as billed_lines, r.disbursed_lines::integer as disbursed_lines,
  b.gross as billed_gross, b.fee as billed_fee, b.refund as billed_refund,
  b.fee_refund as billed_fee_refund, b.tax as billed_tax, b.withheld_tax as billed_withheld_tax,
  d.gross as disbursed_gross, d.fee as disbursed_fee, d.refund as disbursed_refund,
  d.fee_refund as disbursed_fee_refund, d.tax as disbursed_tax, d.withheld_tax as disbursed_withheld_tax,
  coalesce(d.seller_of_record, b.seller_of_record, p.seller_of_record) as seller_of_record,
  seller_of_record_name(coalesce(d.seller_of_record, b.seller_of_record, p.seller_of_record)) as seller_of_record_name,
  p.bank_trace_id, p.disbursement_reference_number,
  b.ar_period, r.billing_date, payment_terms(r.billed_source, r.billing_date, r.due_date) as payment_terms, r.due_date,
  r.days_late,
  r.billed_source, r.disbursed_source, r.currency_assumed, r.notes, r.explanation
from paid as p
join reconciliation as r
  on r.transaction_reference is not distinct from p.transaction_reference and r.currency = p.currency
  and r.settlement is not distinct from p.own_settlement and r.disbursed_lines > 0
  and (p.own_source is null or p.own_source = r.disbursed_source)
left join billed_parts as b on b.transaction_reference = r.transaction_reference and b.currency = r.currency
left join disbursed_parts as d on d.transaction_reference = r.transaction_reference and d.currency = r.currency
left join customers as c on c.payer = coalesce(b.payer, d.payer, p.payer)
