-- The events that are tied to a payout with whose amount they do not agree.
insert into total_lines by name
select
  f.id, f.subject, f.currency, f.difference as wanted, true as is_added, e.key_reference as transaction_reference,
  -e.payout_amount as net, e.file_id, e.block_no, e.line, 'billing_event_feed' as section
from failures as f
join feed_events as e on e.bucket = 'payout' and e.payout_id = f.place
where f.id = 'payout-lines';
