-- disbursed_lines: one row = one disbursed line of any source; `counted` says whether it stands in the sums.
select
  l.transaction_reference, l.currency, l.currency_assumed, l.source, l.counted, l.why_not_counted, l.net,
  l.paid_currency,
  l.paid_net, l.paid_currency <> l.currency as is_converted, l.gross, l.fee, l.refund, l.fee_refund, l.tax,
  l.tax_refund,
  l.wholesale_cost, l.withheld_tax, l.product, l.product_code, customer_name(c.payer_name, l.payer_name) as payer_name,
  l.payer,
  l.seller_of_record, seller_of_record_name(l.seller_of_record) as seller_of_record_name, l.invoice_id, l.invoice_date,
  l.due_date,
  l.disbursement_date, l.disbursement_status,
  l.settlement, l.bank_trace_id, l.disbursement_reference_number, l.delivery_id, l.delivery_date,
  f.path, f.sha256, l.section, b.sheet, l.line
from disbursed_lines as l
join files as f using (file_id)
join blocks as b on b.file_id = l.file_id and b.block_no = l.block_no
left join customers as c on c.payer = l.payer
