-- export_formulas: one row = one export of disbursed lines and how many of its lines equal the sum of their parts: of
-- AWS's ten terms of 2024, and of those of its eighteen terms of 2026 that have a column.
create or replace table export_formulas as
with filled as (
  select
    file_id, seller_net_revenue as net,
    coalesce(gross_revenue, 0) as gross, coalesce(gross_refund, 0) as refund,
    coalesce(listing_fee, 0) as fee, coalesce(listing_fee_refund, 0) as fee_refund,
    coalesce(seller_tax_share, 0) as tax, coalesce(seller_tax_share_refund, 0) as tax_refund,
    coalesce(wholesale_cost, 0) as cost, coalesce(wholesale_cost_refund, 0) as cost_refund,
    coalesce(aws_tax_share_listing_fee, 0) as fee_tax, coalesce(aws_tax_share_refund_listing_fee, 0) as fee_tax_refund,
    try(coalesce(wholesale_seller_tax_share, 0) + coalesce(wholesale_seller_tax_share_refund, 0)
      + coalesce(wholesale_other_seller_tax_share, 0) + coalesce(wholesale_other_seller_tax_share_refund, 0)
      + coalesce(wholesale_aws_tax_share, 0) + coalesce(wholesale_aws_tax_share_refund, 0)) as wholesale_tax
  from collections_and_disbursements
),
summed as (
  select
    file_id, net, wholesale_tax,
    -- Null for amounts too large to be added, which then fit nothing.
    try(gross + refund + fee + fee_refund + tax + tax_refund + cost + cost_refund + fee_tax + fee_tax_refund) as ten_terms,
    -- Each term was rounded to a cent before it was added.
    (0.01 * greatest(
      1,
      (gross <> 0)::integer + (refund <> 0)::integer + (fee <> 0)::integer + (fee_refund <> 0)::integer
        + (tax <> 0)::integer + (tax_refund <> 0)::integer + (cost <> 0)::integer + (cost_refund <> 0)::integer
        + (fee_tax <> 0)::integer + (fee_tax_refund <> 0)::integer + (wholesale_tax <> 0)::integer
    ))::decimal(18, 6) as allowed
  from filled
)
select
  file_id, count(*)::bigint as rows,
  count(*) filter (where abs(try(net - ten_terms)) <= allowed)::bigint as fit_ten,
  count(*) filter (where abs(try(net - ten_terms - wholesale_tax)) <= allowed)::bigint as fit_eighteen
from summed
group by file_id;
