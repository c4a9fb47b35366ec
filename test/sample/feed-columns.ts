/** The data feeds: the folder in which AWS delivers each, and its columns as AWS's pages and queries list them. */

const history = 'valid_from insert_date update_date delete_date'

interface Feed {
  readonly folder: string
  readonly columns: readonly string[]
}

/** The younger feeds have the columns of history first, the older ones last. */
export const feeds = {
  account_feed: feed(
    'accountfeed_v1',
    `account_id aws_account_id encrypted_account_id mailing_address_id tax_address_id tax_registration_number tax_legal_name catalog ${history}`,
  ),
  address_feed: feed(
    'addressfeed_v1',
    'address_id email_domain company_name country_code state_or_region city postal_code address_line_1 address_line_2 address_line_3 valid_from valid_to insert_date update_date delete_date',
  ),
  agreement_feed: feed(
    'agreementfeed_v1',
    `${history} status estimated_agreement_value currency_code agreement_id license_ids proposer_account_id acceptor_account_id offer_id offer_revision_at_acceptance offer_set_id start_time end_time acceptance_time intent preceding_agreement_id status_reason_code recipient_account_id catalog`,
  ),
  agreement_charge_feed: feed('agreementchargefeed_v1', `${history} amount currency_code time agreement_id term_id`),
  agreement_term_feed: feed('agreementtermfeed_v1', `${history} agreement_id term_id term_type term_configuration`),
  billing_event_feed: feed(
    'billingeventfeed_v1',
    `billing_event_id from_account_id to_account_id end_user_account_id product_id action transaction_type parent_billing_event_id disbursement_billing_event_id amount currency disbursement_amount disbursement_currency balance_impacting invoice_date payment_due_date usage_period_start_date usage_period_end_date invoice_id billing_address_id transaction_reference_id bank_trace_id broker_id buyer_transaction_reference_id action_date recipient_account_id offer_id buyer_invoice_date line_item_id buyer_line_item_id charge_variant charge_side agreement_id disbursement_reference_number catalog buyer_invoice_id invoice_variant ${history}`,
  ),
  daily_usage_feed: feed(
    'dailyusagefeed_v1',
    `${history} usage_feed_id usage_date product_id agreement_id end_user_account_id payer_account_id region dimension_key usage_unit usage_quantity pricing_currency estimated_revenue_in_pricing_currency recipient_account_id offer_id usage_rate_per_unit_in_pricing_currency charge_item_description catalog`,
  ),
  legacy_mapping_feed: feed('legacyidmappingfeed_v1', `mapping_type legacy_id new_id catalog ${history}`),
  offer_feed: feed(
    'offerfeed_v1',
    `offer_id offer_revision name expiration_date opportunity_name opportunity_description seller_account_id opportunity_id recipient_account_id catalog ${history}`,
  ),
  offer_product_feed: feed('offerproductfeed_v1', `offer_id offer_revision product_id ${history}`),
  offer_target_feed: feed(
    'offertargetfeed_v1',
    `offer_target_id offer_id offer_revision target_type polarity value catalog ${history}`,
  ),
  product_feed: feed('productfeed_v1', `product_id manufacturer_account_id product_code title catalog ${history}`),
  tax_item_feed: feed(
    'taxitemfeed_v1',
    `tax_item_id invoice_id line_item_id customer_bill_id tax_liable_party transaction_type_code product_id product_tax_code invoice_date taxed_customer_account_id taxed_customer_country taxed_customer_state_or_region taxed_customer_city taxed_customer_postal_code tax_location_code_taxed_jurisdiction tax_type_code jurisdiction_level taxed_jurisdiction display_price_taxability_type taxable_amount nontaxable_amount tax_jurisdiction_rate tax_amount tax_currency tax_calculation_reason_code date_used_for_tax_calculation customer_exemption_certificate_id customer_exemption_certificate_id_domain customer_exemption_certificate_level customer_exemption_code customer_exemption_domain transaction_reference_id legal_amount legal_currency tax_invoice_id tax_invoice_date ${history}`,
  ),
  pii_feed: feed(
    'piifeed',
    'address_id aws_account_id email_domain company_name country state_or_region city postal_code address_line_1 address_line_2 address_line_3 valid_from valid_to insert_date update_date delete_date',
  ),
} as const satisfies Readonly<Record<string, Feed>>

/** The section of the report catalogue that a feed is read as. */
export type FeedName = keyof typeof feeds

function feed(folder: string, columns: string): Feed {
  return { folder, columns: columns.split(' ') }
}
