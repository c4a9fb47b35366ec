-- log_mark: the row with the highest number names the state of the file; what the log says of it stands first in the
-- log. A log beside a file of another mark belongs to another book, or to another state of this one.
create table if not exists log_mark (number integer not null, mark varchar not null);

-- A book begins without a mark of its own, which is a mark too.
insert into log_mark (number, mark)
select 0, 'tieout-log-00000000000000000000000000000000'
where not exists (from log_mark);
