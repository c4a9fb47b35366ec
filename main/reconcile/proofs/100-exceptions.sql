-- exceptions: one row = one thing that a person must look at, with the reason. One that concerns a file names it by
-- hash too: a path may have been imported with other bytes before. `subject_id` says what it is about, the same after
-- every reconciliation; no two of one kind have the same.
create or replace macro subject_of_key(reference, currency, settlement, billed_source, disbursed_source) as
  case
    when reference is not null then concat('key:', reference, '|', currency)
    when settlement is not null then concat('settlement:', settlement, '|', currency)
    -- Lines without a reference are told apart by where they come from.
    else concat('lines:', currency, '|', billed_source, '|', disbursed_source)
  end;

-- key: exception, subject_id
create or replace view exceptions as
select
  state as exception, reason, coalesce(transaction_reference, settlement, 'without reference') as subject,
  transaction_reference, currency, difference as amount, null::varchar as file, null::integer as line, explanation,
  null::varchar as sheet, null::varchar as sha256,
  -- Of what is open; what else there is is neither due nor late.
  case when is_open then bridge_line = 'open-past-due' end as past_due,
  subject_of_key(transaction_reference, currency, settlement, billed_source, disbursed_source) as subject_id
from reconciliation
-- The state says the same of most keys, and much sooner.
where (state not in ('disbursed', 'nothing-due') or transaction_reference is null)
  and reason not in ('exact', 'rounding', 'netted', 'not-due')
  -- Where no file tells what was disbursed, a sale that its own line calls disbursed is not late.
  and not (
    reason = 'past-due' and not (select tells_disbursed from known_sources)
    and (transaction_reference, currency) in (
      select (transaction_reference_id, coalesce(currency, 'USD'))
      from billed_revenue
      where lower(disbursement_status) in ('disbursed', 'partially disbursed')
    )
  )
union all
select
  'currency-difference', 'currency-difference', transaction_reference, transaction_reference, null, null, null, null,
  'The reference stands in ' || currencies || ' currencies, which are never added: ' || amounts || '.',
  null, null, null, concat('reference:', transaction_reference)
from currency_differences
union all
select
  'source-difference', 'source-difference', transaction_reference, transaction_reference, currency, difference, null,
  null,
  'The ' || side || ' sum is ' || amount_text(counted_net) || ' ' || currency || ' in the '
    || source_words(source_of_rank(side, counted_rank)) || ', which counts, and ' || amount_text(net) || ' in the '
    || source_words(source_of_rank(side, source_rank)) || '.',
  null, null, null, concat('key:', transaction_reference, '|', currency, '|', side, '|', source_rank)
from source_differences
union all
select
  'missing-from-uncollected', 'missing-from-uncollected', transaction_reference, transaction_reference, currency,
  open_on_list_date, null, null,
  amount_text(open_on_list_date) || ' ' || currency || ' was open, but AWS''s list of uncollected funds of '
    || statement_date
    || ' does not hold it.',
  null, null, null, concat('key:', transaction_reference, '|', currency)
from missing_from_uncollected
union all
select
  case when status = 'found' then 'uncollected-difference' else 'missing-from-billed' end,
  case when status = 'found' then 'uncollected-difference' else status end,
  coalesce(transaction_reference, 'without reference'), transaction_reference, currency,
  case when status = 'found' then difference else uncollected_net end, null, null, explanation, null, null, null,
  subject_of_key(transaction_reference, currency, null, 'uncollected_funds', null)
from statement_funds, run
where status <> 'found' or not is_within(difference, tolerance)
union all
select
  'refused-row', 'refused-row', coalesce(r.section, n.file), null, null, null, n.file, r.line::integer,
  'Line ' || r.line || ' was refused: ' || coalesce('column ' || r.column_name || ', ', '') || r.reason,
  r.sheet, f.sha256, null, concat('line:', f.sha256, '|', r.sheet, '|', r.line)
