-- One row = one currency between two consecutive lists of uncollected funds.
select currency, from_date, to_date, opening, billed, disbursed, expected_closing, closing, difference, status, note
from roll_forward
