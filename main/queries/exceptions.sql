-- exceptions: one row = one thing that a person must look at.
select exception, reason, subject, transaction_reference, currency, amount, file, line, explanation,
  sheet, sha256
from exceptions
