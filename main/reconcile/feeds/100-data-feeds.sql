-- feed_files: one row = one file of a feed whose rows count, with the month that it speaks for: that of its folder.
-- What lies in January 2010 is everything from before May 2020, the back-fill, and no month of its own.
-- Nothing without account_feed, address_feed, agreement_feed, agreement_charge_feed, agreement_term_feed,
-- billing_event_feed, daily_usage_feed, legacy_mapping_feed, offer_feed, offer_product_feed, offer_target_feed,
-- product_feed, tax_item_feed or pii_feed.
-- key: section, file_id
-- references: file_id -> files
create or replace table feed_files as
select
  b.section, f.file_id, b.rows, f.feed_month,
  case when f.feed_month <> date '2010-01-01' then f.feed_month end as month,
  coalesce(f.feed_month = date '2010-01-01', false) as is_back_fill
from files as f
join blocks as b using (file_id)
where f.status = 'imported' and b.section in (select section from feed_names);

-- data_feeds: one row = one data feed, loaded or missing, and what cannot be told without it.
-- key: feed
-- references: feed -> feed_names (section)
create or replace table data_feeds as
select
  n.section as feed, n.title, n.feed_order,
  case when count(f.file_id) > 0 then 'loaded' else 'missing' end as status,
  count(distinct f.file_id)::integer as files, strftime(min(f.feed_month), '%Y-%m') as first_month,
  strftime(max(f.feed_month), '%Y-%m') as last_month,
  coalesce(bool_or(f.is_back_fill), false) as has_back_fill,
  coalesce(sum(f.rows), 0)::bigint as rows, coalesce(any_value(c.rows), 0) as current_rows,
  case when status = 'missing' then 'Without it ' || n.without || '.' end as note
from feed_names as n
left join feed_files as f using (section)
left join feed_current_rows as c using (section)
group by n.section, n.title, n.feed_order, n.without;
