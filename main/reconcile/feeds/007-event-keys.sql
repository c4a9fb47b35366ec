-- event_keys: one row = one row of the billing events, with the hash of what identifies the event.
-- key: file_id, block_no, line
create or replace view event_keys as
select hash(billing_event_id) as key_hash, file_id, block_no, line
from billing_event_feed;
