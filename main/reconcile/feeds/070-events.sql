-- linked_charges: one row = one event of another entity than AWS Inc. from before the column
-- `buyer_transaction_reference_id`, with the charge of the buyer that it belongs to: its listing fee stands on an
-- invoice and a reference of its own, and only `parent_billing_event_id` leads to the charge (AWS's
-- sample queries of 2022).
-- key: billing_event_id
create or replace table linked_charges as
with recursive steps as (
  select billing_event_id, parent_billing_event_id as parent, 0 as steps, transaction_reference_id, invoice_id
  from unlinked_rows
  where parent_billing_event_id is not null
  union all
  select s.billing_event_id, u.parent_billing_event_id, s.steps + 1, u.transaction_reference_id, u.invoice_id
  from steps as s
  join unlinked_rows as u on u.billing_event_id = s.parent
  where s.steps < 5
)
select
  billing_event_id, arg_max(transaction_reference_id, steps) as charge_reference,
  arg_max(invoice_id, steps) as charge_invoice
from steps
where steps > 0
group by billing_event_id;

-- adopted_lines: one row = one reference whose events partly come from before the line ids, where all later ones name
-- the same line of the same invoice: the earlier ones belong to it as well.
-- key: reference
create or replace table adopted_lines as
select
  e.reference, min(l.buyer_invoice_id) as buyer_invoice, min(l.buyer_line_item_id) as buyer_line,
  min(l.recipient_account_id) as recipient
from latest_billing_event_feed as l
join (select distinct reference from lineless_references where is_early) as e
  on e.reference = coalesce(l.buyer_transaction_reference_id, l.transaction_reference_id)
where l.buyer_invoice_id is not null
group by e.reference
having min(l.buyer_invoice_id) = max(l.buyer_invoice_id)
  and min(l.buyer_line_item_id) is not distinct from max(l.buyer_line_item_id)
  and min(l.recipient_account_id) is not distinct from max(l.recipient_account_id);

-- told_event_files: one row = one file with billing events, and what tells what `feed_events` says of them: their rows,
-- and what the files together tell of payouts, charges, lines and the seller's own accounts.
-- key: file_id
create or replace table told_event_files as
with payouts as (
  select
    n.file_id,
    sum(hash(
      p.payout_id, p.is_failure, p.is_test, p.paid_at, p.bank_trace_id, p.disbursement_reference_number, p.settlement,
      p.currency
    )) as told
  from named_payouts as n
  join feed_payout_events as p using (payout_id)
  group by n.file_id
),
charges as (
  select u.file_id, sum(hash(c)) as told
  from unlinked_rows as u
  join linked_charges as c using (billing_event_id)
  group by u.file_id
),
lines as (
  select r.file_id, sum(hash(a)) as told
  from lineless_references as r
  join adopted_lines as a using (reference)
  group by r.file_id
)
select
  f.file_id,
  row(f.made_from, p.told, c.told, l.told, (select sum(hash(s)) from feed_sellers as s))::varchar as made_from
from event_files as f
left join payouts as p using (file_id)
left join charges as c using (file_id)
left join lines as l using (file_id);

