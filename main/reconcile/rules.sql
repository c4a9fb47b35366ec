-- Each rule of the reconciliation, once: states, borders, sources, months. What the entities of AWS do differently
-- stands in `entities.sql`, how values are written in `wording.sql`.

-- The state of a key from its two sums; a difference within the tolerance is no difference.
create or replace macro key_state(billed_lines, billed_net, disbursed_lines, disbursed_net) as
  case
    when billed_lines = 0 then 'not-billed'
    when disbursed_lines = 0 and abs(billed_net) <= getvariable('tolerance') then 'nothing-due'
    when disbursed_lines = 0 then 'not-disbursed'
    when abs(billed_net - disbursed_net) <= getvariable('tolerance') then 'disbursed'
    when disbursed_net = 0 then 'reversed'
    when sign(billed_net) * sign(disbursed_net) < 0 then 'sign-mismatch'
    when abs(disbursed_net) < abs(billed_net) then 'partially-disbursed'
    else 'over-disbursed'
  end;

-- Open items are the keys that were billed and of which less, or nothing, was disbursed (product page, "One definition
-- of each figure"). Opposite signs are a question, not an amount to wait for.
create or replace macro is_open_state(state) as
  state in ('not-disbursed', 'partially-disbursed', 'reversed');

-- What is open of a key with these sums: its difference while its state is open, else nothing.
create or replace macro open_amount(billed_lines, billed_net, disbursed_lines, disbursed_net) as
  case
    when is_open_state(key_state(billed_lines, billed_net, disbursed_lines, disbursed_net)) then billed_net
      - disbursed_net
    else 0
  end;

-- The line of the bridge on which the difference of a key stands; a key that agrees exactly is on none.
create or replace macro bridge_line(state, difference, due_date, as_of) as
  case
    when is_open_state(state) and due_date is null then 'open-due-date-unknown'
    when is_open_state(state) and due_date < as_of then 'open-past-due'
    when is_open_state(state) then 'open-not-due'
    when state = 'nothing-due' then 'netted'
    when state <> 'disbursed' then state
    when difference <> 0 then 'rounding'
  end;

-- Money that was paid out was collected before, so a smaller sum that a source shows as collected is not all of it.
create or replace macro larger_amount(shown, paid) as
  case when abs(paid) > abs(shown) then paid else shown end;

-- Days after the due date; AWS's current borders. The due date itself is not late.
create or replace macro late_bucket(days) as
  case
    when days is null then 'unknown'
    when days <= 0 then 'not due'
    when days <= 30 then '1-30'
    when days <= 60 then '31-60'
    when days <= 90 then '61-90'
    when days <= 120 then '91-120'
    else '121+'
  end;

-- Days after billing; the borders that sections 4, 5 and 6 print in their headings.
create or replace macro billing_bucket(days) as
  case
    when days is null then 'unknown'
    when days < 31 then '<31'
    when days <= 60 then '31-60'
    when days <= 90 then '61-90'
    when days <= 120 then '91-120'
    else '>120'
  end;

-- A day on which something happened or is due; the year 9999, which says that there is no end, is no such day.
create or replace macro real_day(moment) as case when moment < timestamp '9999-01-01' then moment::date end;

-- The first day of the month that an AR period names (YYYY-MM); null for what names none.
create or replace macro ar_month(ar_period) as try_cast(ar_period || '-01' as date);

-- Other reports than these say nothing of the day of an invoice, only of its month.
create or replace macro payment_terms(billed_source, billing_date, due_date) as
  case
    when billed_source in ('data_feed', 'billed_revenue') and due_date >= billing_date then 'Net '
      || (due_date - billing_date) || ' days'
  end;

-- Placeholders that AWS has written as bank trace ids; none of them is an id.
create or replace macro real_trace(trace) as
  case when lower(trace) in ('emea_mp_test_trace_id', 'testtraceid') then null else trace end;

-- What a source is called in the queries.
create or replace macro source_code(side, rank) as
  case
    when rank = 1 then 'data_feed'
    when side = 'billed' and rank = 2 then 'billed_revenue'
    when side = 'billed' and rank = 3 then 'monthly_billed_revenue'
    when side = 'billed' and rank = 4 then 'sales_compensation'
    when rank = 2 then 'collections_and_disbursements'
    when rank = 3 then 'disbursement'
    when rank = 4 then 'billed_revenue'
  end;
