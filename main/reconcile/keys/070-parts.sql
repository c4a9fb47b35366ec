-- billed_parts: one row = one key with the parts of its counted billed lines; they explain a net, never replace it.
-- key: transaction_reference?, currency?
-- references: transaction_reference, currency -> reconciled_keys
create or replace view billed_parts as
select
  transaction_reference, currency,
  min(product) as product, min(product_code) as product_code, min(payer) as payer, min(ar_period) as ar_period,
  sum(gross) as gross, sum(fee) as fee, sum(refund) as refund, sum(fee_refund) as fee_refund,
  coalesce(sum(tax), 0) + coalesce(sum(tax_refund), 0) as tax, sum(wholesale_cost) as wholesale_cost,
  sum(withheld_tax) as withheld_tax,
  min(seller_of_record) as seller_of_record
from billed_lines
where counted and transaction_reference is not null
group by transaction_reference, currency;

-- disbursed_parts: the same of the disbursed lines.
-- key: transaction_reference?, currency?
-- references: transaction_reference, currency -> reconciled_keys
create or replace view disbursed_parts as
select
  transaction_reference, currency,
  min(product) as product, min(product_code) as product_code, min(payer) as payer,
  sum(gross) as gross, sum(fee) as fee, sum(refund) as refund, sum(fee_refund) as fee_refund,
  coalesce(sum(tax), 0) + coalesce(sum(tax_refund), 0) as tax, sum(wholesale_cost) as wholesale_cost,
  sum(withheld_tax) as withheld_tax,
  min(seller_of_record) as seller_of_record
from disbursed_lines
where counted and transaction_reference is not null
group by transaction_reference, currency;
