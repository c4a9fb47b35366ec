-- feed_payouts: one row per payout to the bank, or failure of one, with the sum of its lines.
select
  p.payout_id, p.transaction_type, p.status, p.disbursement_date, p.bank_trace_id, p.disbursement_reference_number,
  p.settlement,
  p.aws_seller_of_record, seller_of_record_name(p.aws_seller_of_record) as seller_of_record_name, p.currency, p.amount,
  p.lines, p.lines_amount, p.difference, p.reverses, p.reversed_by,
  f.path, f.sha256, p.line
from feed_payouts as p
join files as f on f.file_id = p.file_id
