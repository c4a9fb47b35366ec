-- named_causes: one row = one way in which a difference can come from one line, or from one pair.
create or replace temp table named_causes as
with one_line as (
  select
    *, 1 as rule,
    case when section = 'billing_adjustments' then 'No refund of it is seen.'
      else 'It comes to the difference: without it the two agree.'
    end as says
  from total_lines where is_added and is_within(net - wanted, getvariable('tolerance'))
  union all
  select *, 2, 'It is not in the sum: with it the two agree.'
  from total_lines where not is_added and is_within(net + wanted, getvariable('tolerance'))
  union all
  select *, 3, 'It is half of the difference: with the other sign the two agree.'
  from total_lines where is_added and net <> 0 and is_within(2 * net - wanted, getvariable('tolerance'))
),
-- Among many lines some pair comes to anything.
few as (
  select id, subject, currency from total_lines group by all having count(*) <= 200
),
pairs as (
  select a.*, b.file_id as other_file, b.block_no as other_block, b.line as other_line,
    b.transaction_reference as other_reference, b.net as other_net
  from total_lines as a
  join total_lines as b
    on b.id = a.id and b.subject = a.subject and b.currency = a.currency and b.is_added
    and (b.file_id, b.block_no, b.line) > (a.file_id, a.block_no, a.line)
  semi join few as f on f.id = a.id and f.subject = a.subject and f.currency = a.currency
  where a.is_added and is_within(a.net + b.net - a.wanted, getvariable('tolerance'))
),
two_lines as (
  select * exclude (other_file, other_block, other_line, other_reference, other_net), 4 as rule,
    'The two lines together come to the difference.' as says
  from pairs
  qualify count(*) over (partition by id, subject, currency) = 1
  union all
  select
    id, subject, currency, wanted, is_added, other_reference, other_net, other_file, other_block, other_line, section,
    4,
    'The two lines together come to the difference.'
  from (select * from pairs qualify count(*) over (partition by id, subject, currency) = 1)
),
-- A row without a reference is the likelier one; of several of a kind none can be named.
single as (
  select *, count(*) over (partition by id, subject, currency, rule, transaction_reference is null) as of_a_kind
  from one_line
),
found as (
  select * exclude (of_a_kind) from single where of_a_kind = 1
  union all
  from two_lines
)
from found
qualify dense_rank() over (
  partition by id, subject, currency
  order by case when rule < 4 and transaction_reference is null then 0 else 1 end, rule
) = 1;

-- Another source that has the same payments, and less or more of one key.
insert into named_causes by name
select
  f.id, f.subject, f.currency, f.difference as wanted, true as is_added, s.transaction_reference, f.difference as net,
  null as file_id, null as block_no, null as line, 'dis1' as section, 5 as rule,
  'The ' || source_words(case when s.counted_source = 'disbursement' then s.source else s.counted_source end)
    || ' has ' || amount_text(abs(f.difference)) || case when f.difference > 0 then ' less' else ' more' end
      || ' of this key.' as says
from failures as f
join (
  select *, source_of_rank(side, counted_rank) as counted_source, source_of_rank(side, source_rank) as source
  from source_differences
) as s
  on s.side = 'disbursed' and s.currency = f.currency and 'disbursement' in (s.counted_source, s.source)
  and is_within(case when s.counted_source = 'disbursement' then s.difference else -s.difference end
    - f.difference, getvariable('tolerance'))
semi join total_lines as t
  on t.id = f.id and t.subject = f.subject and t.transaction_reference = s.transaction_reference and t.section = 'dis1'
where f.id in ('settlement-lines', 'collected-total')
  and not exists (select 1 from named_causes as c where c.id = f.id and c.subject = f.subject
    and c.currency = f.currency)
qualify count(*) over (partition by f.id, f.subject, f.currency) = 1;

