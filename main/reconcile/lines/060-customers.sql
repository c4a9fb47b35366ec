-- customers: one row = one AWS account with the one name by which it goes everywhere: the newest that any loaded file
-- gives it; of several of one day the name as a payer before that as a subscriber, end user, reseller or maker, and the
-- company before the name on a tax invoice, which may be a person's.
-- key: payer
create or replace table customers as
select account as payer, arg_max(name,
  { 'named_on': coalesce(named_on, date '1900-01-01'), 'order': -role_order, 'name': name }) as payer_name
from (
{names}
)
where account is not null and name is not null
group by account;
