-- One row = one key with disbursed lines, in all settlements or in the one that was asked for.
with products as (
  select transaction_reference, currency, min(product) as product, min(payer) as payer
  from disbursed_source_lines
  where transaction_reference is not null
  group by transaction_reference, currency
),
payouts as (
  -- Of one payout every source that tells of it says the same, so the lines of all of them speak here.
  select distinct
    transaction_reference, currency, case when transaction_reference is null then settlement end as own_settlement,
    seller_of_record_name(seller_of_record) as seller_of_record, bank_trace_id, disbursement_reference_number
  from disbursed_source_lines
  where (seller_of_record is not null or bank_trace_id is not null or disbursement_reference_number is not null)
    and (disbursement_date is null or disbursement_date <= (select as_of from run))
),
paid_once as (
  -- Lists are dear, and nearly every key was paid by one payout.
  select
    transaction_reference, currency, own_settlement, min(seller_of_record) as seller_of_record,
    min(bank_trace_id) as bank_trace_id, min(disbursement_reference_number) as disbursement_reference_number,
    min(seller_of_record) is distinct from max(seller_of_record) or min(bank_trace_id) is distinct from max(bank_trace_id)
      or min(disbursement_reference_number) is distinct from max(disbursement_reference_number) as is_several
  from payouts
  group by transaction_reference, currency, own_settlement
),
paid_several as (
  select
    p.transaction_reference, p.currency, p.own_settlement,
    string_agg(distinct p.seller_of_record, ', ' order by p.seller_of_record) as seller_of_record,
    string_agg(distinct p.bank_trace_id, ', ' order by p.bank_trace_id) as bank_trace_id,
    string_agg(distinct p.disbursement_reference_number, ', ' order by p.disbursement_reference_number)
      as disbursement_reference_number
  from payouts as p
  join paid_once as o
    on o.is_several and o.transaction_reference is not distinct from p.transaction_reference and o.currency = p.currency
    and o.own_settlement is not distinct from p.own_settlement
  group by p.transaction_reference, p.currency, p.own_settlement
),
paid as (
  select * exclude (is_several) from paid_once where not is_several
  union all
  select * from paid_several
),
collected_lines as (
  -- The COLLECTED events of a data feed; of what is billed by another source, what the billed revenue export says.
  select m.transaction_reference, m.currency, m.net
  from feed_movements as m
  cross join run as r
  anti join (select transaction_reference, currency from reconciled_keys where billed_rank > 1) as k
    on k.transaction_reference = m.transaction_reference and k.currency = m.currency
  where m.side = 'collected' and (m.day is null or m.day <= r.as_of)
  union all
  select l.transaction_reference, l.currency, b.collected_net_revenue
  from billed_revenue as b
  join billed_lines as l on l.file_id = b.file_id and l.block_no = b.block_no and l.line = b.line
  where l.section = 'billed_revenue' and l.counted and b.collected_net_revenue is not null
),
collected as (
  select transaction_reference, currency, sum(net) as net
  from collected_lines
  where transaction_reference is not null
  group by transaction_reference, currency
),
chosen as (
  select distinct transaction_reference, currency, settlement
  from disbursed_source_lines
  where settlement = $settlement or list_contains(string_split(settlement, ', '), $settlement) or bank_trace_id = $settlement
)
select
  r.currency, r.transaction_reference, r.state, r.reason, s.product, s.payer, p.seller_of_record,
  r.billing_date,
  -- Other reports than these say nothing of the day of an invoice, only of its month.
  case when r.billed_source in ('data_feed', 'billed_revenue') and r.due_date >= r.billing_date
    then 'Net ' || (r.due_date - r.billing_date) || ' days'
  end as payment_terms,
  r.due_date, r.last_disbursement_date, r.days_late,
  p.bank_trace_id, p.disbursement_reference_number,
  r.billed_lines, r.disbursed_lines, r.billed_net, c.net as collected_net, r.disbursed_net, r.open_net, r.notes, r.explanation,
  concat_ws(chr(31), r.currency, coalesce(r.last_disbursement_date::varchar, '~'), coalesce(r.transaction_reference, '~')) as position
from reconciliation as r
left join products as s on s.transaction_reference = r.transaction_reference and s.currency = r.currency
left join paid as p
  on p.transaction_reference is not distinct from r.transaction_reference and p.currency = r.currency
  and p.own_settlement is not distinct from case when r.transaction_reference is null then r.settlement end
left join collected as c on c.transaction_reference = r.transaction_reference and c.currency = r.currency
where r.disbursed_lines > 0
  and (
    $settlement is null
    or exists (
      select 1
      from chosen as c
      where c.currency = r.currency
        and (c.transaction_reference = r.transaction_reference
          or (r.transaction_reference is null and c.transaction_reference is null and c.settlement = r.settlement))
    )
  )
