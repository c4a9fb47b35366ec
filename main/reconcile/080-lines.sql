-- billed_source_lines: one row = one billed line of any source, counted or not, signed as its file writes it.
-- Sources by rank: 1 data feed (each event is a line), 2 billed revenue export, 3 monthly billed revenue, 4 sales
-- compensation.
create or replace view billed_source_lines as
select
  'data_feed' as source, 1 as source_rank, 'billing_event_feed' as section,
  e.file_id, e.block_no, e.line, b.counted as block_counted, b.delivery_id,
  e.key_reference as transaction_reference, e.currency, e.transaction_type,
  p.title as product, coalesce(p.product_code, e.product_id) as product_code,
  n.aws_account_id as payer,
  coalesce(n.tax_name, a.company_name, n.mailing_name) as payer_name, e.seller_of_record,
  e.invoice_id, e.invoice_date::date as invoice_date, e.payment_due_date::date as due_date,
  strftime(e.invoice_date, '%Y-%m') as ar_period, e.day as billing_date,
  case when e.category = 'gross_revenue' then e.amount end as gross,
  case when e.category = 'listing_fee' then e.amount end as fee,
  case when e.category = 'gross_refund' then e.amount end as refund,
  case when e.category = 'listing_fee_refund' then e.amount end as fee_refund,
  case when e.category like '%\_tax' escape '\' then e.amount end as tax,
  case when e.category like '%\_tax\_refund' escape '\' then e.amount end as tax_refund,
  case when e.category like 'cost\_of\_goods%' escape '\' then e.amount end as wholesale_cost,
  e.amount as net
from feed_events as e
join block_deliveries as b on b.file_id = e.file_id and b.block_no = e.block_no
left join feed_product_names as p on p.product_id = e.product_id
left join feed_account_names as n on n.account_id = e.payer_account_id
left join feed_addresses as a on a.address_id = e.billing_address_id and e.payer_account_id is not null
where e.is_counted and e.side = 'billed'
union all by name
select
  'billed_revenue' as source, 2 as source_rank, 'billed_revenue' as section,
  l.file_id, l.block_no, l.line, b.counted as block_counted, b.delivery_id,
  l.transaction_reference_id as transaction_reference, coalesce(l.currency, 'USD') as currency,
  l.product_title as product, coalesce(l.product_code, l.product_id) as product_code,
  l.payer_aws_account_id as payer, l.payer_company_name as payer_name, l.aws_seller_of_record as seller_of_record,
  l.invoice_id, l.invoice_date::date as invoice_date, l.payment_due_date::date as due_date,
  strftime(l.invoice_date, '%Y-%m') as ar_period, l.invoice_date::date as billing_date,
  l.gross_revenue as gross, l.listing_fee as fee, l.gross_refund as refund, l.listing_fee_refund as fee_refund,
  l.seller_tax_share as tax, l.seller_tax_share_refund as tax_refund,
  coalesce(l.wholesale_cost, 0)::decimal(28, 6) + coalesce(l.wholesale_cost_refund, 0) as wholesale_cost,
  coalesce(l.seller_net_revenue, 0) as net,
  nullif(l.disbursed_net_revenue, 0) as disbursed_net, l.disbursement_date::date as disbursement_date
from billed_revenue as l
join block_deliveries as b on b.file_id = l.file_id and b.block_no = l.block_no
union all by name
select
  'monthly_billed_revenue' as source, 3 as source_rank, 'br1' as section,
  l.file_id, l.block_no, l.line, b.counted as block_counted, b.delivery_id,
  l.transaction_reference_id as transaction_reference, coalesce(l.currency, 'USD') as currency,
  l.product_title as product, l.product_code, l.customer_aws_account_number as payer,
  b.ar_period, b.billing_date,
  l.customer_billed_amount as gross, l.aws_listing_fee as fee, l.refunds_amount as refund, l.aws_fee_refund as fee_refund,
  l.us_sales_tax_customer_billed_amount as tax, l.us_sales_tax_refunds_amount as tax_refund, l.cost as wholesale_cost,
  coalesce(l.partner_revenue_amount, 0) as net
from br1 as l
join block_deliveries as b on b.file_id = l.file_id and b.block_no = l.block_no
union all by name
select
  'monthly_billed_revenue' as source, 3 as source_rank, 'br2' as section,
  l.file_id, l.block_no, l.line, b.counted as block_counted, b.delivery_id,
  l.transaction_reference_id as transaction_reference, coalesce(l.currency, 'USD') as currency,
  l.product_title as product, l.product_code, l.customer_aws_account_number as payer,
  b.ar_period, b.billing_date,
  l.customer_billed_amount as gross, l.aws_listing_fee as fee, l.refunds_amount as refund, l.aws_fee_refund as fee_refund,
  l.us_sales_tax_customer_billed_amount as tax, l.us_sales_tax_refunds_amount as tax_refund, l.cost as wholesale_cost,
  coalesce(l.partner_revenue_amount, 0) as net
