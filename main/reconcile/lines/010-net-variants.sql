-- net_parts: one row = one line of a legacy section with what its net may be made of. The sign of fees and refunds, and
-- whether the net holds tax and cost, differ from file to file and stand nowhere.
create or replace view net_parts as
with lines as (
  select
    file_id, 'br1' as section, customer_billed_amount as gross, aws_listing_fee as fee,
    refunds_amount as refund, aws_fee_refund as fee_refund,
    us_sales_tax_customer_billed_amount as tax, us_sales_tax_refunds_amount as tax_refund,
    cost, partner_revenue_amount as net
  from br1
  union all
  select
    file_id, 'br2', customer_billed_amount, aws_listing_fee, refunds_amount, aws_fee_refund,
    us_sales_tax_customer_billed_amount, us_sales_tax_refunds_amount, cost, partner_revenue_amount
  from br2
  union all
  select
    file_id, 'dis1', seller_rev, aws_ref_fee,
    try(coalesce(seller_rev_refund, 0) + coalesce(seller_rev_credit, 0)),
    try(coalesce(aws_ref_fee_refund, 0) + coalesce(aws_ref_fee_credit, 0)),
    seller_us_sales_tax, seller_us_sales_tax_refund, 0, net_amount
  from dis1
  union all
  select file_id, 'dis7', gross_revenue, aws_revenue_share, gross_refunds, aws_refunds_share, 0, 0, 0, net_revenue
    from dis7
  union all
  select file_id, 'sc1', gross_revenue, aws_revenue_share, gross_refunds, aws_refunds_share, 0, 0, 0, net_revenue
    from sc1
),
filled as (
  select
    file_id, section, net,
    coalesce(gross, 0) as gross, coalesce(fee, 0) as fee,
    coalesce(refund, 0) as refund, coalesce(fee_refund, 0) as fee_refund,
    coalesce(tax, 0) as tax, coalesce(tax_refund, 0) as tax_refund, coalesce(cost, 0) as cost
  from lines
)
select
  file_id, section, tax, tax_refund, cost,
  -- What is left of the net once gross, fee and refunds are taken off, for each way of writing their signs; null for
  -- amounts too large to be added, which then fit nothing.
  try(net - (gross + fee + refund + fee_refund)) as rest_signed,
  try(net - (gross - fee - refund + fee_refund)) as rest_subtracted,
  try(net - (gross - fee + refund - fee_refund)) as rest_fees_positive,
  -- Each part was rounded to a cent before it was added.
  case when refund = 0 and fee_refund = 0 then 0.02 else 0.04 end::decimal(18, 6) as allowed
from filled;

-- plain_fits: one row = one section of one file and how many of its lines each way of writing the signs explains.
create or replace temp table plain_fits as
select
  file_id, section, count(*) as rows,
  count(*) filter (where abs(rest_signed) <= allowed) as signed,
  count(*) filter (where abs(rest_subtracted) <= allowed) as subtracted,
  count(*) filter (where abs(rest_fees_positive) <= allowed) as fees_positive,
  bool_or(tax <> 0 or tax_refund <> 0) as has_tax, bool_or(cost <> 0) as has_cost
from net_parts
group by file_id, section;

