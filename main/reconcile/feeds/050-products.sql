-- feed_products: one row = one revision of a product and how long it holds; the first one reaches back before it was
-- written, as an agreement may.
-- key: product_id?, valid_from
create or replace table feed_products as
select
  product_id, product_code, title, manufacturer_account_id,
  case
    when lag(valid_from) over revisions is not null then valid_from
    when valid_from < timestamp '2021-04-01' then valid_from - interval 3857 day
    else valid_from - interval 2190 day
  end as valid_from,
  coalesce(lead(valid_from) over revisions, timestamp '2999-01-01') as valid_to
from latest_product_feed
where delete_date is null
window revisions as (partition by product_id order by valid_from);

-- feed_product_ids: one row = one product with the id that it had in the reports before.
-- key: product_id
create or replace table feed_product_ids as
select new_id as product_id, min(legacy_id) as legacy_id
from legacy_mapping_feed
where mapping_type = 'PRODUCT'
group by new_id;

-- feed_product_names: one row = one product as it is called now.
-- key: product_id?
-- references: product_id -> feed_products
create or replace table feed_product_names as
select product_id, title, product_code
from feed_products
qualify row_number() over (partition by product_id order by valid_to desc, valid_from desc) = 1;
