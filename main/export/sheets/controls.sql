-- One row = one claim about one subject: two figures that must agree, or what is missing to compare them.
select id, control_order, subject, currency, expected, actual, difference, status, note
from controls
