-- One row = one thing that a person must look at.
select currency, exception, reason, subject, transaction_reference, amount, file, line, explanation
from exceptions
