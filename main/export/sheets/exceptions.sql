-- One row = one thing that a person must look at.
select
  currency, exception, reason, subject, transaction_reference, amount, file, line, explanation,
  concat_ws(chr(31), coalesce(currency, '~'), exception, reason, subject) as position
from exceptions