from br2 as l
join block_deliveries as b on b.file_id = l.file_id and b.block_no = l.block_no
union all by name
select
  'sales_compensation' as source, 4 as source_rank, 'sc1' as section,
  l.file_id, l.block_no, l.line, b.counted as block_counted, b.delivery_id,
  l.transaction_reference_id as transaction_reference, coalesce(l.currency, 'USD') as currency,
  l.product_title as product, l.product_code, l.customer_aws_account_number as payer,
  l.ar_period, last_day(try_cast(l.ar_period || '-01' as date)) as billing_date,
  l.gross_revenue as gross, l.aws_revenue_share as fee, l.gross_refunds as refund, l.aws_refunds_share as fee_refund,
  coalesce(l.net_revenue, 0) as net
from sc1 as l
join block_deliveries as b on b.file_id = l.file_id and b.block_no = l.block_no;

-- foreign_references: one row = one reference that is billed (or uncollected) in another currency than USD and not in
-- USD: disbursement section 1 has no currency column, and its lines take this one.
create or replace temp table stated_foreign as
select transaction_reference, currency
from billed_source_lines
where source_rank > 1 and transaction_reference is not null and currency <> 'USD'
union
select transaction_reference, currency
from feed_movements
where side = 'billed' and transaction_reference is not null and currency <> 'USD'
union
select transaction_reference_id, currency
from dis7
where transaction_reference_id is not null and currency <> 'USD';

create or replace table foreign_references as
with stated_usd as (
  select transaction_reference from billed_source_lines
  where source_rank > 1 and currency = 'USD' and exists (select 1 from stated_foreign)
  union all
  select transaction_reference from feed_movements
  where side = 'billed' and currency = 'USD' and exists (select 1 from stated_foreign)
  union all
  select transaction_reference_id from dis7
  where coalesce(currency, 'USD') = 'USD'
)
select transaction_reference, min(currency) as currency
from stated_foreign
anti join stated_usd using (transaction_reference)
group by transaction_reference;

-- disbursed_source_lines: one row = one disbursed line of any source, counted or not, signed as its file writes it.
-- Sources by rank: 1 data feed (each event is a line, with the sign turned back), 2 collections and disbursements export,
-- 3 disbursement section 1, 4 the disbursed net revenue that a billed revenue export states per line.
create or replace view disbursed_source_lines as
select
  'data_feed' as source, 1 as source_rank, 'billing_event_feed' as section,
  e.file_id, e.block_no, e.line, b.counted as block_counted, b.delivery_id,
  e.key_reference as transaction_reference, e.currency, e.transaction_type,
  p.title as product, coalesce(p.product_code, e.product_id) as product_code,
  n.aws_account_id as payer,
  coalesce(n.tax_name, a.company_name, n.mailing_name) as payer_name, e.seller_of_record,
  e.invoice_id, e.invoice_date::date as invoice_date, e.payment_due_date::date as due_date,
  e.day as disbursement_date, case when e.is_failure then 'Failed' else 'Disbursed' end as disbursement_status,
  e.settlement,
  e.payout_trace_id as bank_trace_id, e.payout_reference_number as disbursement_reference_number,
  case when e.category = 'gross_revenue' then -e.amount end as gross,
  case when e.category = 'listing_fee' then -e.amount end as fee,
  case when e.category = 'gross_refund' then -e.amount end as refund,
  case when e.category = 'listing_fee_refund' then -e.amount end as fee_refund,
  case when e.category like '%\_tax' escape '\' then -e.amount end as tax,
  case when e.category like '%\_tax\_refund' escape '\' then -e.amount end as tax_refund,
  case when e.category like 'cost\_of\_goods%' escape '\' then -e.amount end as wholesale_cost,
  -e.amount as net
from feed_events as e
join block_deliveries as b on b.file_id = e.file_id and b.block_no = e.block_no
left join feed_product_names as p on p.product_id = e.product_id
left join feed_account_names as n on n.account_id = e.payer_account_id
left join feed_addresses as a on a.address_id = e.billing_address_id and e.payer_account_id is not null
where e.is_counted and e.side = 'disbursed'
union all by name
select
  'collections_and_disbursements' as source, 2 as source_rank, 'collections_and_disbursements' as section,
  l.file_id, l.block_no, l.line, b.counted as block_counted, b.delivery_id,
  l.transaction_reference_id as transaction_reference, coalesce(l.currency, 'USD') as currency,
  l.product_title as product, coalesce(l.product_code, l.product_id) as product_code,
  l.payer_aws_account_id as payer, l.payer_company_name as payer_name, l.aws_seller_of_record as seller_of_record,
  l.invoice_id, l.invoice_date::date as invoice_date, l.payment_due_date::date as due_date,
  l.disbursement_date::date as disbursement_date, l.disbursement_status,
  coalesce(
    real_trace(l.disburse_bank_trace_id), l.disbursement_reference_number, l.disbursement_date::date::varchar
  ) as settlement,
  real_trace(l.disburse_bank_trace_id) as bank_trace_id, l.disbursement_reference_number,
  l.gross_revenue as gross, l.listing_fee as fee, l.gross_refund as refund, l.listing_fee_refund as fee_refund,
  l.seller_tax_share as tax, l.seller_tax_share_refund as tax_refund,
  coalesce(l.wholesale_cost, 0)::decimal(28, 6) + coalesce(l.wholesale_cost_refund, 0) as wholesale_cost,
  coalesce(l.seller_net_revenue, 0) as net
