-- bridge: one row = one currency and one line of the statement from billed to disbursed, open, AWS's list and the bank.
select currency, line, amount, keys, adds, section, note, line_order
from bridge