-- event_category: which amount of a line an event is part of.
create or replace macro event_category(transaction_type, is_cost_of_goods, is_resale_invoice, is_fee_charge) as
  case
    when transaction_type = 'SELLER_REV_SHARE' and is_cost_of_goods then 'cost_of_goods'
    when transaction_type = 'SELLER_REV_SHARE' then 'gross_revenue'
    when transaction_type in ('SELLER_REV_SHARE_REFUND', 'SELLER_REV_SHARE_CREDIT')
      then case when is_cost_of_goods then 'cost_of_goods_refund' else 'gross_refund' end
    when transaction_type = 'AWS_REV_SHARE' then 'listing_fee'
    when transaction_type in ('AWS_REV_SHARE_REFUND', 'AWS_REV_SHARE_CREDIT') then 'listing_fee_refund'
    when transaction_type = 'SELLER_TAX_SHARE'
      then case when is_resale_invoice then 'wholesale_seller_tax' else 'seller_tax' end
    when transaction_type = 'SELLER_TAX_SHARE_REFUND'
      then case when is_resale_invoice then 'wholesale_seller_tax_refund' else 'seller_tax_refund' end
    when transaction_type = 'OTHER_SELLER_TAX_SHARE'
      then case when is_resale_invoice then 'wholesale_other_seller_tax' else 'other_seller_tax' end
    when transaction_type = 'OTHER_SELLER_TAX_SHARE_REFUND'
      then case when is_resale_invoice then 'wholesale_other_seller_tax_refund' else 'other_seller_tax_refund' end
    when transaction_type = 'AWS_TAX_SHARE'
      then case when is_resale_invoice then 'wholesale_aws_tax' when is_fee_charge then 'fee_aws_tax' else 'aws_tax' end
    when transaction_type = 'AWS_TAX_SHARE_REFUND' then case
      when is_resale_invoice then 'wholesale_aws_tax_refund'
      when is_fee_charge then 'fee_aws_tax_refund'
      else 'aws_tax_refund'
    end
    when transaction_type in ('AWS_INFRA_SHARE', 'INFRA_FEE_PRETAX') then 'infrastructure_netting'
    when transaction_type = 'BALANCE_ADJUSTMENT' then 'balance_adjustment'
    else 'other'
  end;

