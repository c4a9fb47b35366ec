-- checked_controls: one row = one claim about one subject: two totals that must agree, or the reason why they cannot be
-- compared. Every control has at least one row. `place` is what the subject is: a file, a delivery, a payout.
create or replace temp table checked_controls as
with file_complete as (
  select
    'file-complete' as id, n.file as subject, file_id::varchar as place, null::varchar as currency,
    lines_read::decimal(38, 6) as expected,
    (rows_kept + header_lines + title_lines + blank_lines + refused_rows)::decimal(38, 6) as actual,
    null::varchar as missing,
    rows_kept || ' kept + ' || header_lines || ' headers + ' || title_lines || ' titles + ' || blank_lines
      || ' blank + '
      || refused_rows || ' refused.' as note
  from files
  join file_names as n using (file_id)
  where status = 'imported'
),
-- One disbursement report with what its sections say, each section taken once.
reports as (
  select
    delivery_id, delivery_date, settlement, settlement_amount, sections,
    coalesce(delivery_date::varchar, 'without date') as day
  from deliveries
  where report = 'disbursement'
),
paid as (
  select
    delivery_id, string_agg(currency, ' and ' order by currency) as currency, count(*) as currencies,
    sum(net) as net, sum(tax) as tax
  from report_payments
  group by delivery_id
),
listed as (
  select
    delivery_id, string_agg(distinct currency, ' and ' order by currency) as currency,
    count(distinct currency) as currencies,
    sum(net) as net, coalesce(sum(net) filter (where due_date < delivery_date), 0) as past_due
  from uncollected_lines
  where counted
  group by delivery_id
),
section_4 as (
  select b.delivery_id, sum(l.uncollected_overall) as overall
  from dis4 as l join block_deliveries as b using (file_id, block_no) where b.counted group by b.delivery_id
),
section_5 as (
  select b.delivery_id, sum(l.collected_overall) as overall
  from dis5 as l join block_deliveries as b using (file_id, block_no) where b.counted group by b.delivery_id
),
section_6 as (
  select b.delivery_id, sum(l.past_due_overall) as overall
  from dis6 as l join block_deliveries as b using (file_id, block_no) where b.counted group by b.delivery_id
),
settlement_lines as (
  select
    'settlement-lines' as id,
    'Disbursement report ' || r.day || coalesce(', settlement ' || r.settlement, '') as subject,
    r.delivery_id::varchar as place,
    coalesce(p.currency, 'USD') as currency,
    r.settlement_amount as expected,
    -- Whichever comes nearer to the deposit; which one it is stands in the note.
    case
      when abs(r.settlement_amount - p.net - p.tax) < abs(r.settlement_amount - p.net) then p.net + p.tax
      else coalesce(p.net, 0)
    end as actual,
    case
      when r.sections not like '%dis1%' then 'Section 1 is not loaded.'
      when r.settlement_amount is null then 'Section 2 is not loaded.'
      when p.currencies > 1 then 'The lines stand in ' || p.currency || '; the deposit has no currency.'
    end as missing,
    case when actual <> p.net then 'Net plus seller sales tax.' else 'Net of the lines.' end as note
  from reports as r
  left join paid as p using (delivery_id)
  where r.sections like '%dis1%' or r.sections like '%dis2%'
  union all
  select
    'settlement-lines', 'Collections and disbursements export', null, null, null, null,
    'The export states no deposit total: ' || counted_text(count(*), 'payout') || ' to compare with the bank.', null
  from settlements
  where source = 'collections_and_disbursements'
  having count(*) > 0
),
net_formula as (
  select
    'net-formula' as id, n.file || ', section 1 of the disbursement report' as subject, file_id::varchar as place,
    null::varchar as currency,
    v.rows::decimal(38, 6) as expected, v.rows_fitting::decimal(38, 6) as actual, null::varchar as missing,
    v.rows_fitting || ' of ' || counted_text(v.rows, 'line') || ': ' || v.formula || '.' as note
  from net_variants as v
  join file_names as n using (file_id)
  where v.section = 'dis1'
  union all
  select
    'net-formula', n.file, file_id::varchar, null, v.rows, v.rows_fitting, v.missing, v.note
  from export_formulas as v
  join file_names as n using (file_id)
),
uncollected_total as (
  select
    'uncollected-total' as id, 'Disbursement report ' || r.day as subject, r.delivery_id::varchar as place,
    coalesce(l.currency, 'USD') as currency,
    s.overall as expected, coalesce(l.net, 0) as actual,
    case
      when r.sections not like '%dis7%' then 'Section 7 is not loaded.'
      when s.overall is null then 'Section 4 is not loaded.'
      when l.currencies > 1 then 'Section 7 stands in ' || l.currency || '; section 4 has no currency.'
    end as missing,
    'Section 7 net against section 4 overall.' as note
  from reports as r
  left join listed as l using (delivery_id)
  left join section_4 as s using (delivery_id)
  where r.sections like '%dis7%' or r.sections like '%dis4%'
),
past_due_total as (
  select
    'past-due-total' as id, 'Disbursement report ' || r.day as subject, r.delivery_id::varchar as place,
    coalesce(l.currency, 'USD') as currency,
    s.overall as expected, coalesce(l.past_due, 0) as actual,
    case
      when r.sections not like '%dis7%' then 'Section 7 is not loaded.'
      when s.overall is null then 'Section 6 is not loaded.'
      when r.delivery_date is null then 'The delivery date is unknown.'
      when l.currencies > 1 then 'Section 7 stands in ' || l.currency || '; section 6 has no currency.'
    end as missing,
    'Section 7 net due before ' || r.day || ' against section 6 overall.' as note
  from reports as r
  left join listed as l using (delivery_id)
  left join section_6 as s using (delivery_id)
  where r.sections like '%dis7%' or r.sections like '%dis6%'
),
collected_total as (
  select
    'collected-total' as id, 'Disbursement report ' || r.day as subject, r.delivery_id::varchar as place,
    coalesce(p.currency, 'USD') as currency,
    s.overall as expected,
    coalesce(p.net, 0) as actual,
    case
      when r.sections not like '%dis1%' then 'Section 1 is not loaded.'
      when s.overall is null then 'Section 5 is not loaded.'
      when p.currencies > 1 then 'The lines stand in ' || p.currency || '; section 5 has no currency.'
    end as missing,
    'Net of section 1 against section 5 overall.' as note
  from reports as r
  left join paid as p using (delivery_id)
  left join section_5 as s using (delivery_id)
  where r.sections like '%dis1%' or r.sections like '%dis5%'
),
rolled as (
  select
    'roll-forward' as id, from_date || ' to ' || to_date as subject, from_date || '/' || to_date as place, currency,
    expected_closing as expected, closing as actual,
    case when status = 'not-applicable' then note end as missing,
    'Opening ' || amount_text(opening) || ' + billed ' || amount_text(billed)
      || ' - disbursed ' || amount_text(disbursed) || '.' as note
  from roll_forward
),
dashboard_identity as (
  select
    'dashboard-identity' as id, n.file as subject, file_id::varchar as place, null::varchar as currency,
    count(*)::decimal(38, 6) as expected,
    count(*) filter (where is_within(try(seller_net_revenue - disbursed_net_revenue
      - undisbursed_net_revenue), getvariable('tolerance'))) as actual,
    case when count(disbursed_net_revenue) = 0 or count(undisbursed_net_revenue) = 0
      then 'The file has no disbursed and undisbursed net revenue.' end as missing,
    'Lines with seller net = disbursed net + undisbursed net.' as note
  from billed_revenue as l
  join file_names as n using (file_id)
  group by file_id, n.file
),
payout_lines as (
  select
    'payout-lines' as id,
    'Payout ' || settlement || ' of ' || coalesce(disbursement_date::date::varchar, 'an unknown date')
      -- Several payouts may stand under one reference and day.
      || case when count(*) over (partition by settlement, disbursement_date::date, currency) > 1 then ', ' || payout_id
        else '' end
      as subject, payout_id as place,
    currency, amount as expected, -lines_amount as actual,
    case when lines_amount is null then 'Its lines stand in another currency than the payout.' end as missing,
    counted_text(lines, 'line') || ' of the feed belong' || case when lines = 1 then 's' else '' end
      || ' to it.' as note
  from feed_payouts
),
bridge_foots as (
  -- The parts of each section of the bridge come to its total, to the last digit.
  select
    'bridge-foots' as id, f.subject, f.section as place, total.currency, total.amount as expected,
    sum(part.amount * case when part.section = f.section then part.adds else 1 end) as actual,
    any_value(part.note) filter (where part.amount is null) as missing,
    f.note || ' Each line is a sum of keys.' as note
  from bridge as total
  join (
    values
      ('difference', 'difference', null, 'Parts of the difference',
        'Open, over-disbursed, not billed, opposite signs, netted and rounding against billed less disbursed.'),
      ('uncollected-list', 'open to list', null, 'Open to AWS''s list',
        'Open and what differs against the latest list of uncollected funds.'),
      ('banked', 'disbursed to bank', 'disbursed', 'Disbursed to the bank',
        'Disbursed less in transit, and what the deposits differ by, against what was banked.')
  ) as f(total_line, section, starts_with, subject, note) on f.total_line = total.line
  join bridge as part on part.currency = total.currency and (part.section = f.section or part.line = f.starts_with)
  -- The list and the bank have their say only where something is known of them.
  where part.adds <> 0 and (f.section = 'difference' or total.amount is not null)
  group by total.currency, f.section, f.subject, f.note, total.amount
),
adjustment_refund as (
  select 'adjustment-refund' as id, subject, null as place, currency, expected, actual, missing, note
  from adjustment_refunds
),
checked as (
  from file_complete
  union all from settlement_lines
  union all from net_formula
  union all from uncollected_total
  union all from past_due_total
  union all from collected_total
  union all from rolled
  union all from payout_lines
  union all from dashboard_identity
  union all from bridge_foots
  union all from adjustment_refund
),
-- Whatever else has one name, such as two files of one path: each is a subject of its own.
told_apart as (
  select * replace (subject || case when copy > 1 then ' (' || copy || ')' else '' end as subject)
  from (
    select *, row_number() over (partition by id, subject, currency
      order by expected, actual, missing, note, place) as copy
    from checked
  )
),
-- What a control lacks when nothing loaded can be checked.
named(id, control_order, nothing) as (
  values
    ('file-complete', 1, 'No file is imported.'),
    ('settlement-lines', 2, 'No disbursement report is loaded.'),
    ('net-formula', 3, 'No disbursed lines are loaded.'),
    ('uncollected-total', 4, 'No disbursement report with section 4 or 7 is loaded.'),
    ('past-due-total', 5, 'No disbursement report with section 6 or 7 is loaded.'),
    ('collected-total', 6, 'No disbursement report with section 1 or 5 is loaded.'),
    ('roll-forward', 7, 'Two dated lists of uncollected funds (section 7) are needed.'),
    ('payout-lines', 8, 'No data feed is loaded.'),
    ('dashboard-identity', 9, 'No billed revenue export is loaded.'),
    ('bridge-foots', 10, 'Nothing is billed or disbursed.'),
    ('adjustment-refund', 11, 'No billing adjustment that was asked for is loaded.')
)
select
  n.id, n.control_order,
  coalesce(c.subject, 'Book') as subject, c.place, c.currency,
  case when c.missing is null then c.expected end as expected,
  case when c.missing is null then c.actual end as actual,
  case when c.missing is null then c.actual - c.expected end as difference,
  case
    when c.id is null or c.missing is not null then 'not-applicable'
    when is_within(c.actual - c.expected, case when c.currency is null then 0 else getvariable('tolerance') end)
      then 'pass'
    else 'fail'
  end as status,
  case when c.id is null then n.nothing else coalesce(c.missing, c.note) end as note
from named as n
left join told_apart as c using (id);
