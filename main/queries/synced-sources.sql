-- synced_sources: one row = one place from which reports were synced, as its last sync left it, and the last day that
-- what came from it speaks of: the day of a billing event, of an exported line, of a deposit or of a delivery.
with last_syncs as (
  select * from syncs
  qualify row_number() over (partition by location, prefix order by sync_id desc) = 1
),
given as (
  select distinct s.location, s.prefix, f.file_id
  from last_syncs as s
  join (select location, key, unnest(sha256s) as sha256 from synced_objects where outcome = 'report') as o
    on o.location = s.location and starts_with(o.key, s.prefix)
  join files as f on f.sha256 = o.sha256
  where f.status = 'imported'
),
days as (
  select file_id, d.delivery_date as day
  from block_deliveries as b join deliveries as d using (delivery_id) where d.date_source <> 'not needed'
  union all
  select file_id, deposit_date::date from dis2
  union all
  select file_id, greatest(invoice_date, disbursement_date, last_collection_date)::date from billed_revenue
  union all
  select file_id, greatest(invoice_date, disbursement_date)::date from collections_and_disbursements
  union all
  select file_id, greatest(invoice_date, action_date)::date from billing_event_feed
),
reach as (
  select g.location, g.prefix, count(distinct g.file_id)::integer as files, max(d.day) as reaches_to
  from given as g
  left join (
    select file_id, max(day) as day from days where file_id in (select file_id from given) group by file_id
  ) as d using (file_id)
  group by all
)
select
  s.source, s.location, s.prefix, s.synced_at, coalesce(r.files, 0) as files, r.reaches_to, s.objects, s.bytes,
  s.fetched_objects, s.fetched_bytes, s.failed_objects, s.deleted_objects, s.import_id
from last_syncs as s
left join reach as r using (location, prefix)
