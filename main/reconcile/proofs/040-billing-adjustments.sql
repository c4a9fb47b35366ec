-- What became of each adjustment that the seller asked AWS for. One may stand in several files: in the list that was
-- handed in, in its result, and in AWS's list of requests.

-- The states of requests as AWS and its tool for lists write them; one that is not known is waited for.
create or replace macro adjustment_state(status) as
  case regexp_replace(upper(trim(status)), '[^A-Z]+', '_', 'g')
    when 'COMPLETED' then 'completed'
    when 'ADJUSTED' then 'completed'
    when 'VALIDATION_FAILED' then 'not asked'
    when 'SUBMIT_FAILED' then 'not asked'
    when 'FAILED' then 'not asked'
    when 'ERROR' then 'not asked'
    when 'NEED_REVIEW' then 'not asked'
    when 'DRY_RUN_OK' then 'not asked'
    else 'waiting'
  end;

-- adjustment_requests: one row = one adjustment that was asked for: a request by its id, or a row of a list that no
-- request answers. An amount has its currency only where the file names one.
create or replace temp table adjustment_requests as
with told as (
  select
    l.request_id, l.invoice_id, l.agreement_id, l.refund_amount as amount, upper(l.currency_code) as currency, l.status,
    -- A list has no dates: it was handed in on the day that was given for it, if any.
    coalesce(l.created_at::date, l.processed_at::date, f.delivered, f.name_date) as asked_on,
    case
      when l.review_reason is not null then 'not asked'
      when l.status is not null then adjustment_state(l.status)
    end as state
  from billing_adjustments as l
  join files as f using (file_id)
  where invoice_id is not null and agreement_id is not null and refund_amount is not null
),
numbered as (
  select
    request_id, min(invoice_id) as invoice_id, min(agreement_id) as agreement_id,
    -- The tool repeats an earlier request beside the amount that was asked for now.
    coalesce(max(amount) filter (where status is null or upper(status) <> 'ALREADY_PROCESSED'), max(amount)) as amount,
    max(currency) as currency, min(asked_on) as asked_on,
    -- What is final stays so, whatever an earlier file said.
    case
      when bool_or(state = 'completed') then 'completed'
      when bool_or(state = 'not asked') then 'not asked'
      else 'waiting'
    end as state,
    any_value(status order by asked_on desc) as status
  from told
  where request_id is not null
  group by request_id
),
unnumbered as (
  select invoice_id, agreement_id, amount, max(currency) as currency, min(asked_on) as asked_on, max(status) as status,
    coalesce(max(state), 'listed') as state
  from told as t
  anti join numbered as n
    on n.invoice_id = t.invoice_id and n.agreement_id = t.agreement_id and n.amount = t.amount
  where t.request_id is null
  group by invoice_id, agreement_id, amount
  having not coalesce(bool_or(state = 'not asked'), false)
)
from numbered
where state <> 'not asked'
union all by name
from unnumbered;

-- adjusted_lines: one row = one billed line that counts, of an invoice that an adjustment names. The row of a sale in
-- an export shows its refunds without their day; a refund with a line of its own has one.
create or replace temp table adjusted_lines as
with asked as (select distinct invoice_id from adjustment_requests),
-- A credit memo is an invoice of its own that names the one of the buyer.
places as (
  select a.invoice_id, r.agreement_id, r.file_id, r.block_no, r.line
  from asked as a
  join billed_revenue as r on r.invoice_id = a.invoice_id
  union
  select a.invoice_id, e.agreement_id, e.file_id, e.block_no, e.line
  from asked as a
  join latest_billing_event_feed as e on e.invoice_id = a.invoice_id
  union
  select a.invoice_id, e.agreement_id, e.file_id, e.block_no, e.line
  from asked as a
  join latest_billing_event_feed as e on e.buyer_invoice_id = a.invoice_id
)
select p.invoice_id, p.agreement_id, l.currency, l.billing_date, coalesce(l.gross, 0) = 0 as is_dated, l.refund
from places as p
join billed_lines as l on l.file_id = p.file_id and l.block_no = p.block_no and l.line = p.line
where l.counted;

