-- exceptions: one row = one thing that a person must look at.
select exception, reason, subject, transaction_reference, currency, amount, file, line, explanation,
  sheet, sha256,
  -- Of what is not disbursed; what else there is is neither due nor late.
  case when exception = 'not-disbursed' then reason = 'past-due' end as past_due
from exceptions
