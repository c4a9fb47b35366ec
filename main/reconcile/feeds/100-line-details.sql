-- feed_line_details: one row = one line of an invoice with everything that the other feeds say of it at the date of the
-- buyer's invoice: what was sold, by which offer and agreement, and who buys, pays, sells again and makes it.
create or replace view feed_line_details as
with placed as (
  select
    l.*, i.listing_fee_invoice_id, i.wholesale_invoice_id, i.seller_issued_invoice_id, i.seller_issued_invoice_variant,
    a.agreement_id is not null as has_agreement_row, coalesce(a.offer_id, l.event_offer_id) as offer_id, a.offer_set_id,
    a.proposer_account_id, a.acceptor_account_id, a.start_time, a.acceptance_time, a.end_time, a.accepted_term_types
  from feed_line_items as l
  left join feed_line_invoices as i
    using (line_kind, line_invoice, line_number, recipient_account_id, currency, payout_currency)
  left join feed_agreements_in_time as a
    on a.agreement_id = l.agreement_id and l.invoice_date >= a.valid_from and l.invoice_date < a.valid_to
)
select
  l.*, l.offer_id like 'aiqoffer-%' as is_image_offer,
  p.title as product_title, coalesce(m.legacy_id, l.product_id) as shown_product_id,
  o.name as offer_name, o.visibility_of_offer, o.visibility_of_revision,
  o.opportunity_id, o.opportunity_name, o.opportunity_description,
  -- Who proposed the agreement sells again what is another's, unless it is the one who gets the feed.
  case when l.proposer_account_id <> l.recipient_account_id and l.proposer_account_id not in (from feed_sellers) then r.aws_account_id end as reseller_account,
  case when l.proposer_account_id <> l.recipient_account_id and l.proposer_account_id not in (from feed_sellers) then r.company_name end as reseller_name,
  v.aws_account_id as manufacturer_account, v.company_name as manufacturer_name,
  s.aws_account_id as subscriber_account, s.encrypted_account_id as subscriber_encrypted_account,
  s.company_name as subscriber_name,
  coalesce(s.tax_address_id, s.mailing_address_id) as subscriber_address_id,
  y.aws_account_id as payer_account, y.encrypted_account_id as payer_encrypted_account,
  coalesce(y.tax_name, b.company_name, y.mailing_name) as payer_name,
  coalesce(y.tax_address_id, l.billing_address_id, y.mailing_address_id) as payer_address_id
from placed as l
left join feed_products as p
  on p.product_id = l.product_id and l.invoice_date >= p.valid_from and l.invoice_date < p.valid_to
left join feed_product_ids as m on m.product_id = l.product_id
left join feed_offers as o on o.offer_id = l.offer_id and l.invoice_date >= o.valid_from and l.invoice_date < o.valid_to
left join feed_accounts as r
  on r.account_id = l.proposer_account_id and l.invoice_date >= r.valid_from and l.invoice_date < r.valid_to
left join feed_accounts as v
  on v.account_id = p.manufacturer_account_id and l.invoice_date >= v.valid_from and l.invoice_date < v.valid_to
left join feed_accounts as s
  on s.account_id = l.acceptor_account_id and l.invoice_date >= s.valid_from and l.invoice_date < s.valid_to
left join feed_accounts as y
  on y.account_id = l.payer_account_id and l.invoice_date >= y.valid_from and l.invoice_date < y.valid_to
left join feed_addresses as b on b.address_id = l.billing_address_id;

-- What AWS's reports write where there is nothing.
create or replace macro subscriber_text(agreement_id, value) as
  case when agreement_id is null then 'Not available' else coalesce(value, 'Not provided') end;
create or replace macro resale_text(value, visibility, agreement_id) as
  case
    when value is not null then value
    when visibility = 'Public' or (visibility is null and agreement_id is not null) then 'Not applicable'
  end;
create or replace macro payment_term_text(invoice_date, due_date) as
  'Net ' || case
    when abs(date_sub('day', invoice_date, due_date)) > 180 then '180+'
    else abs(date_sub('day', invoice_date, due_date))::varchar
  end || ' days';
-- A fraction of two amounts with so many decimals, exactly: quotients of decimals would be binary.
create or replace macro cut_fraction(part, whole, factor) as
  abs(part * 1000000)::hugeint * factor // abs(whole * 1000000)::hugeint;
