-- event_rows: one row = one row of the billing event feed as it was delivered, with what the archived reports read of
-- it.
create or replace view event_rows as
select
  billing_event_id, parent_billing_event_id, disbursement_billing_event_id, action, transaction_type, amount, currency,
  from_account_id, to_account_id, end_user_account_id, billing_address_id, product_id, agreement_id, invoice_id,
  invoice_date, payment_due_date, usage_period_start_date, usage_period_end_date, transaction_reference_id,
  bank_trace_id, coalesce(broker_id, 'AWS_INC') as broker_id, valid_from, insert_date, update_date, delete_date,
  coalesce(balance_impacting = 1 and transaction_type <> 'BALANCE_ADJUSTMENT', false) as moves_balance
from billing_event_feed;

-- written_events: one row = one row of the billing event feed that is the latest of its event and `valid_from`, deleted
-- ones included; or the latest of those that move the balance, for sales compensation asks for these before it looks
-- which is the latest. Only events that repeat are looked at row by row.
create or replace view written_events as
with repeated as (
  select distinct billing_event_id
  from billing_event_feed
  semi join older_billing_event_feed using (file_id, block_no, line)
),
repeating as (
  select *, hash(r) as content
  from event_rows as r
  semi join repeated using (billing_event_id)
)
select
  * exclude (content),
  row_number() over (
    partition by billing_event_id, valid_from
    order by update_date desc nulls last, insert_date desc nulls last, content desc
  ) = 1 as is_latest,
  moves_balance and row_number() over (
    partition by billing_event_id, valid_from, moves_balance
    order by update_date desc nulls last, insert_date desc nulls last, content desc
  ) = 1 as is_latest_moving
from repeating
union all
select *, true, moves_balance
from event_rows
anti join repeated using (billing_event_id);

-- archived_events: one row = one billing event in its latest form, as the archived reports read it.
create or replace view archived_events as
from written_events
where is_latest and delete_date is null;

-- fee_payers: one row = whoever pays the listing fees, who is the seller of these reports; null where nobody does.
-- AWS's queries fail where there are two; here each of them is the seller.
create or replace view fee_payers as
select list(distinct from_account_id) as accounts
from archived_events
where action = 'INVOICED' and transaction_type = 'AWS_REV_SHARE' and amount <= 0 and from_account_id is not null;

-- events_of_sales: one row = one billing event under the invoice of the sale that it belongs to. Another entity than
-- AWS Inc. takes its listing fee on an invoice of its own, and the fee names its sale as its parent. Everything on the
-- invoice of a fee goes over to the sale; where that invoice takes the fees of several sales, to each of them, and
-- where a sale has two such invoices, all that belongs to it stands twice.
create or replace view events_of_sales as
with fees as (
  select distinct parent_billing_event_id as sale_event_id, invoice_id as fee_invoice_id, transaction_reference_id
  from archived_events
  where action = 'INVOICED' and starts_with(transaction_type, 'AWS_REV_SHARE') and broker_id <> 'AWS_INC'
    and parent_billing_event_id is not null
),
sales as (
  select distinct
    f.fee_invoice_id, f.transaction_reference_id as fee_reference, s.billing_event_id, s.invoice_id, s.invoice_date,
    s.transaction_reference_id, s.from_account_id, s.billing_address_id, s.payment_due_date, s.agreement_id
  from archived_events as s
  join fees as f on f.sale_event_id = s.billing_event_id
  where starts_with(s.transaction_type, 'SELLER_REV_SHARE') and s.broker_id <> 'AWS_INC'
)
select
  e.billing_event_id, e.disbursement_billing_event_id, e.action, e.transaction_type, e.amount, e.currency,
  e.to_account_id, e.end_user_account_id, e.product_id, e.usage_period_start_date, e.usage_period_end_date,
  e.broker_id, e.invoice_id as own_invoice_id, e.payment_due_date as own_payment_due_date,
  f.fee_invoice_id as listing_fee_invoice_id,
  -- What the sale leaves empty is empty.
  case when s.billing_event_id is null then e.invoice_id else s.invoice_id end as invoice_id,
  coalesce(s.invoice_date, e.invoice_date) as invoice_date,
  case when s.billing_event_id is null then e.transaction_reference_id else s.transaction_reference_id end
    as transaction_reference_id,
  case when s.billing_event_id is null then e.from_account_id else s.from_account_id end as from_account_id,
  case when s.billing_event_id is null then e.billing_address_id else s.billing_address_id end as billing_address_id,
  case when s.billing_event_id is null then e.payment_due_date else s.payment_due_date end as payment_due_date,
  case when s.billing_event_id is null then e.agreement_id else s.agreement_id end as agreement_id
from archived_events as e
left join sales as s on s.fee_invoice_id = e.invoice_id
left join fees as f
  on f.sale_event_id = case
    when e.broker_id = 'AWS_INC' then null
    when starts_with(e.transaction_type, 'SELLER_REV_SHARE') then e.billing_event_id
    else e.parent_billing_event_id
  end;

-- The amounts that AWS's archived reports take for the net.
create or replace macro is_net_type(transaction_type) as
  transaction_type in (
    'SELLER_REV_SHARE', 'SELLER_REV_SHARE_REFUND', 'SELLER_REV_SHARE_CREDIT', 'AWS_REV_SHARE', 'AWS_REV_SHARE_REFUND',
    'AWS_REV_SHARE_CREDIT', 'SELLER_TAX_SHARE', 'SELLER_TAX_SHARE_REFUND'
  );

-- A sum of amounts in whole cents; 0 of nothing.
create or replace macro in_cents(amount) as coalesce(round(amount, 2), 0)::decimal(38, 6);
