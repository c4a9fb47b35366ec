-- report_billed_lines: one row = one billed line of a report or export, counted or not, signed as its file writes it.
-- key: file_id, block_no, line, section
create or replace view report_billed_lines as
select
  'billed_revenue' as source, rank_of('billed', 'billed_revenue') as source_rank,
  'billed_revenue' as section,
  l.file_id, l.block_no, l.line, b.counted as block_counted, b.delivery_id,
  l.transaction_reference_id as transaction_reference, coalesce(l.currency, 'USD') as currency,
  l.product_title as product, coalesce(l.product_code, l.product_id) as product_code,
  l.payer_aws_account_id as payer, l.payer_company_name as payer_name, l.aws_seller_of_record as seller_of_record,
  own_invoice(l.is_brazil, l.distribution_invoice_id, l.invoice_id) as invoice_id,
  own_invoice(l.is_brazil, l.distribution_invoice_date, l.invoice_date::date) as invoice_date,
  own_due_date(l.is_brazil, l.distribution_invoice_due_date, l.distribution_invoice_date,
    l.payment_due_date::date) as due_date,
  strftime(own_invoice(l.is_brazil, l.distribution_invoice_date, l.invoice_date::date), '%Y-%m') as ar_period,
  own_invoice(l.is_brazil, l.distribution_invoice_date, l.invoice_date::date) as billing_date,
  l.gross_revenue as gross, l.listing_fee as fee, l.gross_refund as refund, l.listing_fee_refund as fee_refund,
  l.seller_tax_share as tax, l.seller_tax_share_refund as tax_refund,
  coalesce(l.wholesale_cost, 0)::decimal(28, 6) + coalesce(l.wholesale_cost_refund, 0) as wholesale_cost,
  withheld_by_brazil(
    l.is_brazil, l.gross_revenue, l.distribution_aws_tax_share, l.gross_refund, l.distribution_aws_tax_share_refund
  ) as withheld_tax,
  coalesce(l.seller_net_revenue, 0) as net,
  nullif(l.disbursed_net_revenue, 0) as disbursed_net, l.disbursement_date::date as disbursement_date,
  l.collected_net_revenue as collected_net, l.last_collection_date::date as collection_date
from (select *, is_aws_brazil(aws_seller_of_record) as is_brazil from billed_revenue) as l
join block_deliveries as b on b.file_id = l.file_id and b.block_no = l.block_no
union all by name
select
  'monthly_billed_revenue' as source, rank_of('billed', 'monthly_billed_revenue') as source_rank,
  'br1' as section,
  l.file_id, l.block_no, l.line, b.counted as block_counted, b.delivery_id,
  l.transaction_reference_id as transaction_reference, coalesce(l.currency, 'USD') as currency,
  l.product_title as product, l.product_code, l.customer_aws_account_number as payer,
  b.ar_period, b.billing_date,
  l.customer_billed_amount as gross, l.aws_listing_fee as fee, l.refunds_amount as refund,
  l.aws_fee_refund as fee_refund,
  l.us_sales_tax_customer_billed_amount as tax, l.us_sales_tax_refunds_amount as tax_refund, l.cost as wholesale_cost,
  coalesce(l.partner_revenue_amount, 0) as net
from br1 as l
join block_deliveries as b on b.file_id = l.file_id and b.block_no = l.block_no
union all by name
select
  'monthly_billed_revenue' as source, rank_of('billed', 'monthly_billed_revenue') as source_rank,
  'br2' as section,
  l.file_id, l.block_no, l.line, b.counted as block_counted, b.delivery_id,
  l.transaction_reference_id as transaction_reference, coalesce(l.currency, 'USD') as currency,
  l.product_title as product, l.product_code, l.customer_aws_account_number as payer,
  b.ar_period, b.billing_date,
  l.customer_billed_amount as gross, l.aws_listing_fee as fee, l.refunds_amount as refund,
  l.aws_fee_refund as fee_refund,
  l.us_sales_tax_customer_billed_amount as tax, l.us_sales_tax_refunds_amount as tax_refund, l.cost as wholesale_cost,
  coalesce(l.partner_revenue_amount, 0) as net
from br2 as l
join block_deliveries as b on b.file_id = l.file_id and b.block_no = l.block_no
union all by name
select
  'sales_compensation' as source, rank_of('billed', 'sales_compensation') as source_rank,
  'sc1' as section,
  l.file_id, l.block_no, l.line, b.counted as block_counted, b.delivery_id,
  l.transaction_reference_id as transaction_reference, coalesce(l.currency, 'USD') as currency,
  l.product_title as product, l.product_code, l.customer_aws_account_number as payer,
  l.ar_period, last_day(ar_month(l.ar_period)) as billing_date,
  l.gross_revenue as gross, l.aws_revenue_share as fee, l.gross_refunds as refund, l.aws_refunds_share as fee_refund,
  coalesce(l.net_revenue, 0) as net
from sc1 as l
join block_deliveries as b on b.file_id = l.file_id and b.block_no = l.block_no;

-- foreign_references: one row = one reference that is billed (or uncollected) in another currency than USD and not in
-- USD: disbursement section 1 has no currency column, and its lines take this one.
create or replace temp table stated_foreign as
select transaction_reference, currency
from report_billed_lines
where transaction_reference is not null and currency <> 'USD'
union
select transaction_reference, currency
from feed_movements
where side = 'billed' and transaction_reference is not null and currency <> 'USD'
union
select transaction_reference_id, currency
from dis7
where transaction_reference_id is not null and currency <> 'USD';

