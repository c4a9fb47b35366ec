-- exceptions: one row = one thing that a person must look at.
select
  e.exception, e.reason, e.subject, e.transaction_reference, e.currency, e.amount, c.payer_name, coalesce(b.payer, d.payer) as payer,
  e.file, e.line, e.explanation, e.sheet, e.sha256,
  -- Of what is open; what else there is is neither due nor late.
  case when is_open_state(e.exception) and k.transaction_reference is not null then coalesce(k.due_date < run.as_of, false) end as past_due
from exceptions as e
cross join run
left join billed_parts as b on b.transaction_reference = e.transaction_reference and b.currency = e.currency
left join disbursed_parts as d on d.transaction_reference = e.transaction_reference and d.currency = e.currency
left join customers as c on c.payer = coalesce(b.payer, d.payer)
left join reconciled_keys as k on k.transaction_reference = e.transaction_reference and k.currency = e.currency
