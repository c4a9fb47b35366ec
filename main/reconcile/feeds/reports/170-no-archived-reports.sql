-- In place of the archived reports for a book that has neither billing events nor planned charges: the same columns
-- without rows. Planning the steps above would cost a small book a tenth of its time.
create or replace view feed_sales_compensation as
select
  null::varchar as payer_aws_account_id, null::varchar as payer_reference_id, null::varchar as payer_country,
  null::varchar as payer_state, null::varchar as payer_city, null::varchar as payer_postal_code,
  null::varchar as payer_email_domain, null::varchar as end_customer_aws_account_id,
  null::varchar as end_customer_company_name, null::varchar as end_customer_email_domain,
  null::varchar as end_customer_city, null::varchar as end_customer_state, null::varchar as end_customer_country,
  null::varchar as end_customer_postal_code, null::varchar as subscriber_aws_account_id,
  null::varchar as subscriber_company_name, null::varchar as subscriber_email_domain,
  null::varchar as subscriber_city, null::varchar as subscriber_state, null::varchar as subscriber_country,
  null::varchar as subscriber_postal_code, null::varchar as product_code, null::varchar as product_title,
  null::decimal(38, 6) as gross_revenue, null::decimal(38, 6) as aws_revenue_share,
  null::decimal(38, 6) as gross_refunds, null::decimal(38, 6) as aws_refunds_share,
  null::decimal(38, 6) as net_revenue, null::varchar as currency, null::varchar as ar_period,
  null::timestamp as invoice_date, null::varchar as transaction_reference_id, null::varchar as broker_id,
  null::varchar as opportunity_name, null::varchar as opportunity_description
where false;

create or replace view feed_disbursements as
select
  null::varchar as payer_aws_account_id, null::varchar as payer_company_name, null::varchar as payer_email_domain,
  null::varchar as payer_city, null::varchar as payer_state, null::varchar as payer_country,
  null::varchar as payer_postal_code, null::varchar as end_customer_aws_account_id,
  null::varchar as end_customer_company_name, null::varchar as end_customer_email_domain,
  null::varchar as end_customer_city, null::varchar as end_customer_state, null::varchar as end_customer_country,
  null::varchar as end_customer_postal_code, null::varchar as subscriber_aws_account_id,
  null::varchar as subscriber_company_name, null::varchar as subscriber_email_domain,
  null::varchar as subscriber_city, null::varchar as subscriber_state, null::varchar as subscriber_country,
  null::varchar as subscriber_postal_code, null::varchar as product_title, null::varchar as product_code,
  null::varchar as reseller_aws_account_id, null::varchar as reseller_company_name,
  null::decimal(38, 6) as seller_rev, null::decimal(38, 6) as aws_ref_fee, null::decimal(38, 6) as seller_rev_refund,
  null::decimal(38, 6) as aws_ref_fee_refund, null::decimal(38, 6) as seller_rev_credit,
  null::decimal(38, 6) as aws_ref_fee_credit, null::decimal(38, 6) as net_amount,
  null::decimal(38, 6) as seller_sales_tax, null::decimal(38, 6) as seller_sales_tax_refund,
  null::varchar as transaction_reference_id, null::varchar as opportunity_name,
  null::varchar as opportunity_description, null::timestamp as disbursement_date, null::timestamp as payment_due_date,
  null::varchar as bank_trace_id, null::varchar as broker_id, null::varchar as currency
where false;

create or replace view feed_revenue_at_invoice as
select
  null::varchar as payer_aws_account_id, null::varchar as payer_encrypted_account_id,
  null::varchar as payer_company_name, null::varchar as payer_email_domain, null::varchar as payer_city,
  null::varchar as payer_state, null::varchar as payer_country, null::varchar as payer_postal_code,
  null::varchar as end_customer_aws_account_id, null::varchar as end_user_encrypted_account_id,
  null::varchar as end_customer_company_name, null::varchar as end_customer_email_domain,
  null::varchar as end_customer_city, null::varchar as end_customer_state, null::varchar as end_customer_country,
  null::varchar as end_customer_postal_code, null::varchar as subscriber_aws_account_id,
  null::varchar as subscriber_encrypted_account_id, null::varchar as subscriber_company_name,
  null::varchar as subscriber_email_domain, null::varchar as subscriber_city, null::varchar as subscriber_state,
  null::varchar as subscriber_country, null::varchar as subscriber_postal_code, null::varchar as product_id,
  null::varchar as product_title, null::varchar as offer_id, null::varchar as offer_name,
  null::varchar as offer_target, null::varchar as offer_opportunity_name,
  null::varchar as offer_opportunity_description, null::varchar as reseller_aws_account_id,
  null::varchar as reseller_company_name, null::varchar as agreement_id, null::varchar as agreement_revision,
  null::timestamp as agreement_start_date, null::timestamp as agreement_end_date,
  null::timestamp as agreement_acceptance_date, null::varchar as invoice_id, null::varchar as listing_fee_invoice_id,
  null::varchar as transaction_reference_id, null::timestamp as invoice_date,
  null::timestamp as usage_period_start_date, null::timestamp as usage_period_end_date,
  null::decimal(38, 6) as gross_revenue, null::decimal(38, 6) as gross_refund, null::timestamp as payment_due_date,
  null::decimal(38, 6) as listing_fee, null::decimal(38, 6) as listing_fee_refund,
  null::decimal(38, 6) as aws_tax_share, null::decimal(38, 6) as aws_tax_share_refund,
  null::decimal(38, 6) as seller_tax_share, null::decimal(38, 6) as seller_tax_share_refund,
  null::decimal(38, 6) as cogs, null::decimal(38, 6) as cogs_refund, null::decimal(38, 6) as seller_net_revenue,
  null::varchar as currency, null::varchar as disbursement_flag, null::timestamp as last_disbursement_date,
  null::varchar as disburse_bank_trace_id, null::varchar as broker_id
where false;

create or replace view feed_revenue_at_subscription as
select
  null::varchar as offer_id, null::varchar as offer_name, null::varchar as opportunity_name,
  null::varchar as opportunity_description, null::varchar as offer_target, null::varchar as agreement_id,
  null::varchar as agreement_revision, null::timestamp as agreement_start_date, null::timestamp as agreement_end_date,
  null::timestamp as agreement_acceptance_date, null::varchar as reseller_account_id,
  null::varchar as reseller_company_name, null::varchar as subscriber_account_id,
  null::varchar as subscriber_encrypted_account_id, null::varchar as subscriber_company_name,
  null::varchar as subscriber_email_domain, null::varchar as subscriber_country, null::varchar as subscriber_state,
  null::varchar as subscriber_city, null::varchar as subscriber_postal_code, null::varchar as product_id,
  null::varchar as product_title, null::bigint as number_of_installments,
  null::decimal(38, 6) as total_contract_value, null::timestamp as scheduled_invoice_date,
  null::decimal(18, 6) as installment_amount, null::varchar as currency
where false;
