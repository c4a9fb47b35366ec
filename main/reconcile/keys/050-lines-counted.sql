-- billed_lines: one row = one billed line, with the sign that its file gives fees and refunds evened out (revenue
-- positive, fee negative), and whether it counts.
-- key: file_id, block_no, line
-- references: file_id, block_no -> block_deliveries
-- references: transaction_reference, currency -> reconciled_keys where counted
create or replace view billed_lines as
select
  l.source, l.source_rank,
  case
    when not l.block_counted or d.line is not null then 'duplicate'
    when l.source_rank > k.billed_rank or is_known_by(c.line, c.known_since, r.as_of) then 'other-source'
    when l.billing_date > r.as_of then 'after-as-of'
  end as why_not_counted,
  why_not_counted is null as counted,
  l.transaction_reference, l.currency, l.transaction_type, l.product, l.product_code, l.payer, l.payer_name,
  l.seller_of_record,
  l.invoice_id, l.invoice_date, l.due_date, l.ar_period, l.billing_date, l.delivery_id, v.delivery_date, l.net, l.gross,
  case when n.fee_reversed then -l.fee else l.fee end as fee,
  case when n.refund_reversed then -l.refund else l.refund end as refund,
  case when n.fee_refund_reversed then -l.fee_refund else l.fee_refund end as fee_refund,
  l.tax,
  case when n.refund_reversed then -l.tax_refund else l.tax_refund end as tax_refund,
  case when n.cost_reversed then -l.wholesale_cost else l.wholesale_cost end as wholesale_cost,
  l.withheld_tax,
  l.file_id, l.block_no, l.section, l.line
from billed_source_lines as l
cross join run as r
left join known_corrections as c
  on c.side = 'billed' and c.file_id = l.file_id and c.block_no = l.block_no and c.line = l.line
left join deliveries as v on v.delivery_id = l.delivery_id
left join net_variants as n on n.file_id = l.file_id and n.section = l.section
left join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
left join reconciled_keys as k on k.transaction_reference = l.transaction_reference and k.currency = l.currency;

-- disbursed_lines: one row = one disbursed line, likewise.
-- key: file_id, block_no, line, source_rank
-- references: file_id, block_no -> block_deliveries
-- references: transaction_reference, currency -> reconciled_keys where counted
create or replace view disbursed_lines as
select
  l.source, l.source_rank,
  case
    when not l.block_counted or d.line is not null then 'duplicate'
    when l.source_rank > k.disbursed_rank or x.payout_currency is not null
      or l.source = 'collections_and_disbursements' and y.payout_currency = l.currency
      or is_known_by(c.line, c.known_since, r.as_of) then 'other-source'
    -- An export may tell of a payment without its day; it came after the invoice.
    when l.disbursement_date > r.as_of or (l.source = 'billed_revenue' and l.invoice_date > r.as_of) then 'after-as-of'
  end as why_not_counted,
  why_not_counted is null as counted,
  l.transaction_reference, l.currency,
  l.source = 'disbursement' and coalesce(k.currency_assumed, l.transaction_reference is null) as currency_assumed,
  l.transaction_type, l.product, l.product_code, l.payer, l.payer_name, l.seller_of_record,
  l.invoice_id, l.invoice_date, l.due_date, l.disbursement_date, l.disbursement_status,
  l.settlement, l.bank_trace_id, l.disbursement_reference_number, l.delivery_id, v.delivery_date, l.net,
  -- What reached the deposit, in its currency; the net is in that of the price.
  case when l.source = 'billed_revenue' and y.currency = l.currency then y.payout_currency
    else coalesce(l.paid_currency, l.currency) end as paid_currency,
  case
    when l.paid_currency is not null then l.paid_net
    when l.source = 'billed_revenue' and y.currency = l.currency then
      case when l.file_id = y.file_id and l.block_no = y.block_no and l.line = y.line then y.payout_net end
    else l.net
  end as paid_net,
  l.gross,
  case when n.fee_reversed then -l.fee else l.fee end as fee,
  case when n.refund_reversed then -l.refund else l.refund end as refund,
  case when n.fee_refund_reversed then -l.fee_refund else l.fee_refund end as fee_refund,
  l.tax,
  case when n.refund_reversed then -l.tax_refund else l.tax_refund end as tax_refund,
  l.wholesale_cost, l.withheld_tax,
  l.file_id, l.block_no, l.section, l.line
from disbursed_source_lines as l
cross join run as r
left join known_corrections as c
  on c.side = 'disbursed' and c.file_id = l.file_id and c.block_no = l.block_no and c.line = l.line
left join deliveries as v on v.delivery_id = l.delivery_id
left join net_variants as n on n.file_id = l.file_id and n.section = l.section
left join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
left join reconciled_keys as k on k.transaction_reference = l.transaction_reference and k.currency = l.currency
left join (select distinct transaction_reference, payout_currency from feed_currency_pairs) as x
  on x.transaction_reference = case when l.source = 'collections_and_disbursements' then l.transaction_reference end
    and x.payout_currency = l.currency
left join export_currency_pairs as y
  on y.transaction_reference = l.transaction_reference and y.settlement = l.settlement;

-- uncollected_lines: one row = one line of section 7; `latest` marks the list that speaks for the as-of date.
-- key: file_id, block_no, line
-- references: file_id, block_no -> block_deliveries
-- references: delivery_id -> deliveries
create or replace view uncollected_lines as
select
  coalesce(t.latest, false) as latest,
  case when not l.block_counted or d.line is not null then 'duplicate' end as why_not_counted,
  why_not_counted is null as counted,
  l.transaction_reference, l.currency, l.product, l.product_code, l.payer, l.payer_reference,
  l.ar_period, l.due_date, l.delivery_id, l.delivery_date, l.net, l.gross,
  case when n.fee_reversed then -l.fee else l.fee end as fee,
  case when n.refund_reversed then -l.refund else l.refund end as refund,
  case when n.fee_refund_reversed then -l.fee_refund else l.fee_refund end as fee_refund,
  l.file_id, l.block_no, l.section, l.line
from uncollected_source_lines as l
left join statements as t on t.delivery_id = l.delivery_id
left join net_variants as n on n.file_id = l.file_id and n.section = l.section
left join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line;
