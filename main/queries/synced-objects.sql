-- synced_objects: one row = one object of a bucket as a sync saw it last, and the file that it became in the book.
select
  o.source, o.location, o.key, o.bytes, o.etag, o.last_modified, o.outcome, o.reason, o.synced_at,
  f.path, f.sha256, f.status, f.import_id
from (
  select * exclude (sha256s, version), unnest(case when len(sha256s) = 0 or outcome = 'side-file' then [null]
    else sha256s end) as sha256
  from synced_objects
) as o
left join (
  select sha256, path, status, import_id from files qualify row_number() over (partition by sha256 order by file_id) = 1
) as f using (sha256)