-- net_variants: one row = one section of one file and the formula that explains the net of most of its lines. It
-- never changes a net; it gives the parts their sign. Of equals the first is taken, in the order of `variants`; tax
-- and cost are only tried in files that have some.
-- Nothing without br1, br2, dis1, dis7 or sc1.
-- key: file_id, section
-- references: file_id -> files
create or replace table net_variants as
with variants(variant, signs, tax, cost) as (
  values
    (1, 'signed', 'not part', 'not part'),
    (2, 'signed', 'not part', 'added'),
    (3, 'signed', 'not part', 'subtracted'),
    (4, 'signed', 'part', 'not part'),
    (5, 'signed', 'part', 'added'),
    (6, 'signed', 'part', 'subtracted'),
    (7, 'subtracted', 'not part', 'not part'),
    (8, 'subtracted', 'not part', 'added'),
    (9, 'subtracted', 'not part', 'subtracted'),
    (10, 'subtracted', 'part', 'not part'),
    (11, 'subtracted', 'part', 'added'),
    (12, 'subtracted', 'part', 'subtracted'),
    (13, 'fees positive', 'not part', 'not part'),
    (14, 'fees positive', 'not part', 'added'),
    (15, 'fees positive', 'not part', 'subtracted'),
    (16, 'fees positive', 'part', 'not part'),
    (17, 'fees positive', 'part', 'added'),
    (18, 'fees positive', 'part', 'subtracted')
),
with_parts as (
  select
    file_id, section,
    [
      count(*) filter (where abs(rest_signed) <= allowed),
      count(*) filter (where abs(try(rest_signed - cost)) <= allowed + 0.01),
      count(*) filter (where abs(try(rest_signed + cost)) <= allowed + 0.01),
      count(*) filter (where abs(try(rest_signed - (tax + tax_refund))) <= allowed + 0.02),
      count(*) filter (where abs(try(rest_signed - (tax + tax_refund) - cost)) <= allowed + 0.03),
      count(*) filter (where abs(try(rest_signed - (tax + tax_refund) + cost)) <= allowed + 0.03),
      count(*) filter (where abs(rest_subtracted) <= allowed),
      count(*) filter (where abs(try(rest_subtracted - cost)) <= allowed + 0.01),
      count(*) filter (where abs(try(rest_subtracted + cost)) <= allowed + 0.01),
      count(*) filter (where abs(try(rest_subtracted - (tax - tax_refund))) <= allowed + 0.02),
      count(*) filter (where abs(try(rest_subtracted - (tax - tax_refund) - cost)) <= allowed + 0.03),
      count(*) filter (where abs(try(rest_subtracted - (tax - tax_refund) + cost)) <= allowed + 0.03),
      count(*) filter (where abs(rest_fees_positive) <= allowed),
      count(*) filter (where abs(try(rest_fees_positive - cost)) <= allowed + 0.01),
      count(*) filter (where abs(try(rest_fees_positive + cost)) <= allowed + 0.01),
      count(*) filter (where abs(try(rest_fees_positive - (tax + tax_refund))) <= allowed + 0.02),
      count(*) filter (where abs(try(rest_fees_positive - (tax + tax_refund) - cost)) <= allowed + 0.03),
      count(*) filter (where abs(try(rest_fees_positive - (tax + tax_refund) + cost)) <= allowed + 0.03)
    ] as fits
  from net_parts
  semi join (select file_id, section from plain_fits where has_tax or has_cost) as p using (file_id, section)
  group by file_id, section
),
fitting as (
  select
    p.*,
    coalesce(w.fits, [p.signed, 0, 0, 0, 0, 0, p.subtracted, 0, 0, 0, 0, 0, p.fees_positive, 0, 0, 0, 0, 0]) as fits
  from plain_fits as p
  left join with_parts as w using (file_id, section)
),
chosen as (
  select file_id, section, rows, has_tax, has_cost, list_position(fits, list_max(fits)) as variant,
    list_max(fits) as rows_fitting
  from fitting
)
select
  c.file_id, c.section, v.signs, v.tax, v.cost, c.rows::bigint as rows, c.rows_fitting::bigint as rows_fitting,
  case v.signs
    when 'signed' then 'net = gross + fee + refund + fee refund'
    when 'subtracted' then 'net = gross - fee - refund + fee refund'
    else 'net = gross - fee + refund - fee refund'
  end
    || case when v.tax = 'part' then ' + tax' when c.has_tax then ', tax not part of it' else '' end
    || case
      when v.cost = 'added' then ' + cost'
      when v.cost = 'subtracted' then ' - cost'
      when c.has_cost then ', cost not part of it'
      else ''
    end as formula,
  v.signs <> 'signed' as fee_reversed,
  v.signs = 'subtracted' as refund_reversed,
  v.signs = 'fees positive' as fee_refund_reversed,
  v.cost = 'subtracted' as cost_reversed
from chosen as c
join variants as v using (variant);
