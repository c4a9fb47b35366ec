-- charges: one row = one line of an invoice that is to be paid, with the days on which something happens to it.
create view charges as
select i, 0 as charge, balance, amount, sale_day as day, collected_day, payout_day, forgiven_day,
  is_seen_collected, is_paid, is_forgiven
from sale_facts('sale_numbers')
union all
select i, 1, balance, -fee, sale_day, collected_day, payout_day, forgiven_day, is_seen_collected, is_paid, is_forgiven
from sale_facts('sale_numbers')
union all
select i, 2, balance, tax, sale_day, null, null, forgiven_day, false, false, is_forgiven
from sale_facts('sale_numbers')
union all
select i, 3, balance, -vat, sale_day, collected_day, payout_day, forgiven_day, is_seen_collected, is_paid, is_forgiven
from sale_facts('sale_numbers')
where broker > 0
union all
select i, 4, balance, -refund, refund_day, null, greatest(payout_day, refund_day + 5), null, false, is_paid, false
from sale_facts('sale_numbers')
where is_refunded
union all
select i, 5, balance, round(refund * 0.03, 2)::decimal(18, 2), refund_day, null, greatest(payout_day, refund_day + 5),
  null, false, is_paid, false
from sale_facts('sale_numbers')
where is_refunded;

-- sale_events: one row = one billing event; steps are 0 invoiced, 1 collected, 2 disbursed, 3 forgiven. Of a payout, which
-- is charge 6, `i` is the number of the balance that it empties.
create view sale_events as
with payouts as (
  -- A balance that is not positive is not paid out.
  select payout_day, balance, sum(amount) as paid
  from charges
  where is_paid
  group by payout_day, balance
  having sum(amount) > 0
)
select day::usmallint as day, step::utinyint as step, charge::utinyint as charge, i::integer as i,
  amount::decimal(18, 2) as event_amount
from (
  select day, 0 as step, charge, i, amount from charges
  union all
  select collected_day, 1, charge, i, amount from charges where is_seen_collected
  union all
  select payout_day, 2, charge, i, -amount from charges semi join payouts using (payout_day, balance) where is_paid
  union all
  select forgiven_day, 3, charge, i, -amount from charges where is_forgiven
  union all
  select payout_day, 2, 6, balance, paid from payouts
)
where day < getvariable('days');

-- events: those of the time that is made, in the order of their delivery.
create table events as
from sale_events
where day between getvariable('begin_day') and getvariable('end_day')
order by day, charge = 6, i, charge, step;

-- month_events: the events of one file, in that order.
create view month_events as
from events where day between getvariable('first_day') and getvariable('last_day');

create macro event_id(step, charge, i) as sha1(step || '.' || charge || '.' || i);
create macro payout_id(day, balance) as sha1('payout.' || day || '.' || balance);

create view billing_event_feed_rows as
select
  case when charge = 6 then payout_id(day, i) else event_id(step, charge, i) end as billing_event_id,
  case
    when charge = 6 then account_id('broker.' || i // 2)
    when charge in (0, 2, 4) then account_id(account)
    else account_id('seller')
  end as from_account_id,
  case when charge in (0, 4, 6) then account_id('seller') else account_id('broker.' || broker) end as to_account_id,
  case when charge < 6 then account_id(account) end as end_user_account_id,
  case when charge < 6 then product_id(product) end as product_id,
  ['INVOICED', 'COLLECTED', 'DISBURSED', 'FORGIVEN'][step + 1] as action,
  ['SELLER_REV_SHARE', 'AWS_REV_SHARE', 'AWS_TAX_SHARE', 'AWS_TAX_SHARE', 'SELLER_REV_SHARE_REFUND',
   'AWS_REV_SHARE_REFUND', 'DISBURSEMENT'][charge + 1] as transaction_type,
  case
    when charge = 6 or step = 1 then null
    when step > 1 then event_id(0, charge, i)
    when is_own_fee then event_id(0, 0, i)
  end as parent_billing_event_id,
  case when step = 2 and charge < 6 then payout_id(day, balance) end as disbursement_billing_event_id,
  event_amount as amount, currency_name(case when charge = 6 then i else balance end) as currency,
  null as disbursement_amount, null as disbursement_currency,
  (step in (0, 3) and charge <> 2)::integer as balance_impacting,
  case
    when charge = 6 then action_moment
    when charge in (4, 5) then moment(refund_day, sale_seconds)
    else sale_moment
  end as invoice_date,
  case when step in (0, 3) and charge < 4 then moment(sale_day + 30 + 15 * (account % 3), sale_seconds) end
    as payment_due_date,
  case when charge < 6 and agreement % 2 = 0 then moment(sale_day - 30, 0) end as usage_period_start_date,
  case when charge < 6 and agreement % 2 = 0 then moment(sale_day - 1, 86399) end as usage_period_end_date,
  case when charge < 6 then invoice_id(broker, case when charge in (4, 5) then i else invoice end, charge) end
    as invoice_id,
  case when charge in (0, 2, 4) then address_id(account) end as billing_address_id,
  case
    when charge = 6 then null
    when is_own_fee then md5('fee.' || reference)[1:26]
    else md5('reference.' || reference)[1:26]
  end as transaction_reference_id,
  case when charge = 6 then (1070000000 + day::integer * 8 + i)::varchar end as bank_trace_id,
  broker_name(case when charge = 6 then i // 2 else broker end) as broker_id,
  case when charge < 6 then md5('reference.' || reference)[1:26] end as buyer_transaction_reference_id,
  action_moment as action_date, account_id('seller') as recipient_account_id,
  case when charge < 6 then offer_id(agreement) end as offer_id,
  case when charge < 6 then sale_moment end as buyer_invoice_date,
  case when charge < 6 then line_item_id(i, if(is_own_fee, charge, 0)) end as line_item_id,
  case when charge < 6 then line_item_id(i, 0) end as buyer_line_item_id,
  case when charge in (1, 3, 5) then 'LISTING_FEE' end as charge_variant,
  case when charge < 6 then if(charge in (1, 3, 5), 'BUYING', 'SELLING') end as charge_side,
  case when charge < 6 then agreement_id(agreement) end as agreement_id,
  case when charge = 6 then 'DRN-' || lpad((day::integer * 8 + i)::varchar, 12, '0') end
    as disbursement_reference_number,
  'AWSMarketplace' as catalog,
  case when charge < 6 then invoice_id(broker, invoice, 0) end as buyer_invoice_id,
  case when charge < 6 then if(is_own_fee, 'LISTING_FEE', 'PURCHASE') end as invoice_variant,
  action_moment as valid_from, delivered(day) as insert_date, delivered(day) as update_date, null as delete_date
from (
  select *, charge in (1, 3, 5) and broker > 0 as is_own_fee, moment(sale_day, sale_seconds) as sale_moment,
    case
      when charge = 6 then moment(day, 36000 + i * 600)
      when step = 2 then moment(day, 36000 + balance * 600)
      else moment(day, sale_seconds)
    end as action_moment
  from sale_facts('month_events')
);
