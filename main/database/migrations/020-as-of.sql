-- The day up to which the lines of the book count; null for the latest that its reports speak for.
alter table book add column as_of date;
