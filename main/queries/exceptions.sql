-- exceptions: one row = one thing that a person must look at.
select
  e.exception, e.reason, e.subject, e.transaction_reference, e.currency, e.amount, c.payer_name,
  coalesce(b.payer, d.payer, s.payer) as payer,
  e.file, e.line, e.explanation, e.sheet, e.sha256,
  e.past_due, e.subject_id
from exceptions as e
left join billed_parts as b on b.transaction_reference = e.transaction_reference and b.currency = e.currency
left join disbursed_parts as d on d.transaction_reference = e.transaction_reference and d.currency = e.currency
left join statement_funds as s on s.transaction_reference = e.transaction_reference and s.currency = e.currency
left join customers as c on c.payer = coalesce(b.payer, d.payer, s.payer)