-- control_lines: one row = one line or key behind a failed control. `role` is cause (it alone, or with its pair, comes
-- to the difference), part (its own `difference` is a part of it) or line (it stands in the total that does not agree).
-- references: id, subject -> controls
create or replace table control_lines as
with causes as (
  select
    id, subject, currency, 'cause' as role, transaction_reference, currency as line_currency, net as amount,
    wanted as difference,
    file_id, block_no, line, section, says as explanation
  from named_causes
),
parts as (
  select
    p.id, p.subject, p.currency, case when count(*) over (partition by p.id, p.subject, p.currency) = 1 then 'cause'
      else 'part' end,
    p.transaction_reference, p.line_currency, p.amount, p.difference, p.file_id, p.block_no, p.line, p.section,
    case p.id
      when 'roll-forward' then 'Opening, billed and disbursed of this key give '
        || amount_text(coalesce(p.amount, 0) - p.difference) || ', the closing list has '
          || amount_text(coalesce(p.amount, 0)) || '.'
      when 'dashboard-identity' then 'The net of ' || amount_text(p.amount) || ' is '
        || coalesce(amount_text(abs(p.difference)) || case when p.difference > 0 then ' more'
          else ' less' end, 'something else')
        || ' than disbursed and undisbursed together.'
      else 'The net of ' || amount_text(p.amount) || ' is '
        || coalesce(amount_text(abs(p.difference)) || case when p.difference > 0 then ' more'
          else ' less' end, 'something else')
        || ' than its parts together.'
    end
  from control_parts as p
),
lines as (
  select
    t.id, t.subject, t.currency, 'line', t.transaction_reference, t.currency, t.net, null, t.file_id, t.block_no,
    t.line, t.section,
    'It stands in the total.'
  from total_lines as t
  anti join named_causes as c
    on c.id = t.id and c.subject = t.subject and c.currency is not distinct from t.currency
    and c.file_id is not distinct from t.file_id and c.block_no is not distinct from t.block_no
      and c.line is not distinct from t.line
  where t.is_added
),
files_of as (
  select f.id, f.subject, f.currency, 'line', null, null, null, f.difference, f.place_id, null, null, null,
    'Lines of this file are not accounted for.'
  from failures as f where f.id = 'file-complete'
)
from causes
union all from parts
union all from lines
union all from files_of;

-- controls: the claims, with what could be found out about a difference.
-- key: id, subject?, currency?
create or replace table controls as
with causes as (
  select
    id, subject, currency,
    string_agg(
      case
        when line is not null then 'Line ' || line || coalesce(' of ' || n.file, '')
          || coalesce(', ' || transaction_reference, case when section = 'billing_adjustments' then ''
            else ', without a reference' end)
        else coalesce(transaction_reference, 'Lines without a reference')
      end || coalesce(', ' || amount_text(amount) || coalesce(' ' || line_currency, ''), ''),
      ' and ' order by line, transaction_reference
    ) || '. ' || any_value(explanation) as cause
  from control_lines
  left join file_names as n using (file_id)
  where role = 'cause'
  group by id, subject, currency
),
parts as (
  select
    id, subject, currency, count(*) filter (where role = 'cause') as causes,
    count(*) filter (where role = 'part') as parts,
    count(*) filter (where role = 'line') as lines
  from control_lines group by all
)
select
  c.* exclude (place),
  case
    when c.status <> 'fail' then null
    when k.cause is not null then k.cause
    when p.parts > 0 then counted_text(p.parts, case when c.id = 'roll-forward' then 'key' else 'line' end)
      || ' make the difference.'
    when p.lines > 0 then 'No line, and no pair of lines, comes to the difference.'
  end as cause,
  -- Which of its lines lead furthest.
  case when p.causes > 0 then 'cause' when p.parts > 0 then 'part' when p.lines > 0 then 'line' end as lines_role
from checked_controls as c
left join causes as k on k.id = c.id and k.subject = c.subject and k.currency is not distinct from c.currency
left join parts as p on p.id = c.id and p.subject = c.subject and p.currency is not distinct from c.currency;
