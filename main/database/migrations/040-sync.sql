-- synced_objects: one row = one object of a bucket as the book saw it last, whatever became of it.
-- `location` is the store and the bucket, `key` the whole key. `outcome` is report, side-file or not-a-report;
-- `sha256s` are the hashes of the files that it gave (an archive gives several), by which the book tells whether it
-- still has them; `version` is that of the program that looked at it.
create table synced_objects (
  source varchar not null,
  location varchar not null,
  key varchar not null,
  bytes bigint not null,
  etag varchar not null,
  last_modified timestamp not null,
  outcome varchar not null,
  reason varchar,
  sha256s varchar[] not null,
  version varchar not null,
  synced_at timestamp not null
);

-- syncs: one row = one sync that went to its end, also one that found nothing new.
create table syncs (
  sync_id integer not null,
  source varchar not null,
  location varchar not null,
  prefix varchar not null,
  synced_at timestamp not null,
  objects bigint not null,
  bytes bigint not null,
  fetched_objects bigint not null,
  fetched_bytes bigint not null,
  failed_objects bigint not null,
  deleted_objects bigint not null,
  import_id integer
);
