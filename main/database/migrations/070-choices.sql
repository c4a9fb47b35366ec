-- choices: one row = what files with these headings were said to be in one import, by a person who corrected what
-- Tieout took one of them for. Of several with one signature the latest import counts; a null section takes the others
-- back.
create table choices (
  import_id integer not null,
  signature varchar not null,
  section varchar
);

-- What a person said that this file is: the id of a section, or `headings` for what its headings say; null when nobody
-- did.
alter table files add column chosen varchar;
-- What was remembered from other files and counted in this one: a JSON object of signature to section; null when
-- nothing.
alter table files add column remembered varchar;