from collections_and_disbursements as l
join block_deliveries as b on b.file_id = l.file_id and b.block_no = l.block_no
where coalesce(lower(l.disbursement_status), '') <> 'not disbursed'
  and (
    l.disbursement_date is not null or l.disbursement_reference_number is not null
    or real_trace(l.disburse_bank_trace_id) is not null
  )
union all by name
select
  'disbursement' as source, 3 as source_rank, 'dis1' as section,
  l.file_id, l.block_no, l.line, b.counted as block_counted, b.delivery_id,
  l.transaction_reference_id as transaction_reference, coalesce(f.currency, 'USD') as currency,
  l.product, l.product_code, l.customer_aws_account_number as payer,
  b.disbursement_date, b.settlement,
  l.seller_rev as gross, l.aws_ref_fee as fee,
  coalesce(l.seller_rev_refund, 0)::decimal(28, 6) + coalesce(l.seller_rev_credit, 0) as refund,
  coalesce(l.aws_ref_fee_refund, 0)::decimal(28, 6) + coalesce(l.aws_ref_fee_credit, 0) as fee_refund,
  l.seller_us_sales_tax as tax, l.seller_us_sales_tax_refund as tax_refund,
  coalesce(l.net_amount, 0) as net
from dis1 as l
join block_deliveries as b on b.file_id = l.file_id and b.block_no = l.block_no
left join foreign_references as f on f.transaction_reference = l.transaction_reference_id
union all by name
select
  'billed_revenue' as source, 4 as source_rank, 'billed_revenue' as section,
  l.file_id, l.block_no, l.line, b.counted as block_counted, b.delivery_id,
  l.transaction_reference_id as transaction_reference, coalesce(l.currency, 'USD') as currency,
  l.product_title as product, coalesce(l.product_code, l.product_id) as product_code,
  l.payer_aws_account_id as payer, l.payer_company_name as payer_name, l.aws_seller_of_record as seller_of_record,
  l.invoice_id, l.invoice_date::date as invoice_date, l.payment_due_date::date as due_date,
  l.disbursement_date::date as disbursement_date, l.disbursement_status,
  coalesce(
    real_trace(l.disburse_bank_trace_id), l.disbursement_reference_number, l.disbursement_date::date::varchar
  ) as settlement,
  real_trace(l.disburse_bank_trace_id) as bank_trace_id, l.disbursement_reference_number,
  l.disbursed_net_revenue as net
from billed_revenue as l
join block_deliveries as b on b.file_id = l.file_id and b.block_no = l.block_no
where l.disbursed_net_revenue <> 0;

-- uncollected_source_lines: one row = one line of section 7, AWS's own list of what is open.
create or replace view uncollected_source_lines as
select
  l.file_id, l.block_no, l.line, 'dis7' as section, b.counted as block_counted, b.delivery_id, b.delivery_date,
  l.transaction_reference_id as transaction_reference, coalesce(l.currency, 'USD') as currency,
  l.product, l.product_code, l.payer_aws_account_number as payer, l.payer_reference_id as payer_reference,
  l.ar_period, l.payment_due_date as due_date,
  l.gross_revenue as gross, l.aws_revenue_share as fee, l.gross_refunds as refund, l.aws_refunds_share as fee_refund,
  coalesce(l.net_revenue, 0) as net
from dis7 as l
join block_deliveries as b on b.file_id = l.file_id and b.block_no = l.block_no;

-- known_corrections: one row = one line without a reference, of another source, that the feed has as well: of the same
-- amount, and billed on the same day or paid out within a week of it (the bank takes its days). Where two could be meant
-- none is taken for the other.
create or replace table known_corrections as
with corrections as (
  select
    side, currency, day, row_number() over () as correction, settlement,
    case side when 'disbursed' then -amount else amount end as net
  from feed_events
  where key_reference is null and is_counted and side in ('billed', 'disbursed')
),
others as (
  select 'billed' as side, source, currency, net, billing_date as day, null::varchar as settlement, file_id, block_no, line
  from billed_source_lines
  where source_rank > 1 and transaction_reference is null
  union all
  select 'disbursed', source, currency, net, disbursement_date, settlement, file_id, block_no, line
  from disbursed_source_lines
  where source_rank > 1 and transaction_reference is null
),
pairs as (
  select
    o.file_id, o.block_no, o.line, o.side,
    count(*) over (partition by c.correction, o.source) as lines_of_correction,
    count(*) over (partition by o.file_id, o.block_no, o.line, o.side) as corrections_of_line
  from others as o
  join corrections as c
    on c.side = o.side and c.currency = o.currency and c.net = o.net
    and (c.settlement = o.settlement or abs(c.day - o.day) <= case o.side when 'billed' then 0 else 7 end)
)
select file_id, block_no, line, side
from pairs
where lines_of_correction = 1 and corrections_of_line = 1;
