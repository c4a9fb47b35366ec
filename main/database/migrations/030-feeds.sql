-- The month of a data feed, from the folders year=YYYY/month=MM; null for any other file.
alter table files add column feed_month date;
-- The newer version of the same month's file that took the place of this one, whose rows left with it.
alter table files add column replaced_by integer;
-- What the file took the place of, as a sentence; null for one that took no place.
alter table files add column replaces varchar;
