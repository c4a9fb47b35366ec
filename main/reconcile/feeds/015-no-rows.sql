-- In place of the above for a feed of which the book has nothing.
create or replace table older_{feed} (file_id integer, block_no integer, line integer);

create or replace view latest_{feed} as
from {feed};
