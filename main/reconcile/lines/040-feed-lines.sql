-- feed_billed_lines: one row = one event of the data feed by which something was billed, with its sign.
-- key: file_id, block_no, line
create or replace view feed_billed_lines as
select
  'data_feed' as source, rank_of('billed', 'data_feed') as source_rank,
  'billing_event_feed' as section,
  e.file_id, e.block_no, e.line, b.counted as block_counted, b.delivery_id,
  e.key_reference as transaction_reference, e.currency, e.transaction_type,
  p.title as product, coalesce(p.product_code, e.product_id) as product_code,
  n.aws_account_id as payer,
  payer_of_reports(n.tax_name, a.company_name, n.mailing_name) as payer_name, e.seller_of_record,
  e.invoice_id, e.invoice_date::date as invoice_date, real_day(e.payment_due_date) as due_date,
  strftime(e.invoice_date, '%Y-%m') as ar_period, e.day as billing_date,
  case when e.category = 'gross_revenue' then e.amount end as gross,
  case when e.category = 'listing_fee' then e.amount end as fee,
  case when e.category = 'gross_refund' then e.amount end as refund,
  case when e.category = 'listing_fee_refund' then e.amount end as fee_refund,
  case when e.category like '%\_tax' escape '\' and not e.is_withheld then e.amount end as tax,
  case when e.category like '%\_tax\_refund' escape '\' and not e.is_withheld then e.amount end as tax_refund,
  case when e.is_withheld then e.amount end as withheld_tax,
  case when e.category like 'cost\_of\_goods%' escape '\' then e.amount end as wholesale_cost,
  e.amount as net
from feed_events as e
join block_deliveries as b on b.file_id = e.file_id and b.block_no = e.block_no
left join feed_product_names as p on p.product_id = e.product_id
left join feed_account_names as n on n.account_id = e.payer_account_id
left join feed_addresses as a on a.address_id = case when e.payer_account_id is not null then e.billing_address_id end
where e.is_counted and e.side = 'billed';

-- feed_disbursed_lines: one row = one event by which something was paid out, with the sign turned back.
-- key: file_id, block_no, line
create or replace view feed_disbursed_lines as
select
  'data_feed' as source, rank_of('disbursed', 'data_feed') as source_rank,
  'billing_event_feed' as section,
  e.file_id, e.block_no, e.line, b.counted as block_counted, b.delivery_id,
  e.key_reference as transaction_reference, e.currency, e.transaction_type,
  p.title as product, coalesce(p.product_code, e.product_id) as product_code,
  n.aws_account_id as payer,
  payer_of_reports(n.tax_name, a.company_name, n.mailing_name) as payer_name, e.seller_of_record,
  e.invoice_id, e.invoice_date::date as invoice_date, real_day(e.payment_due_date) as due_date,
  e.day as disbursement_date, case when e.is_failure then 'Failed' else 'Disbursed' end as disbursement_status,
  e.settlement,
  e.payout_trace_id as bank_trace_id, e.payout_reference_number as disbursement_reference_number,
  case when e.category = 'gross_revenue' then -e.amount end as gross,
  case when e.category = 'listing_fee' then -e.amount end as fee,
  case when e.category = 'gross_refund' then -e.amount end as refund,
  case when e.category = 'listing_fee_refund' then -e.amount end as fee_refund,
  case when e.category like '%\_tax' escape '\' and not e.is_withheld then -e.amount end as tax,
  case when e.category like '%\_tax\_refund' escape '\' and not e.is_withheld then -e.amount end as tax_refund,
  case when e.is_withheld then -e.amount end as withheld_tax,
  case when e.category like 'cost\_of\_goods%' escape '\' then -e.amount end as wholesale_cost,
  -e.amount as net, e.payout_currency as paid_currency, -e.payout_amount as paid_net
from feed_events as e
join block_deliveries as b on b.file_id = e.file_id and b.block_no = e.block_no
left join feed_product_names as p on p.product_id = e.product_id
left join feed_account_names as n on n.account_id = e.payer_account_id
left join feed_addresses as a on a.address_id = case when e.payer_account_id is not null then e.billing_address_id end
where e.is_counted and e.side = 'disbursed';

-- billed_source_lines, disbursed_source_lines: one row = one line of any source, counted or not.
-- key: file_id, block_no, line, section
create or replace view billed_source_lines as
from feed_billed_lines
union all by name
from report_billed_lines;

-- key: file_id, block_no, line, source_rank
create or replace view disbursed_source_lines as
from feed_disbursed_lines
union all by name
from report_disbursed_lines;
