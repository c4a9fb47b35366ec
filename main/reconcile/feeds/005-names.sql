-- feed_names: one row = one of the data feeds that AWS can deliver, from the catalogue of reports.
-- key: section
create or replace table feed_names (section varchar, feed_order integer, title varchar, without varchar);
insert into feed_names (section, feed_order, title, without) values {names};
