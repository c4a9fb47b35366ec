-- One row = one key with disbursed lines, in all settlements or in the one that was asked for.
with products as (
  select transaction_reference, currency, min(product) as product, min(payer) as payer
  from disbursed_source_lines
  where transaction_reference is not null
  group by transaction_reference, currency
),
chosen as (
  select distinct transaction_reference, currency, settlement
  from disbursed_source_lines
  where settlement = $settlement or list_contains(string_split(settlement, ', '), $settlement) or bank_trace_id = $settlement
)
select
  r.currency, r.transaction_reference, r.state, r.reason, p.product, p.payer,
  r.billing_date, r.due_date, r.last_disbursement_date, r.days_late,
  r.billed_lines, r.disbursed_lines, r.billed_net, r.disbursed_net, r.open_net, r.notes, r.explanation,
  concat_ws(chr(31), r.currency, coalesce(r.last_disbursement_date::varchar, '~'), coalesce(r.transaction_reference, '~')) as position
from reconciliation as r
left join products as p on p.transaction_reference = r.transaction_reference and p.currency = r.currency
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
