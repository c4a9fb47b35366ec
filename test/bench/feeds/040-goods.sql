create view legacy_mapping_feed_rows as
select 0 as day, 'PRODUCT' as mapping_type, md5('legacy.' || p)::uuid::varchar as legacy_id, product_id(p) as new_id,
  'AWSMarketplace' as catalog, moment(-400, 0) as valid_from, delivered(0) as insert_date, delivered(0) as update_date,
  null as delete_date
from range(0, 50, 2) as r(p);

create view product_feed_rows as
select 0 as day, product_id(p) as product_id, account_id('seller') as manufacturer_account_id,
  md5('code.' || p)[1:25] as product_code, 'Anchor ' || p || ' for Teams' as title, 'AWSMarketplace' as catalog,
  moment(-400, 0) as valid_from, delivered(0) as insert_date, delivered(0) as update_date, null as delete_date
from range(50) as r(p);

create view offer_feed_rows as
select day, offer_id(agreement) as offer_id, 1 as offer_revision, 'Private offer ' || agreement as name,
  moment(begins + 30, 0) as expiration_date, null as opportunity_name, null as opportunity_description,
  account_id('seller') as seller_account_id, null as opportunity_id, account_id('seller') as recipient_account_id,
  'AWSMarketplace' as catalog, moment(begins - 10, 0) as valid_from, delivered(day) as insert_date,
  delivered(day) as update_date, null as delete_date
from agreement_numbers;

create view offer_product_feed_rows as
select day, offer_id(agreement) as offer_id, 1 as offer_revision, product_id(product) as product_id,
  moment(begins - 10, 0) as valid_from, delivered(day) as insert_date, delivered(day) as update_date,
  null as delete_date
from agreement_numbers;

create view offer_target_feed_rows as
select day, md5('target.' || agreement) as offer_target_id, offer_id(agreement) as offer_id, 1 as offer_revision,
  case when agreement % 10 = 9 then 'CountryCodes' else 'BuyerAccounts' end as target_type,
  'PositiveTargeting' as polarity, case when agreement % 10 = 9 then 'US' else account_number(account) end as value,
  'AWSMarketplace' as catalog, moment(begins - 10, 0) as valid_from, delivered(day) as insert_date,
  delivered(day) as update_date, null as delete_date
from agreement_numbers;

create view sale_lines as
select *, moment(sale_day, sale_seconds) as sale_moment from sale_facts('sale_numbers');

create view tax_item_feed_rows as
select sale_day as day, md5('tax.' || i) as tax_item_id, invoice_id(broker, invoice, 0) as invoice_id,
  line_item_id(i, 0) as line_item_id, (700000000 + invoice)::varchar as customer_bill_id, 'AWS' as tax_liable_party,
  'AWS' as transaction_type_code, product_id(product) as product_id, 'AWSMP_SOFTWARE_RA' as product_tax_code,
  sale_moment as invoice_date, account_id(account) as taxed_customer_account_id, 'US' as taxed_customer_country,
  'WA' as taxed_customer_state_or_region, 'Seattle' as taxed_customer_city, '98101' as taxed_customer_postal_code,
  '480330000' as tax_location_code_taxed_jurisdiction, 'Sales' as tax_type_code, 'State' as jurisdiction_level,
  'WASHINGTON' as taxed_jurisdiction, 'Exclusive' as display_price_taxability_type, amount as taxable_amount,
  0.00::decimal(18, 2) as nontaxable_amount, 0.0825::decimal(6, 4) as tax_jurisdiction_rate, tax as tax_amount,
  currency_name(balance) as tax_currency, 'Taxable' as tax_calculation_reason_code,
  sale_moment as date_used_for_tax_calculation, null as customer_exemption_certificate_id,
  null as customer_exemption_certificate_id_domain, null as customer_exemption_certificate_level,
  null as customer_exemption_code, null as customer_exemption_domain,
  md5('reference.' || reference)[1:26] as transaction_reference_id,
  null as legal_amount, null as legal_currency, null as tax_invoice_id, null as tax_invoice_date,
  sale_moment as valid_from, delivered(sale_day) as insert_date, delivered(sale_day) as update_date,
  null as delete_date
from sale_lines
where i % 10 < 3;

create view daily_usage_feed_rows as
select sale_day as day, sha1('usage.' || i) as usage_feed_id, moment(sale_day - 1, 0)[1:10] as usage_date,
  product_id(product) as product_id, agreement_id(agreement) as agreement_id,
  account_id(account) as end_user_account_id, account_id(account) as payer_account_id,
  'us-east-1' as region, 'users' as dimension_key, 'Users' as usage_unit,
  (draw(i, 2654435789, 500) + 1)::decimal(18, 6) as usage_quantity, currency_name(balance) as pricing_currency,
  ((draw(i, 2654435789, 500) + 1) * 0.25)::decimal(18, 6) as estimated_revenue_in_pricing_currency,
  account_id('seller') as recipient_account_id, offer_id(agreement) as offer_id,
  0.250000::decimal(18, 6) as usage_rate_per_unit_in_pricing_currency,
  'AWS Marketplace software usage|us-east-1|users' as charge_item_description, 'AWSMarketplace' as catalog,
  moment(sale_day - 1, 0) as valid_from, delivered(sale_day) as insert_date, delivered(sale_day) as update_date,
  null as delete_date
from sale_lines
where i % 25 < 3;
