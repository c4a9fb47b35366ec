-- feed_payer_addresses: one row = one payer with the address that its newest invoice went to.
-- key: payer_account_id
create or replace view feed_payer_addresses as
select payer_account_id, max(newest_invoice).billing_address_id as billing_address_id
from payer_addresses
group by payer_account_id;

-- unknown_feed_events: one row = the same of all files.
-- key: action?, transaction_type?, currency?
create or replace view unknown_feed_events as
select action, transaction_type, currency, sum(events)::integer as events, sum(amount) as amount
from unknown_events
group by all;
