-- In place of the steps that look at events, for a book that has none: the same tables without rows. Planning those
-- steps costs more than everything else that is done for a small book. The test of this name writes the file from the
-- tables that the steps make: `npx vitest run test/reconcile/no-events.test.ts -u`.

create or replace table held_event_files (
  file_id integer, made_from varchar
);

create or replace table repeated_events (
  key_hash ubigint, file_id integer, block_no integer, line integer
);

create or replace table event_files (
  file_id integer, made_from varchar
);

create or replace table payout_rows (
  payout_id varchar, transaction_type varchar, is_failure boolean, reverses varchar, currency varchar,
  amount decimal(18, 6), seller_of_record varchar, paid_at timestamp, bank_trace_id varchar, is_test boolean,
  disbursement_reference_number varchar, file_id integer, block_no integer, line integer
);

create or replace table named_payouts (
  file_id integer, payout_id varchar
);

create or replace table unlinked_rows (
  file_id integer, block_no integer, line integer, billing_event_id varchar, parent_billing_event_id varchar,
  transaction_reference_id varchar, invoice_id varchar
);

create or replace table lineless_references (
  file_id integer, reference varchar, is_early boolean
);

create or replace table named_agreements (
  file_id integer, agreement_id varchar
);

create or replace table feed_payout_events (
  payout_id varchar, transaction_type varchar, is_failure boolean, reverses varchar, currency varchar,
  amount decimal(18, 6), seller_of_record varchar, paid_at timestamp, bank_trace_id varchar, is_test boolean,
  disbursement_reference_number varchar, file_id integer, block_no integer, line integer, deposit_trace_id varchar,
  settlement varchar
);

create or replace table linked_charges (
  billing_event_id varchar, charge_reference varchar, charge_invoice varchar
);

create or replace table adopted_lines (
  reference varchar, buyer_invoice varchar, buyer_line varchar, recipient varchar
);

create or replace table told_event_files (
  file_id integer, made_from varchar
);

create or replace table tied_lines (
  file_id integer, payout_id varchar, lines bigint, lines_amount decimal(38, 6), other_lines bigint
);

create or replace table feed_payouts (
  payout_id varchar, transaction_type varchar, status varchar, disbursement_date timestamp, bank_trace_id varchar,
  disbursement_reference_number varchar, deposit_trace_id varchar, settlement varchar, aws_seller_of_record varchar,
  currency varchar, amount decimal(18, 6), lines integer, lines_amount decimal(38, 6), difference decimal(38, 6),
  reverses varchar, reversed_by varchar, is_test boolean, file_id integer, block_no integer, line integer
);

create or replace table feed_movements (
  file_id integer, transaction_reference varchar, currency varchar, side varchar, day date, settlement varchar,
  payout_currency varchar, lines bigint, net decimal(38, 6), payout_net decimal(38, 6), due_date date,
  is_of_brazil boolean, implies_collection boolean, is_of_other_entity boolean, first_invoice date
);

create or replace table payer_addresses (
  file_id integer, payer_account_id varchar, newest_invoice struct("on" timestamp,  billing_address_id varchar)
);

create or replace table feed_currency_pairs (
  transaction_reference varchar, currency varchar, payout_currency varchar, payout_net decimal(38, 6)
);

create or replace table unknown_events (
  file_id integer, action varchar, transaction_type varchar, currency varchar, events bigint, amount decimal(38, 6)
);

create or replace table missing_agreements (
  agreement_id varchar, currency varchar, events integer, billed_net decimal(38, 6)
);

create or replace table line_payout_currencies (
  line_kind varchar, line_invoice varchar, line_number varchar, recipient_account_id varchar, currency varchar,
  payout_currency varchar
);

create or replace table feed_line_buckets (
  line_kind varchar, line_invoice varchar, line_number varchar, recipient_account_id varchar, currency varchar,
  payout_currency varchar, bucket varchar, payout_id varchar, transaction_reference varchar, seller_of_record varchar,
  broker_id varchar, product_id varchar, agreement_id varchar, event_offer_id varchar, catalog varchar,
  usage_period_start_date timestamp, usage_period_end_date timestamp, payment_due_date timestamp,
  billing_address_id varchar, invoice_id varchar, invoice_date timestamp, last_invoice_date timestamp,
  is_wholesale_seller boolean, payer_account_id varchar, last_action_date timestamp, gross_revenue decimal(38, 6),
  gross_refund decimal(38, 6), listing_fee decimal(38, 6), listing_fee_refund decimal(38, 6), seller_tax decimal(38, 6),
  seller_tax_refund decimal(38, 6), aws_tax decimal(38, 6), aws_tax_refund decimal(38, 6), fee_aws_tax decimal(38, 6),
  fee_aws_tax_refund decimal(38, 6), cost_of_goods decimal(38, 6), cost_of_goods_refund decimal(38, 6),
  wholesale_seller_tax decimal(38, 6), wholesale_seller_tax_refund decimal(38, 6),
  wholesale_other_seller_tax decimal(38, 6), wholesale_other_seller_tax_refund decimal(38, 6),
  wholesale_aws_tax decimal(38, 6), wholesale_aws_tax_refund decimal(38, 6), net decimal(38, 6),
  payout_net decimal(38, 6), balance_impact decimal(38, 6)
);

create or replace table feed_line_items (
  line_kind varchar, line_invoice varchar, line_number varchar, recipient_account_id varchar, currency varchar,
  payout_currency varchar, line_item varchar, transaction_reference varchar, seller_of_record varchar,
  broker_id varchar, product_id varchar, agreement_id varchar, event_offer_id varchar, catalog varchar,
  usage_period_start_date timestamp, usage_period_end_date timestamp, billing_address_id varchar,
  last_invoice_date timestamp, payment_due_date timestamp, payer_account_id varchar, invoice_id varchar,
  invoice_date timestamp, is_wholesale_seller boolean, is_invoiced boolean, is_paid_out boolean,
  gross_revenue decimal(38, 6), gross_refund decimal(38, 6), listing_fee decimal(38, 6),
  listing_fee_refund decimal(38, 6), seller_tax decimal(38, 6), seller_tax_refund decimal(38, 6),
  aws_tax decimal(38, 6), aws_tax_refund decimal(38, 6), fee_aws_tax decimal(38, 6), fee_aws_tax_refund decimal(38, 6),
  cost_of_goods decimal(38, 6), cost_of_goods_refund decimal(38, 6), wholesale_seller_tax decimal(38, 6),
  wholesale_seller_tax_refund decimal(38, 6), wholesale_other_seller_tax decimal(38, 6),
  wholesale_other_seller_tax_refund decimal(38, 6), wholesale_aws_tax decimal(38, 6),
  wholesale_aws_tax_refund decimal(38, 6), net decimal(38, 6), payout_net decimal(38, 6), collected_net decimal(38, 6),
  last_collection_date timestamp, disbursed_net decimal(38, 6), disbursed_payout_net decimal(38, 6),
  undisbursed_net decimal(38, 6), undisbursed_payout_net decimal(38, 6)
);

create or replace table feed_line_invoices (
  line_kind varchar, line_invoice varchar, line_number varchar, recipient_account_id varchar, currency varchar,
  payout_currency varchar, listing_fee_invoice_id varchar, wholesale_invoice_id varchar,
  seller_issued_invoice_id varchar, seller_issued_invoice_variant varchar
);

create or replace table feed_line_payouts (
  line_kind varchar, line_invoice varchar, line_number varchar, recipient_account_id varchar, currency varchar,
  payout_currency varchar, last_paid_at timestamp, bank_trace_ids varchar, reference_numbers varchar
);
