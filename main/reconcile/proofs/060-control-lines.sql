-- What stands behind a failed control: the lines that make its difference, and, where exactly one thing comes to it,
-- the cause. Nothing of it is done for a control that passes.

create or replace temp table failures as
select *, try_cast(place as integer) as place_id
from checked_controls
where status = 'fail';

-- Known before the statements below are planned, so that a part that no control asks for is not even read.
set variable failed_controls = (select coalesce(list(distinct id), []) from failures);

-- control_parts: one row = one line, or one key, that is itself a part of the difference of a failed control.
create or replace temp table control_parts (
  id, subject, currency, transaction_reference, line_currency, amount, difference, file_id, block_no, line, section
) as
-- The net of a line is not its parts.
select
  f.id, f.subject, f.currency, l.transaction_reference, l.currency as line_currency, l.net as amount,
  l.net - (
    coalesce(l.gross, 0) + coalesce(l.fee, 0) + coalesce(l.refund, 0) + coalesce(l.fee_refund, 0)
      + case when v.tax = 'part' then coalesce(l.tax, 0) + coalesce(l.tax_refund, 0) else 0 end
  ) as rest,
  l.file_id, l.block_no, l.line, l.section
from failures as f
join net_variants as v on v.file_id = f.place_id and v.section = 'dis1'
join disbursed_lines as l on l.file_id = f.place_id and l.section = 'dis1'
where f.id = 'net-formula' and list_contains(getvariable('failed_controls'), 'net-formula')
  -- Each part was rounded to a cent before it was added.
  and coalesce(abs(rest) > 0.02 + case when l.refund <> 0 or l.fee_refund <> 0 then 0.02 else 0 end
    + case when v.tax = 'part' then 0.02 else 0 end, true)
union all
select
  f.id, f.subject, f.currency, r.transaction_reference, r.currency, r.net,
  case when v.is_ten then r.rest_ten else r.rest_eighteen end as rest,
  r.file_id, r.block_no, r.line, 'collections_and_disbursements'
from failures as f
join export_formulas as v on v.file_id = f.place_id
join export_rests as r on r.file_id = f.place_id
where f.id = 'net-formula' and list_contains(getvariable('failed_controls'), 'net-formula')
  and coalesce(abs(rest) > r.allowed and not is_unstated(rest, r.price, r.allowed, r.currency), true)
union all
select
  f.id, f.subject, f.currency, l.transaction_reference_id, l.currency, l.seller_net_revenue,
  try(l.seller_net_revenue - l.disbursed_net_revenue - l.undisbursed_net_revenue) as rest,
  l.file_id, l.block_no, l.line, 'billed_revenue'
from failures as f
join billed_revenue as l on l.file_id = f.place_id
where f.id = 'dashboard-identity' and list_contains(getvariable('failed_controls'), 'dashboard-identity')
  and coalesce(not is_within(rest, getvariable('tolerance')), true)
union all
-- A key whose opening, billed and disbursed do not give its closing.
select
  f.id, f.subject, f.currency, k.transaction_reference, f.currency, sum(k.net) filter (where k.role = 'closing'),
  sum(case when k.role in ('closing', 'disbursed') then k.net else -k.net end) as rest, null, null, null, null
from failures as f
join (
  select 'opening' as role, l.transaction_reference, l.currency, l.delivery_date as day, l.net
  from uncollected_lines as l where l.counted
  union all
  select 'closing', transaction_reference, currency, delivery_date, net from uncollected_lines where counted
  union all
  select 'billed', transaction_reference, currency, day, net from rolled_lines
  union all
  select 'disbursed', transaction_reference, currency, disbursement_date, net
  from disbursed_lines where counted and is_aws_inc(seller_of_record)
) as k
  on k.currency = f.currency
  and case k.role
    when 'opening' then k.day = try_cast(split_part(f.place, '/', 1) as date)
    when 'closing' then k.day = try_cast(split_part(f.place, '/', 2) as date)
    else k.day > try_cast(split_part(f.place, '/', 1) as date)
      and k.day <= try_cast(split_part(f.place, '/', 2) as date)
  end
where f.id = 'roll-forward' and list_contains(getvariable('failed_controls'), 'roll-forward')
group by all
having sum(case when k.role in ('closing', 'disbursed') then k.net else -k.net end) <> 0;

-- total_lines: one row = one line of a total that a failed control compares, or (`is_added` false) one that stands
-- beside it.
create or replace temp table total_lines as
select
  f.id, f.subject, f.currency, f.difference as wanted, true as is_added, l.transaction_reference, l.net,
  l.file_id, l.block_no, l.line, l.section
from failures as f
join disbursed_lines as l on l.section = 'dis1' and l.delivery_id = f.place_id and l.currency = f.currency
where f.id in ('settlement-lines', 'collected-total')
  and list_has_any(getvariable('failed_controls'), ['settlement-lines', 'collected-total'])
  and l.why_not_counted is distinct from 'duplicate'
union all
-- A correction that another source shows at that time.
select
  f.id, f.subject, f.currency, f.difference, false, null, l.net, l.file_id, l.block_no, l.line, l.section
from failures as f
join deliveries as d on d.delivery_id = f.place_id
join disbursed_lines as l
  on l.currency = f.currency and l.transaction_reference is null
  and abs(l.disbursement_date - coalesce(d.deposit_date, d.delivery_date)) <= 7
  and (l.section <> 'dis1' or l.delivery_id <> f.place_id)
where f.id in ('settlement-lines', 'collected-total')
  and list_has_any(getvariable('failed_controls'), ['settlement-lines', 'collected-total'])
union all
select
  f.id, f.subject, f.currency, f.difference, f.id = 'uncollected-total'
    or coalesce(l.due_date < l.delivery_date, false),
  l.transaction_reference, l.net, l.file_id, l.block_no, l.line, l.section
from failures as f
join uncollected_lines as l on l.delivery_id = f.place_id and l.currency = f.currency
where f.id in ('uncollected-total', 'past-due-total')
  and list_has_any(getvariable('failed_controls'), ['uncollected-total', 'past-due-total']) and l.counted
union all
-- What was asked for, as the refund that it should be.
select
  f.id, f.subject, f.currency, f.difference, true, null, -l.refund_amount, l.file_id, l.block_no, l.line,
  'billing_adjustments'
from failures as f
join billing_adjustments as l
  on f.subject = 'Invoice ' || l.invoice_id || ', agreement ' || l.agreement_id
  and coalesce(upper(l.currency_code) = f.currency, true)
where f.id = 'adjustment-refund';
