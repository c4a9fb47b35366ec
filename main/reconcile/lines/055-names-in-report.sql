-- The accounts of one report that play one part in it, and what it calls them on which day; for each part of each
-- report that names accounts.
select "{account}" as account, "{name}" as name, {day} as named_on, {order} as role_order
from "{section}"
group by "{account}", "{name}"
union all
