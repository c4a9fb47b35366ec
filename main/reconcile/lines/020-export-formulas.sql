-- Withheld tax and TCS come to 0.6 percent of the price; what is more than one percent is something else.
create or replace macro is_unstated(rest, price, allowed, currency) as
  case when currency = 'INR' then abs(rest) > allowed and sign(rest) = -sign(price) and abs(rest) <= abs(price) * 0.01
    else false end;

-- export_rests: one row = one line of an export of disbursed lines and what is left of its net after its parts: AWS's
-- ten terms of 2024, or those of its eighteen terms of 2026 that have a column, and of AWS Brazil less the tax that it
-- withholds.
-- key: file_id, block_no, line
create or replace view export_rests as
with filled as (
  select
    file_id, block_no, line, transaction_reference_id as transaction_reference, currency, seller_net_revenue as net,
    coalesce(gross_revenue, 0) as gross, coalesce(gross_refund, 0) as refund,
    coalesce(listing_fee, 0) as fee, coalesce(listing_fee_refund, 0) as fee_refund,
    coalesce(seller_tax_share, 0) as tax, coalesce(seller_tax_share_refund, 0) as tax_refund,
    -- AWS Brazil pays the price less what it withholds; what it bills to its own buyer is no part of that.
    case when is_brazil then 0 else coalesce(wholesale_cost, 0) end as cost,
    case when is_brazil then 0 else coalesce(wholesale_cost_refund, 0) end as cost_refund,
    coalesce(aws_tax_share_listing_fee, 0) as fee_tax, coalesce(aws_tax_share_refund_listing_fee, 0) as fee_tax_refund,
    case when is_brazil then 0 else
      try(coalesce(wholesale_seller_tax_share, 0) + coalesce(wholesale_seller_tax_share_refund, 0)
        + coalesce(wholesale_other_seller_tax_share, 0) + coalesce(wholesale_other_seller_tax_share_refund, 0)
        + coalesce(wholesale_aws_tax_share, 0) + coalesce(wholesale_aws_tax_share_refund, 0))
    end as wholesale_tax,
    coalesce(withheld_by_brazil(
      is_brazil, gross_revenue, distribution_aws_tax_share, gross_refund, distribution_aws_tax_share_refund
    ), 0) as withheld_tax
  from (select *, is_aws_brazil(aws_seller_of_record) as is_brazil from collections_and_disbursements)
),
summed as (
  select
    file_id, block_no, line, transaction_reference, currency, net, gross, refund, wholesale_tax, withheld_tax,
    -- What is left of the net; null for amounts too large to be added, which then fit nothing.
    try(
      net - (gross + refund + fee + fee_refund + tax + tax_refund + cost + cost_refund + fee_tax + fee_tax_refund)
        - withheld_tax
    ) as rest,
    -- Each term was rounded to a cent before it was added.
    (0.01 * greatest(
      1,
      (gross <> 0)::integer + (refund <> 0)::integer + (fee <> 0)::integer + (fee_refund <> 0)::integer
        + (tax <> 0)::integer + (tax_refund <> 0)::integer + (cost <> 0)::integer + (cost_refund <> 0)::integer
        + (fee_tax <> 0)::integer + (fee_tax_refund <> 0)::integer + (wholesale_tax <> 0)::integer
        + (withheld_tax <> 0)::integer
    ))::decimal(18, 6) as allowed
  from filled
)
select
  file_id, block_no, line, transaction_reference, currency, net, gross + refund as price, withheld_tax, allowed,
  rest as rest_ten,
  try(rest - wholesale_tax) as rest_eighteen
from summed;

-- export_formulas: one row = one export of disbursed lines, how many of its lines can be checked, and how many of these
-- equal the sum of their parts by the formula that explains more. AWS keeps tax back from what it pays in
-- India too (section 194-O of the Income Tax Act, and TCS), but says in no column how much: such lines are counted
-- apart.
-- Nothing without collections_and_disbursements.
-- key: file_id
-- references: file_id -> files
create or replace table export_formulas as
with counted as (
  select
    file_id, count(*) as rows, bool_or(withheld_tax <> 0) as has_withheld,
    count(*) filter (where abs(rest_ten) <= allowed) as fit_ten,
    count(*) filter (where abs(rest_eighteen) <= allowed) as fit_eighteen,
    count(*) filter (where is_unstated(rest_ten, price, allowed, currency)) as unstated_ten,
    count(*) filter (where is_unstated(rest_eighteen, price, allowed, currency)) as unstated_eighteen,
    sum(-rest_ten) filter (where is_unstated(rest_ten, price, allowed, currency)) as withheld_ten,
    sum(-rest_eighteen) filter (where is_unstated(rest_eighteen, price, allowed, currency)) as withheld_eighteen
  from export_rests
  group by file_id
),
chosen as (
  select
    *, fit_ten + unstated_ten >= fit_eighteen + unstated_eighteen as is_ten,
    case when is_ten then fit_ten else fit_eighteen end as fitting,
    case when is_ten then unstated_ten else unstated_eighteen end as unstated,
    rows - unstated as checked,
    case when unstated > 0 then
      counted_text(unstated, 'line') || ' in INR with '
        || amount_text(case when is_ten then withheld_ten else withheld_eighteen end)
        || ' less than the parts: no column says what AWS withheld.'
    end as not_checked
  from counted
)
select
  file_id, is_ten, checked::bigint as rows, fitting::bigint as rows_fitting,
  fitting || ' of ' || counted_text(checked, 'line') || ': net = sum of AWS''s '
    || case when is_ten then 'ten terms of 2024' else 'eighteen terms of 2026, as far as they have columns' end
    || case when has_withheld then ', less the tax that AWS Brazil withholds' else '' end || '.'
    || coalesce(' Not checked: ' || not_checked, '') as note,
  case when checked = 0 then 'Not checked: ' || not_checked end as missing
from chosen;
