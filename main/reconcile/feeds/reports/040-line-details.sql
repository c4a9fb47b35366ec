-- line_details: one row = one row of the relation `lines`, which is about lines of invoices, with everything that the
-- other feeds say of it: what was sold, by which offer and agreement, and who buys, pays, sells again and makes it.
-- That is looked up at the date of the buyer's invoice; who is bound by the agreement and which offer it follows at the
-- date of the line's own events. Billed revenue shows deleted addresses, the other reports do not.
create or replace macro line_details(lines, with_deleted_addresses) as table
with placed as (
  select
    l.*, i.listing_fee_invoice_id, i.wholesale_invoice_id, i.seller_issued_invoice_id, i.seller_issued_invoice_variant,
    a.agreement_id is not null as has_agreement_row, coalesce(e.offer_id, l.event_offer_id) as named_offer_id,
    a.offer_set_id, e.proposer_account_id, e.acceptor_account_id, a.start_time, a.acceptance_time, a.end_time,
    a.accepted_term_types
  from query_table(lines) as l
  left join feed_line_invoices as i
    using (line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency)
  left join feed_agreements_in_time as a
    on a.agreement_id = l.agreement_id and l.invoice_date >= a.valid_from and l.invoice_date < a.valid_to
  left join feed_agreements_in_time as e
    on e.agreement_id = l.agreement_id and l.last_invoice_date >= e.valid_from and l.last_invoice_date < e.valid_to
),
sold as (
  select
    l.*, o.offer_id, coalesce(o.offer_id like 'aiqoffer-%', false) as is_image_offer, o.name as offer_name,
    o.visibility_of_offer, o.visibility_of_revision, o.opportunity_id, o.opportunity_name, o.opportunity_description,
    p.title as product_title, p.manufacturer_account_id, coalesce(m.legacy_id, l.product_id) as shown_product_id,
    -- Who proposed the agreement sells again what is another's, unless it is the one who gets the feed.
    case
      when l.recipient_account_id <> '' then l.proposer_account_id <> l.recipient_account_id
      else l.proposer_account_id not in (from feed_sellers)
    end as is_resold
  from placed as l
  left join feed_products as p
    on p.product_id = l.product_id and l.invoice_date >= p.valid_from and l.invoice_date < p.valid_to
  left join feed_product_ids as m on m.product_id = l.product_id
  left join feed_offers as o
    on o.offer_id = l.named_offer_id and l.invoice_date >= o.valid_from and l.invoice_date < o.valid_to
),
parties as (
  select
    l.*,
    case when l.is_resold then r.aws_account_id end as reseller_account,
    case
      when not coalesce(l.is_resold, false) then null
      when with_deleted_addresses then r.agreement_name
      else r.kept_agreement_name
    end as reseller_name,
    v.aws_account_id as manufacturer_account,
    case when with_deleted_addresses then v.agreement_name else v.kept_agreement_name end as manufacturer_name,
    s.aws_account_id as subscriber_account, s.encrypted_account_id as subscriber_encrypted_account,
    case when with_deleted_addresses then s.company_name else s.kept_company_name end as subscriber_name,
    coalesce(s.tax_address_id, s.mailing_address_id) as subscriber_address_id,
    y.aws_account_id as payer_account, y.encrypted_account_id as payer_encrypted_account,
    case
      when with_deleted_addresses then payer_of_reports(y.tax_name, b.company_name, y.mailing_name)
      else payer_of_reports(y.kept_tax_name, b.company_name, y.kept_mailing_name)
    end as payer_name,
    coalesce(y.tax_address_id, l.billing_address_id, y.mailing_address_id) as payer_address_id
  from sold as l
  left join feed_accounts as r
    on r.account_id = l.proposer_account_id and l.invoice_date >= r.valid_from and l.invoice_date < r.valid_to
  left join feed_accounts as v
    on v.account_id = l.manufacturer_account_id and l.invoice_date >= v.valid_from and l.invoice_date < v.valid_to
  left join feed_accounts as s
    on s.account_id = l.acceptor_account_id and l.invoice_date >= s.valid_from and l.invoice_date < s.valid_to
  left join feed_accounts as y
    on y.account_id = l.payer_account_id and l.invoice_date >= y.valid_from and l.invoice_date < y.valid_to
  left join feed_addresses as b
    on b.address_id = l.billing_address_id and (with_deleted_addresses or not b.is_deleted)
)
select
  l.*, s.address_id is not null as has_subscriber_address, s.email_domain as subscriber_email_domain,
  s.city as subscriber_city,
  s.state_or_region as subscriber_state, s.country_code as subscriber_country, s.postal_code as subscriber_postal_code,
  y.address_id is not null as has_payer_address, y.email_domain as payer_email_domain, y.city as payer_city,
  y.state_or_region as payer_state, y.country_code as payer_country, y.postal_code as payer_postal_code
from parties as l
left join feed_addresses as s on s.address_id = l.subscriber_address_id and (with_deleted_addresses or not s.is_deleted)
left join feed_addresses as y on y.address_id = l.payer_address_id and (with_deleted_addresses or not y.is_deleted);

-- feed_line_details: one row = one line of an invoice with its details, deleted addresses included.
-- key: line_kind, line_invoice, line_number, recipient_account_id, currency?, payout_currency?
create or replace view feed_line_details as
from line_details('feed_line_items', true);
