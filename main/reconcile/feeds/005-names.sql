-- feed_names: one row = one of the data feeds that AWS can deliver, from the catalogue of reports.
create or replace table feed_names (section varchar, feed_order integer, title varchar, without varchar);
insert into feed_names (section, feed_order, title, without) values {names};

-- contradictory_feed_rows: one row = one key that a feed holds in two forms with one and the same `update_date`.
create or replace table contradictory_feed_rows (
  section varchar, key varchar, valid_from timestamp, update_date timestamp, forms integer
);

-- feed_current_rows: one row = one feed and how many of its rows are the latest of their key and not deleted.
create or replace temp table feed_current_rows (section varchar, rows bigint);
