-- What AWS's reports of June 2026 write where there is nothing.
create or replace macro subscriber_text(agreement_id, value) as
  case when agreement_id is null then 'Not available' else coalesce(value, 'Not provided') end;
-- An address that is there and has no domain shows none.
create or replace macro domain_text(has_address, domain, word) as
  case when has_address then domain else word end;
create or replace macro resale_text(value, visibility, agreement_id) as
  case
    when value is not null then value
    when visibility = 'Public' or (visibility is null and agreement_id is not null) then 'Not applicable'
  end;
-- Without a reseller, only an offer by which the maker itself lets others sell leaves the cell empty.
create or replace macro reseller_text(reseller_account, value, opportunity_id, recipient_account_id,
  manufacturer_account_id) as
  case
    when reseller_account is not null then coalesce(value, 'Not available')
    when opportunity_id is null or recipient_account_id <> manufacturer_account_id then 'Not applicable'
  end;
create or replace macro offer_name_text(offer_id, name, visibility) as
  case
    when offer_id is null then 'Not available'
    when name is null and visibility = 'Public' then 'Not applicable'
    else name
  end;
create or replace macro offer_set_text(agreement_id, offer_set_id) as
  case when agreement_id is null then 'Not available' else coalesce(offer_set_id, 'Not applicable') end;
create or replace macro payment_term_text(invoice_date, due_date) as
  'Net ' || case
    when abs(date_sub('day', invoice_date, due_date)) > 180 then '180+'
    else abs(date_sub('day', invoice_date, due_date))::varchar
  end || ' days';

-- line_flag: what became of a line of an invoice; one cent makes the difference, as in AWS's report.
create or replace macro line_flag(is_paid_out, undisbursed_net, disbursed_net) as
  case
    when not is_paid_out then 'Not disbursed'
    when undisbursed_net = 0 then 'Disbursed'
    when disbursed_net = 0 then 'Disbursement reversed'
    when undisbursed_net < 0 then 'Disbursed'
    else 'Partially disbursed'
  end;

-- An amount in whole units of its last possible decimal: quotients of decimals would be binary, those of whole numbers
-- are exact, and the two parts of the sum overflow at no amount of a report.
create or replace macro units(amount) as
  trunc(amount)::hugeint * 1000000000000 + ((amount - trunc(amount)) * 1000000000000)::hugeint;
-- A fraction of two amounts, half rounded up to six decimals, in millionths.
create or replace macro millionths(part, whole) as
  (units(abs(part)) * 10000000 // units(abs(whole)) + 5) // 10;

-- report_lines: one row = one row of the relation `lines` with its details in AWS's words, as billed revenue and
-- collections and disbursements both have them; `visibility` is what the report at hand knows of the offer's targets.
create or replace macro report_lines(lines, of_billed_revenue) as table
with seen as (
  select
    *, case when of_billed_revenue then visibility_of_offer else visibility_of_revision end as visibility,
    nullif(recipient_account_id, '') as recipient
  from line_details(lines, of_billed_revenue)
)
select
  * exclude (
    listing_fee_invoice_id, wholesale_invoice_id, seller_issued_invoice_id, seller_issued_invoice_variant, offer_name,
    offer_set_id, usage_period_start_date, usage_period_end_date, product_title, agreement_id, offer_id,
    payer_address_id,
    subscriber_address_id, subscriber_email_domain, subscriber_city, subscriber_country, subscriber_postal_code,
    subscriber_state, payer_email_domain, payer_city, payer_state, payer_country, payer_postal_code, product_id
  ),
  payment_term_text(invoice_date, payment_due_date) as payment_term,
  coalesce(listing_fee_invoice_id, 'Not applicable') as listing_fee_invoice_id,
  coalesce(wholesale_invoice_id, 'Not applicable') as wholesale_invoice_id,
  coalesce(seller_issued_invoice_id, 'Not applicable') as seller_issued_invoice_id,
  coalesce(seller_issued_invoice_variant, 'Not applicable') as seller_issued_invoice_variant,
  subscriber_text(agreement_id, subscriber_name) as subscriber_company_name,
  case when agreement_id is null then 'Not available' else subscriber_account end as subscriber_aws_account_id,
  case when agreement_id is null then 'Not available'
    else subscriber_encrypted_account end as subscriber_encrypted_account_id,
  case
    when agreement_id is null then 'Not available'
    else domain_text(has_subscriber_address, subscriber_email_domain, 'Not provided')
  end as subscriber_email_domain,
  subscriber_text(agreement_id, subscriber_city) as subscriber_city,
  subscriber_text(agreement_id, subscriber_state) as subscriber_state_or_region,
  subscriber_text(agreement_id, subscriber_country) as subscriber_country,
  subscriber_text(agreement_id, subscriber_postal_code) as subscriber_postal_code,
  subscriber_text(agreement_id, subscriber_address_id) as subscriber_address_id,
  coalesce(product_title, 'Not provided') as product_title,
  offer_name_text(offer_id, offer_name, visibility) as offer_name,
  coalesce(offer_id, 'Not available') as offer_id,
  offer_set_text(agreement_id, offer_set_id) as offer_set_id,
  case when visibility is null and agreement_id is not null then 'Public' else visibility end as offer_visibility,
  coalesce(agreement_id, 'Not available') as agreement_id,
  case when not is_image_offer then start_time end as agreement_start_date,
  case when not is_image_offer then acceptance_time end as agreement_acceptance_date,
  case when not is_image_offer then end_time end as agreement_end_date,
  case when not is_image_offer then usage_period_start_date end as usage_period_start_date,
  case when not is_image_offer then usage_period_end_date end as usage_period_end_date,
  transaction_reference as transaction_reference_id, broker_id as aws_seller_of_record,
  resale_text(opportunity_id, visibility, agreement_id) as resale_authorization_id,
  resale_text(opportunity_name, visibility, agreement_id) as resale_authorization_name,
  resale_text(opportunity_description, visibility, agreement_id) as resale_authorization_description,
  reseller_text(reseller_account, reseller_name, opportunity_id, recipient,
    manufacturer_account_id) as reseller_company_name,
  reseller_text(reseller_account, reseller_account, opportunity_id, recipient,
    manufacturer_account_id) as reseller_aws_account_id,
  coalesce(payer_name, 'Not available') as payer_company_name,
  coalesce(payer_account, 'Not available') as payer_aws_account_id,
  payer_encrypted_account as payer_encrypted_account_id,
  domain_text(has_payer_address, payer_email_domain, 'Not available') as payer_email_domain,
  coalesce(payer_city, 'Not available') as payer_city, coalesce(payer_state, 'Not available') as payer_state,
  coalesce(payer_country, 'Not available') as payer_country,
  coalesce(payer_postal_code, 'Not available') as payer_postal_code,
  coalesce(payer_address_id, 'Not available') as payer_address_id,
  manufacturer_account as isv_account_id, coalesce(manufacturer_name, 'Not available') as isv_company_name,
  coalesce(shown_product_id, 'Not provided') as product_id
from seen;
