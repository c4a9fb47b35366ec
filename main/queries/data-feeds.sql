-- data_feeds: one row per data feed: loaded or missing, and what cannot be told without it.
select feed, title, status, files, first_month, last_month, has_back_fill, rows, current_rows, note
from data_feeds
