-- figures: one row = one currency with its sums up to the as-of date, all of them net.
-- `collected` is what AWS has from the customers: per key the collected net revenue that the billed revenue export
-- states, and at least what was disbursed, for that was collected before. It is null where neither such an export nor
-- section 5 of a disbursement report (which has no currency: USD) says what was collected.
-- Of a data feed it is what its COLLECTED events come to.
-- `banked` are the payouts of a data feed that have a bank trace id, in the currency in which they were paid, and the
-- other disbursed lines whose deposit is known: by a bank trace id, or by the settlement of section 2. It is null where
-- no deposit is known.
with collected_lines as (
  select l.transaction_reference, l.currency, r.collected_net_revenue as net
  from billed_revenue as r
  join billed_lines as l on l.file_id = r.file_id and l.block_no = r.block_no and l.line = r.line
  where l.section = 'billed_revenue' and l.counted and r.collected_net_revenue is not null
),
collected as (
  select transaction_reference, currency, sum(net) as net
  from (
    from collected_lines
    union all
    select transaction_reference, currency, net
    from feed_movements
    -- What is billed by another source is collected by what that source says.
    anti join (select transaction_reference, currency from reconciled_keys where billed_rank > 1) as k
      using (transaction_reference, currency)
    where side = 'collected' and (day is null or day <= (select as_of from run))
  )
  group by all
),
section_5 as (
  select count(*) > 0 as is_loaded
  from dis5
  join block_deliveries as b using (file_id, block_no)
  where b.counted and b.delivery_date <= (select as_of from run)
),
banked_lines as (
  select currency, sum(net) as net
  from disbursed_lines as l
  -- The whole deposit is counted where the feed has it.
  anti join feed_payout_events as p
    on p.bank_trace_id = l.bank_trace_id or p.disbursement_reference_number = l.disbursement_reference_number
  where source_rank > 1 and counted and (
    bank_trace_id is not null
    or (section = 'dis1' and delivery_id in (
      select delivery_id from settlements where source = 'disbursement' and disbursed_amount is not null
    ))
  )
  group by currency
),
banked as (
  select currency, sum(net) as net
  from (
    from banked_lines
    union all
    select currency, amount
    from feed_payouts
    where deposit_trace_id is not null and disbursement_date::date <= (select as_of from run)
  )
  group by currency
),
keys as (
  select
    coalesce(k.currency, c.currency) as currency, coalesce(sum(k.billed_net), 0) as billed,
    case when count(c.net) > 0 or (coalesce(k.currency, c.currency) = 'USD' and (select is_loaded from section_5)) then
      sum(case when abs(c.net) > abs(coalesce(k.disbursed_net, 0)) then c.net else k.disbursed_net end)
    end as collected,
    coalesce(sum(k.disbursed_net), 0) as disbursed,
    coalesce(sum(k.billed_net - k.disbursed_net) filter (where is_open_state(k.state)), 0) as open,
    coalesce(
      sum(k.billed_net - k.disbursed_net) filter (where is_open_state(k.state) and k.due_date < (select as_of from run)), 0
    ) as past_due
  from reconciled_keys as k
  full join collected as c on c.transaction_reference = k.transaction_reference and c.currency = k.currency
  group by 1
)
-- A payout may be in a currency in which nothing is priced.
select
  currency, coalesce(k.billed, 0) as billed, k.collected, coalesce(k.disbursed, 0) as disbursed, b.net as banked,
  coalesce(k.open, 0) as open, coalesce(k.past_due, 0) as past_due
from keys as k
full join banked as b using (currency)
