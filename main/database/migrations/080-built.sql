-- run: one row = the reconciliation that the derived tables hold; none before the first.
drop table if exists run;
create table run (as_of date, tolerance decimal(18, 6), data_reaches_to date);

-- built: one row = one table and what it was made from: a derived one by which statements from what, any other one what
-- the imports have put into it.
create table if not exists built (name varchar not null, fingerprint varchar not null);