-- feed_events: one row = one accounting event that belongs to a line of an invoice (payouts themselves do not), in its
-- latest form, with the line that it belongs to, what it is, and what became of it.
-- key: file_id, block_no, line
create or replace view feed_events as
with told as (
  select
    l.* exclude (recipient_account_id),
    coalesce(l.broker_id, 'AWS_INC') as seller_of_record,
    coalesce(l.buyer_transaction_reference_id, c.charge_reference, l.transaction_reference_id) as transaction_reference,
    coalesce(l.recipient_account_id, a.recipient, '') as recipient_account_id,
    coalesce(l.disbursement_currency, l.currency) as payout_currency,
    -- The column is filled only where the two currencies differ.
    case
      when l.disbursement_amount is not null then l.disbursement_amount
      when coalesce(l.disbursement_currency, l.currency) = l.currency then l.amount
    end as payout_amount,
    coalesce(l.invoice_variant, case
      when l.transaction_type like 'AWS%'
        and l.transaction_reference_id <> coalesce(l.buyer_transaction_reference_id,
          c.charge_reference) then 'LISTING_FEE'
      else 'PURCHASE'
    end) as variant,
    -- The line: of the buyer's invoice, else of the seller's own, else a correction without any invoice.
    coalesce(l.buyer_invoice_id, a.buyer_invoice) as line_buyer_invoice_id,
    case
      when l.transaction_type = 'BALANCE_ADJUSTMENT' then 'adjustment'
      when line_buyer_invoice_id is not null then 'buyer invoice'
      else 'own invoice'
    end as line_kind,
    coalesce(case line_kind
      when 'adjustment' then strftime(l.invoice_date, '%Y-%m-%d %H:%M:%S.%g UTC')
      when 'buyer invoice' then line_buyer_invoice_id
      else coalesce(c.charge_invoice, l.invoice_id)
    end, '') as line_invoice,
    coalesce(case line_kind
      when 'buyer invoice' then coalesce(l.buyer_line_item_id, a.buyer_line, transaction_reference)
      when 'own invoice' then coalesce(l.line_item_id, transaction_reference)
    end, '') as line_number,
    p.payout_id, p.is_failure, p.is_test, p.paid_at,
    -- A line whose payout is not loaded may carry the ids of it all the same.
    case when p.payout_id is null then real_trace(l.bank_trace_id) else p.bank_trace_id end as payout_trace_id,
    case when p.payout_id is null then l.disbursement_reference_number
      else p.disbursement_reference_number end as payout_reference_number,
    coalesce(payout_name(p.settlement, payout_trace_id, payout_reference_number), l.disbursement_billing_event_id,
      'payout not loaded') as settlement
  from latest_billing_event_feed as l
  left join linked_charges as c on c.billing_event_id = l.billing_event_id
  left join adopted_lines as a
    on a.reference = case when l.buyer_invoice_id is null and l.line_item_id is null then l.transaction_reference_id end
  left join feed_payout_events as p on p.payout_id = l.disbursement_billing_event_id
  where l.delete_date is null and l.transaction_type not like 'DISBURSEMENT%'
),
sorted as (
  select
    *,
    variant = 'RESALE' as is_resale_invoice,
    variant = 'LISTING_FEE' or coalesce(variant = 'PURCHASE'
      and charge_variant = 'LISTING_FEE', false) as is_fee_charge,
    transaction_type like 'SELLER_REV_SHARE%' and case
      when charge_variant is not null then charge_variant = 'RESALE' and coalesce(charge_side, '') = 'BUYING'
      -- Before there was that column: what the seller owes to the manufacturer goes to an account that is not the
      -- seller's.
      else coalesce(to_account_id not in (from feed_sellers), false) and exists (select 1 from feed_sellers)
    end as is_cost_of_goods,
    case
      when action = 'COLLECTED' then 'collected'
      when payout_id is not null then 'payout'
      else 'invoiced'
    end as bucket
  from told
),
categorised as (
  select
    *,
    event_category(transaction_type, is_cost_of_goods, is_resale_invoice, is_fee_charge) as category,
    -- A share of the tax that AWS remits is information, unless it moves the balance; whatever is paid out or collected
    -- does.
    transaction_type not like 'AWS_TAX_SHARE%' or coalesce(balance_impacting = 1, false)
      or action in ('DISBURSED', 'COLLECTED') as moves_balance
  from sorted
)
select
  *,
  case
    when action = 'DISBURSED' then 'disbursed'
    when action = 'COLLECTED' then 'collected'
    when action in ('INVOICED', 'FORGIVEN') then 'billed'
    else 'unknown'
  end as side,
  real_day(case
    -- Nothing is paid before it is invoiced.
    when action = 'DISBURSED' then coalesce(paid_at, action_date, invoice_date)
    when action = 'COLLECTED' then action_date
    -- What was forgiven or refunded was so later than it was invoiced, and may keep the date of the invoice.
    when action = 'FORGIVEN' or transaction_type like '%\_REFUND' escape '\'
      or transaction_type like '%\_CREDIT' escape '\'
      then coalesce(action_date, invoice_date)
    else invoice_date
  end) as day,
  -- AWS is nobody's payer; a correction without an invoice is paid by the one who gets it.
  case
    when transaction_type like 'AWS%' or is_cost_of_goods
      or (is_resale_invoice and transaction_type like '%TAX_SHARE%') then null
    when invoice_id is null then to_account_id
    else from_account_id
  end as payer_account_id,
  -- Taxes that AWS Brazil (IRRF) and AWS in India, which alone pays in rupees (section 194-O and TCS), keep back and
  -- remit: a share of AWS in the tax of the sale itself that moves the balance, while the buyer's tax does not.
  moves_balance and category in ('aws_tax', 'aws_tax_refund', 'wholesale_aws_tax', 'wholesale_aws_tax_refund')
    and (is_aws_brazil(seller_of_record) or coalesce(payout_currency = 'INR', false)) as is_withheld,
  -- Corrections of a balance have no reference that anything could be matched by.
  case when line_kind <> 'adjustment' then transaction_reference end as key_reference,
  -- What counts in the reconciliation: what moves the balance, whatever AWS may call it one day.
  moves_balance and (category <> 'other' or balance_impacting = 1 or action in ('DISBURSED', 'COLLECTED')) as is_counted
from categorised;
