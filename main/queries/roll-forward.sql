-- roll_forward: one row = one currency between two consecutive lists of uncollected funds.
select from_date, to_date, currency, opening, billed, disbursed, expected_closing, closing, difference, status, note
from roll_forward
