-- controls: one row = one claim about one subject; amounts have a currency, counts of lines have none.
select
  id, subject, currency, expected, actual, difference, status, note, cause, lines_role,
  case when currency is null then 'lines' else 'money' end as unit, control_order
from controls
