-- uncollected_lines: one row = one line of section 7; `latest` marks the list that speaks for the as-of date.
select
  l.transaction_reference, l.currency, l.latest, l.counted, l.why_not_counted, l.net, l.gross, l.fee, l.refund,
  l.fee_refund,
  l.ar_period, l.due_date, c.payer_name, l.payer, l.payer_reference, l.product_code, l.product, l.delivery_id,
  l.delivery_date,
  f.path, f.sha256, l.section, b.sheet, l.line
from uncollected_lines as l
join files as f using (file_id)
join blocks as b on b.file_id = l.file_id and b.block_no = l.block_no
left join customers as c on c.payer = l.payer