-- adjustment_refunds: one row = one invoice and agreement with an adjustment, in one currency: what was asked for, and
-- the refunds that billed revenue shows for it since then.
-- key: subject
create or replace table adjustment_refunds as
with reach as (
  select
    least(getvariable('as_of'), greatest(
      (select max(greatest(e.reaches_to, f.delivered, f.name_date)) from export_files as e
        join files as f using (file_id)
        where e.section = 'billed_revenue'),
      (select max(day) from feed_movements where side = 'billed')
    )) as day
),
placed as (
  select
    r.*,
    -- Without its agreement a line belongs to the only one that is asked about.
    (select count(distinct agreement_id) from adjustment_requests as o where o.invoice_id = r.invoice_id) = 1 as is_only
  from adjustment_requests as r
),
invoices as (
  select
    p.invoice_id, p.agreement_id, min(l.currency) as currency, count(distinct l.currency) as currencies,
    string_agg(distinct l.currency, ' and ' order by l.currency) as currency_list
  from (select distinct invoice_id, agreement_id, is_only from placed) as p
  join adjusted_lines as l
    on l.invoice_id = p.invoice_id and (l.agreement_id = p.agreement_id or (l.agreement_id is null and p.is_only))
  group by p.invoice_id, p.agreement_id
),
added as (
  select
    p.invoice_id, p.agreement_id, coalesce(p.currency, case when i.currencies = 1 then i.currency end) as currency,
    p.is_only, i.invoice_id is not null as is_loaded, i.currency_list,
    coalesce(p.asked_on > getvariable('as_of'), false) as is_later,
    sum(p.amount) as amount, min(p.asked_on) as first_asked, max(p.asked_on) as last_asked,
    max(p.status) filter (where p.state = 'waiting') as waiting,
    string_agg(p.request_id, ', ' order by p.request_id) as request_ids
  from placed as p
  left join invoices as i on i.invoice_id = p.invoice_id and i.agreement_id = p.agreement_id
  group by all
),
-- What was asked for after the as-of date is shown where there is nothing else.
asked as (
  select *
  from added
  qualify not is_later or count(*) over (partition by invoice_id, agreement_id, currency) = 1
),
seen as (
  select a.invoice_id, a.agreement_id, a.currency, coalesce(-sum(l.refund), 0) as amount
  from asked as a
  join adjusted_lines as l
    on l.invoice_id = a.invoice_id and (l.agreement_id = a.agreement_id or (l.agreement_id is null and a.is_only))
    and l.currency = a.currency
  where not (l.is_dated and coalesce(l.billing_date < a.first_asked, false))
  group by all
),
compared as (
  select
    a.*, coalesce(s.amount, 0) as seen, is_within(a.amount - coalesce(s.amount, 0), getvariable('tolerance')) as agrees,
    amount_text(a.amount) || coalesce(' ' || a.currency, '') || coalesce(' by ' || a.request_ids, '')
      || coalesce(' on ' || a.last_asked, '') as asked_text
  from asked as a
  left join seen as s
    on s.invoice_id = a.invoice_id and s.agreement_id = a.agreement_id and s.currency = a.currency
)
select
  'Invoice ' || c.invoice_id || ', agreement ' || c.agreement_id as subject, c.currency, c.amount as expected,
  c.seen as actual,
  case
    when c.is_later then 'Asked ' || c.asked_text || ', after the as-of date.'
    when not c.is_loaded then 'Asked ' || c.asked_text || '. No loaded billed revenue has this invoice and agreement.'
    when c.currency is null
      then 'Asked ' || c.asked_text || '. The invoice stands in ' || c.currency_list
        || ', and the request names no currency.'
    when c.agrees then null
    when c.waiting is not null then 'Asked ' || c.asked_text || ', and not completed: ' || c.waiting || '.'
    -- A day or two may pass before the dashboard shows an invoice (seller guide).
    when coalesce(r.day < c.last_asked + 2, c.last_asked is not null)
      then 'Asked ' || c.asked_text || '. No loaded billed revenue reaches ' || (c.last_asked + 2) || '.'
  end as missing,
  case
    when c.agrees then 'Asked and seen: '
    when c.seen = 0 then 'Asked and not seen: '
    else 'Seen with another amount, asked were '
  end || c.asked_text || '.' as note
from compared as c
cross join reach as r;

insert into adjustment_refunds by name
select
  n.file || ', line ' || l.line as subject, 'The row lacks an invoice, an agreement or an amount.' as missing
from billing_adjustments as l
join file_names as n using (file_id)
where l.invoice_id is null or l.agreement_id is null or l.refund_amount is null;