from refused_rows as r
join files as f using (file_id)
join file_names as n using (file_id)
union all
select
  -- A difference in lines is no amount. Where one line is the cause, it is the line to look at.
  'control-failed', 'control-failed', c.id || ': ' || c.subject, l.transaction_reference, c.currency,
  case when c.currency is not null then c.difference end, n.file, l.line::integer,
  'Control ' || c.id || ' fails: expected ' || control_text(c.expected, c.currency) || ', found '
    || control_text(c.actual, c.currency) || '. ' || c.note || coalesce(' ' || c.cause, ''),
  b.sheet, f.sha256, null, concat('control:', c.id, '|', c.subject, '|', c.currency)
from controls as c
left join (
  select * from control_lines where role = 'cause' qualify count(*) over (partition by id, subject, currency) = 1
) as l on l.id = c.id and l.subject = c.subject and l.currency is not distinct from c.currency
left join files as f on f.file_id = l.file_id
left join file_names as n on n.file_id = l.file_id
left join blocks as b on b.file_id = l.file_id and b.block_no = l.block_no
where c.status = 'fail'
union all
select
  'delivery-date-unknown', 'delivery-date-unknown', n.file, null, null, null, n.file, null,
  'The delivery date of ' || n.file || ' is unknown: import it with the date on which AWS delivered it.',
  null, f.sha256, null, concat('file:', f.sha256)
from deliveries as d
join block_deliveries as b using (delivery_id)
join files as f on f.file_id = b.file_id
join file_names as n on n.file_id = b.file_id
where d.date_source = 'unknown'
group by f.file_id, n.file, f.sha256
union all
select
  'contradictory-feed-rows', 'contradictory-feed-rows', key, null, null, null, null, null,
  'The ' || lower(n.title) || ' feed has ' || counted_text(forms, 'form') || ' of ' || key
    || ' with the same update date '
    || coalesce(update_date::varchar, '(none)') || '; one of them counts, and nothing says which is right.',
  null, null, null, concat('feed-row:', section, '|', key, '|', valid_from)
from contradictory_feed_rows
join feed_names as n using (section)
union all
select
  'unknown-transaction-type', 'unknown-transaction-type', transaction_type, null, currency, amount, null, null,
  counted_text(events, 'event') || ' of the data feed ' || case when events = 1 then 'is ' else 'are ' end || action
    || ' '
    || transaction_type || ', which AWS''s documents do not name: '
    || case
      when action in ('INVOICED', 'FORGIVEN', 'COLLECTED', 'DISBURSED')
        then 'what moves the balance counts here, and AWS''s reports leave it out.'
      else 'it counts nowhere in the reconciliation.'
    end,
  null, null, null, concat('event:', action, '|', transaction_type, '|', currency)
from unknown_feed_events
union all
select
  'missing-agreement', 'missing-agreement', agreement_id, null, currency, billed_net, null, null,
  counted_text(events, 'event') || ' of the data feed ' || case when events = 1 then 'names ' else 'name ' end
    || agreement_id
    || ', which the agreement feed does not have: AWS''s reports leave '
    || case when events = 1 then 'it' else 'them' end || ' out, here ' || case when events = 1 then 'it counts.'
      else 'they count.' end,
  null, null, null, concat('agreement:', agreement_id, '|', currency)
from missing_agreements
union all
select
  'delivered-twice', 'delivered-twice', coalesce(t.transaction_reference, 'without reference'),
  t.transaction_reference, t.currency, t.spread, null, null,
  'Section ' || t.section || ' delivered ' || d.delivery_date || ' stands in ' || counted_text(t.files, 'file')
    || ' with different sums; ' || amount_text(t.net) || ' counts, the file with most lines of the reference.',
  null, null, null,
  concat(subject_of_key(t.transaction_reference, t.currency, null, null, null), '|', t.section, '|', d.delivery_date)
from delivered_twice as t
join deliveries as d using (delivery_id);