-- key: transaction_reference
create or replace table foreign_references as
with stated_usd as (
  select transaction_reference from report_billed_lines
  where currency = 'USD' and exists (select 1 from stated_foreign)
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

-- fed_settlements: one row = one name by which an export may call a payout that the data feed has: its bank trace id or
-- its reference number. It is one deposit, under the name that the feed gives it.
-- key: named, settlement
create or replace table fed_settlements as
select named, min(settlement) as settlement
from (
  select bank_trace_id as named, settlement from feed_payout_events
  union all
  select disbursement_reference_number, settlement from feed_payout_events
)
where named is not null
group by named;

-- report_disbursed_lines: one row = one disbursed line of a report or export, likewise.
-- key: file_id, block_no, line, section, source_rank
create or replace view report_disbursed_lines as
select
  'collections_and_disbursements' as source, rank_of('disbursed', 'collections_and_disbursements') as source_rank,
  'collections_and_disbursements' as section,
  l.file_id, l.block_no, l.line, b.counted as block_counted, b.delivery_id,
  l.transaction_reference_id as transaction_reference, coalesce(l.currency, 'USD') as currency,
  l.product_title as product, coalesce(l.product_code, l.product_id) as product_code,
  l.payer_aws_account_id as payer, l.payer_company_name as payer_name, l.aws_seller_of_record as seller_of_record,
  own_invoice(l.is_brazil, l.distribution_invoice_id, l.invoice_id) as invoice_id,
  own_invoice(l.is_brazil, l.distribution_invoice_date, l.invoice_date::date) as invoice_date,
  own_due_date(l.is_brazil, l.distribution_invoice_due_date, l.distribution_invoice_date,
    l.payment_due_date::date) as due_date,
  l.disbursement_date::date as disbursement_date, l.disbursement_status,
  coalesce(
    payout_name(p.settlement, real_trace(l.disburse_bank_trace_id), l.disbursement_reference_number),
    l.disbursement_date::date::varchar
  ) as settlement,
  real_trace(l.disburse_bank_trace_id) as bank_trace_id, l.disbursement_reference_number,
  l.gross_revenue as gross, l.listing_fee as fee, l.gross_refund as refund, l.listing_fee_refund as fee_refund,
  l.seller_tax_share as tax, l.seller_tax_share_refund as tax_refund,
  coalesce(l.wholesale_cost, 0)::decimal(28, 6) + coalesce(l.wholesale_cost_refund, 0) as wholesale_cost,
  withheld_by_brazil(
    l.is_brazil, l.gross_revenue, l.distribution_aws_tax_share, l.gross_refund, l.distribution_aws_tax_share_refund
  ) as withheld_tax,
  coalesce(l.seller_net_revenue, 0) as net
from (select *, is_aws_brazil(aws_seller_of_record) as is_brazil from collections_and_disbursements) as l
join block_deliveries as b on b.file_id = l.file_id and b.block_no = l.block_no
left join fed_settlements as p
  on p.named = payout_name(null, real_trace(l.disburse_bank_trace_id), l.disbursement_reference_number)
where coalesce(lower(l.disbursement_status), '') <> 'not disbursed'
  and (
    l.disbursement_date is not null or l.disbursement_reference_number is not null
    or real_trace(l.disburse_bank_trace_id) is not null
  )
union all by name
select
  'disbursement' as source, rank_of('disbursed', 'disbursement') as source_rank,
  'dis1' as section,
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
  'billed_revenue' as source, rank_of('disbursed', 'billed_revenue') as source_rank,
  'billed_revenue' as section,
  l.file_id, l.block_no, l.line, b.counted as block_counted, b.delivery_id,
  l.transaction_reference_id as transaction_reference, coalesce(l.currency, 'USD') as currency,
  l.product_title as product, coalesce(l.product_code, l.product_id) as product_code,
  l.payer_aws_account_id as payer, l.payer_company_name as payer_name, l.aws_seller_of_record as seller_of_record,
  own_invoice(l.is_brazil, l.distribution_invoice_id, l.invoice_id) as invoice_id,
  own_invoice(l.is_brazil, l.distribution_invoice_date, l.invoice_date::date) as invoice_date,
  own_due_date(l.is_brazil, l.distribution_invoice_due_date, l.distribution_invoice_date,
    l.payment_due_date::date) as due_date,
  l.disbursement_date::date as disbursement_date, l.disbursement_status,
  coalesce(
    payout_name(p.settlement, real_trace(l.disburse_bank_trace_id), l.disbursement_reference_number),
    l.disbursement_date::date::varchar
  ) as settlement,
  real_trace(l.disburse_bank_trace_id) as bank_trace_id, l.disbursement_reference_number,
  l.disbursed_net_revenue as net
from (select *, is_aws_brazil(aws_seller_of_record) as is_brazil from billed_revenue) as l
join block_deliveries as b on b.file_id = l.file_id and b.block_no = l.block_no
left join fed_settlements as p
  on p.named = payout_name(null, real_trace(l.disburse_bank_trace_id), l.disbursement_reference_number)
where l.disbursed_net_revenue <> 0;

-- uncollected_source_lines: one row = one line of section 7, AWS's own list of what is open.
-- key: file_id, block_no, line
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
