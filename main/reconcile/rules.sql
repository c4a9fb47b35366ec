-- Each rule of the reconciliation, once: states, borders, sources, months. What the entities of AWS do differently
-- stands in `entities.sql`, how values are written in `wording.sql`.

-- Whether two amounts that differ by so much agree: a difference of the tolerance itself is none yet.
create or replace macro is_within(difference, tolerance) as abs(difference) <= tolerance;

-- The state of a key from its two sums.
create or replace macro key_state(billed_lines, billed_net, disbursed_lines, disbursed_net) as
  case
    when billed_lines = 0 then 'not-billed'
    when disbursed_lines = 0 and is_within(billed_net, getvariable('tolerance')) then 'nothing-due'
    when disbursed_lines = 0 then 'not-disbursed'
    when is_within(billed_net - disbursed_net, getvariable('tolerance')) then 'disbursed'
    when disbursed_net = 0 then 'reversed'
    when sign(billed_net) * sign(disbursed_net) < 0 then 'sign-mismatch'
    when abs(disbursed_net) < abs(billed_net) then 'partially-disbursed'
    else 'over-disbursed'
  end;

-- Open items are the keys that were billed and of which less, or nothing, was disbursed. Opposite signs are a question,
-- not an amount to wait for.
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

-- What AWS has from the customer of a key: what a source shows as collected, else what was paid out and had to be
-- collected for that, else nothing where AWS is known to wait for it. What was so paid out was collected before: a
-- smaller sum that a source shows is not all of it. Null where no source tells.
create or replace macro collected_amount(shown, paid, is_awaited) as
  case
    when shown is null then coalesce(paid, case when is_awaited then 0 end)
    when abs(paid) > abs(shown) then paid
    else shown
  end;

-- What a payout goes by: as the data feed calls it, else its bank trace id, else its reference number.
create or replace macro payout_name(of_feed, bank_trace_id, reference_number) as
  coalesce(of_feed, bank_trace_id, reference_number);

-- Whether a line belongs to this settlement. One whose report names several, `A, B`, is found under each of them.
create or replace macro is_of_settlement(named, settlement) as
  named = settlement or list_contains(string_split(replace(named, ', ', ','), ','), settlement);

-- The name that a customer is shown by: the one of its account (`customers`), of a line without a known account that
-- which the line has.
create or replace macro customer_name(of_account, of_line) as coalesce(of_account, of_line);

-- How AWS's reports call a payer: as on its tax invoices, else as at the address that the invoice went to, else as at
-- its mailing address.
create or replace macro payer_of_reports(tax_name, billing_name, mailing_name) as
  coalesce(tax_name, billing_name, mailing_name);

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

-- The sources of each side. The place in the list is the rank: of a key the first source that has it counts. The billed
-- revenue export tells per line what of it was disbursed, the disbursement report in its section 1.
create or replace macro sources_of(side) as
  case side
    when 'billed' then ['data_feed', 'billed_revenue', 'monthly_billed_revenue', 'sales_compensation']
    when 'disbursed' then ['data_feed', 'collections_and_disbursements', 'disbursement', 'billed_revenue']
  end;

create or replace macro rank_of(side, source) as list_position(sources_of(side), source);

create or replace macro source_of_rank(side, rank) as sources_of(side)[rank];

-- Whether a source of billed lines tells the month alone, so that its lines stand on the last day of it.
create or replace macro bills_by_month(source) as source in ('monthly_billed_revenue', 'sales_compensation');

-- Whether a line without a reference is one that an earlier source tells of at this date (`known_corrections`).
create or replace macro is_known_by(correction, known_since, as_of) as
  correction is not null and coalesce(known_since <= as_of, true);

-- What a source is called in a sentence.
create or replace macro source_words(source) as
  case source
    when 'data_feed' then 'data feed'
    when 'billed_revenue' then 'billed revenue export'
    when 'monthly_billed_revenue' then 'monthly billed revenue report'
    when 'sales_compensation' then 'sales compensation report'
    when 'collections_and_disbursements' then 'collections and disbursements export'
    when 'disbursement' then 'disbursement report'
  end;

-- The months whose reports can hold a line of an AR period: its own, and the one before. Since April 2022 section 1 of
-- what is delivered on the 15th already has the invoices of the first half of that month (derived from its windows).
create or replace macro months_of_period(ar_month) as [ar_month, (ar_month - interval 1 month)::date];

-- The report that holds the billed lines of a month: until August 2024 the one delivered on the 15th of the next, which
-- has the sales of AWS Inc. alone.
create or replace macro billed_report_text(month, is_of_other_entity := false) as
  case
    when month < date '2024-08-01' and not is_of_other_entity
      then source_words('monthly_billed_revenue') || ' delivered '
        || (month + interval 1 month + interval 14 day)::date::varchar
    else source_words('billed_revenue') || ' with the invoices of ' || strftime(month, '%Y-%m')
  end;
