-- bridge: one row = one currency and one line of the statement from billed to disbursed to open, from open to AWS's
-- list of uncollected funds, and from disbursed to the bank. Each section foots: the lines with `adds` 1 (added) and -1
-- (taken off) come to the one with 0. An amount is null where no loaded file can tell it, and `note` says which is
-- missing. `keys` is the number of keys, and of deposits in the lines to the bank, that a line is the sum of.
-- key: currency?, line
create or replace table bridge as
with currencies as (
  select currency from reconciled_keys
  union
  select currency from list_keys
  union
  select currency from settlements where currency is not null
),
-- Money that is priced in one currency and paid in another.
converted as (
  select
    transaction_reference, currency, payout_currency, coalesce(sum(net), 0) as net,
    coalesce(sum(payout_net), 0) as payout_net
  from feed_movements
  where side = 'disbursed' and payout_currency <> currency and (day is null or day <= getvariable('as_of'))
  group by all
  union all
  -- A key that exports tell in both is in no feed.
  select transaction_reference, currency, payout_currency, sum(net), sum(payout_net)
  from export_currency_pairs
  where net <> 0
  group by all
),
elsewhere as (
  select 'paid-in-other-currency' as line, currency, count(*) as keys, sum(net) as net from converted group by currency
  union all
  select 'priced-in-other-currency', payout_currency, count(*), sum(payout_net) from converted group by payout_currency
),
keys as (
  select
    currency, bridge_line(state, billed_net - disbursed_net, due_date, getvariable('as_of')) as line, count(*) as keys,
    sum(billed_net - disbursed_net) as net, sum(billed_net) as billed,
    count(*) filter (where billed_lines > 0) as billed_keys,
    sum(disbursed_net) as disbursed, count(*) filter (where disbursed_lines > 0) as disbursed_keys,
    sum(collected_net) as collected, count(collected_net) as collected_keys
  from reconciled_keys
  group by all
),
sides as (
  select
    currency, sum(billed) as billed, sum(billed_keys) as billed_keys, sum(disbursed) as disbursed,
    sum(disbursed_keys) as disbursed_keys,
    sum(billed) - sum(disbursed) as difference, coalesce(sum(keys) filter (where line is not null),
      0) as different_keys,
    coalesce(sum(net) filter (where line like 'open-%'), 0) as open_net,
      coalesce(sum(keys) filter (where line like 'open-%'), 0) as open_keys,
    sum(collected) as collected, sum(collected_keys) as collected_keys
  from keys
  group by currency
),
listed as (
  select
    currency, list_line as line, count(*) as keys, sum(difference) as net
  from list_keys
  where list_line is not null
  group by all
  union all
  select currency, 'other-day', count(*), sum(since_list) from list_keys where since_list <> 0 group by all
  union all
  select currency, 'uncollected-list', count(*), sum(uncollected_net) from statement_funds group by all
),
banked as (
  select
    currency, bool_or(banked_net is not null) as is_known,
    coalesce(sum(in_transit_net), 0) as in_transit, count(*) filter (where in_transit_net <> 0) as in_transit_keys,
    coalesce(sum(bank_difference), 0) as bank_difference, count(*)
      filter (where bank_difference <> 0) as bank_difference_keys,
    coalesce(sum(banked_net), 0) as banked, count(banked_net) as banked_keys
  from settlements
  where currency is not null
  group by currency
),
lines(section, line, line_order, adds) as (
  values
    ('billed to disbursed', 'billed', 10, 1), ('billed to disbursed', 'disbursed', 20, -1),
    ('billed to disbursed', 'difference', 30, 0),
    ('difference', 'open-not-due', 40, 1), ('difference', 'open-past-due', 50, 1),
    ('difference', 'open-due-date-unknown', 60, 1),
    ('difference', 'over-disbursed', 70, 1), ('difference', 'not-billed', 80, 1),
    ('difference', 'sign-mismatch', 90, 1),
    ('difference', 'netted', 100, 1), ('difference', 'rounding', 110, 1),
    ('open to list', 'open', 120, 1), ('open to list', 'missing-from-uncollected', 130, 1),
    ('open to list', 'missing-from-billed', 140, 1),
    ('open to list', 'uncollected-difference', 150, 1), ('open to list', 'other-entity', 160, 1),
    ('open to list', 'other-day', 170, 1),
    ('open to list', 'uncollected-list', 180, 0),
    ('disbursed to bank', 'collected', 190, null), ('disbursed to bank', 'paid-in-other-currency', 200, -1),
    ('disbursed to bank', 'priced-in-other-currency', 205, 1),
    ('disbursed to bank', 'in-transit', 210, -1), ('disbursed to bank', 'bank-difference', 220, 1),
    ('disbursed to bank', 'banked', 230, 0)
),
stated as (
  select
    c.currency, l.*,
    case l.line
      when 'billed' then s.billed when 'disbursed' then s.disbursed when 'difference' then s.difference
        when 'open' then s.open_net
      when 'collected' then s.collected
      when 'in-transit' then b.in_transit when 'bank-difference' then b.bank_difference when 'banked' then b.banked
      else coalesce(k.net, t.net, x.net, 0)
    end as amount,
    coalesce(case l.line
      when 'billed' then s.billed_keys when 'disbursed' then s.disbursed_keys when 'difference' then s.different_keys
        when 'open' then s.open_keys
      when 'collected' then s.collected_keys
      when 'in-transit' then b.in_transit_keys when 'bank-difference' then b.bank_difference_keys
        when 'banked' then b.banked_keys
      else coalesce(k.keys, t.keys, x.keys)
    end, 0)::integer as keys,
    case
      when not n.tells_billed and l.section in ('billed to disbursed', 'difference', 'open to list')
        and l.line <> 'disbursed'
        then 'No loaded file tells what was billed.'
      when not n.tells_disbursed and l.line not in ('billed', 'uncollected-list',
        'missing-from-billed') then 'No loaded file tells what was disbursed.'
      when l.section = 'open to list' and l.line <> 'open' and getvariable('statement_date') is null
        then 'No list of uncollected funds is loaded.'
      when l.section = 'open to list' and l.line <> 'open' and y.currency is null
        then 'AWS''s lists of uncollected funds say nothing of ' || c.currency || '.'
      when l.line = 'collected' and coalesce(s.collected_keys,
        0) = 0 then 'No loaded file tells what AWS has collected.'
      -- Of a currency in which nothing is paid all is known: what was paid was paid in others.
      when l.section = 'disbursed to bank' and l.line <> 'collected'
        and not coalesce(b.is_known, b.currency is null and c.currency in (select currency from elsewhere), false)
        then 'No bank trace id or deposit is loaded.'
    end as missing
  from currencies as c
  cross join lines as l
  cross join known_sources as n
  left join sides as s on s.currency = c.currency
  left join keys as k on k.currency = c.currency and k.line = l.line
  left join listed as t on t.currency = c.currency and t.line = l.line
  left join banked as b on b.currency = c.currency
  left join elsewhere as x on x.currency = c.currency and x.line = l.line
  left join list_currencies as y on y.currency = c.currency
)
select
  currency, line, case when missing is null then coalesce(amount, 0) end as amount, keys, adds, section, line_order,
  coalesce(missing, case
    when line = 'uncollected-list' then 'As of ' || getvariable('statement_date') || '.'
  end) as note
from stated;
