-- feed_taxation: one row = one tax item (one jurisdiction of one line of an invoice), with the columns of AWS's
-- taxation report of May 2024.
create or replace view feed_taxation as
select
  t.invoice_id, t.line_item_id, t.customer_bill_id, t.tax_liable_party, t.transaction_type_code, t.product_id,
  p.title as product_title, t.product_tax_code, t.invoice_date, a.aws_account_id as taxed_customer_account_id,
  t.taxed_customer_country, t.taxed_customer_state_or_region, t.taxed_customer_city, t.taxed_customer_postal_code,
  t.tax_type_code as tax_type, t.jurisdiction_level, t.taxed_jurisdiction, t.display_price_taxability_type,
  t.tax_jurisdiction_rate, t.tax_amount, t.tax_currency, t.tax_calculation_reason_code, t.date_used_for_tax_calculation,
  coalesce(t.customer_exemption_certificate_id, 'Not exempt') as customer_exemption_certificate_id,
  coalesce(t.customer_exemption_certificate_id_domain, 'Not exempt') as customer_exemption_certificate_id_domain,
  coalesce(t.customer_exemption_certificate_level, 'Not exempt') as customer_exemption_certificate_level,
  coalesce(t.customer_exemption_code, 'Not exempt') as customer_exemption_code,
  t.transaction_reference_id
from latest_tax_item_feed as t
left join feed_products as p
  on p.product_id = t.product_id and t.invoice_date >= p.valid_from and t.invoice_date < p.valid_to
left join feed_accounts as a
  on a.account_id = t.taxed_customer_account_id and t.invoice_date >= a.valid_from and t.invoice_date < a.valid_to
where t.delete_date is null;
