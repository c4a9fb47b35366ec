-- reconciliation: one row = one key with its state, its reason, and a sentence that says why. A view: sentences are
-- written when they are read.
-- key: transaction_reference?, currency?, billed_source?, disbursed_source?, settlement?
create or replace view reconciliation as
-- Not materialised, so that columns nobody asks for are not computed.
with monthly_deliveries as not materialized (
  select billing_date, min(delivery_date)::varchar as delivered
  from block_deliveries
  where billing_date is not null
  group by billing_date
),
keys as (
  select
    k.*, u.missing_report, u.looked_at, r.as_of, r.tolerance, n.tells_billed, n.tells_disbursed,
    k.billed_net - k.disbursed_net as difference,
    is_open_state(k.state) as is_open,
    case when is_open then difference else 0 end as open_net,
    case
      when k.transaction_reference is null then 'no-reference'
      when k.state = 'disbursed' and k.billed_net = k.disbursed_net then 'exact'
      when k.state = 'disbursed' then 'rounding'
      when k.state = 'partially-disbursed' then 'partial'
      when k.state = 'over-disbursed' then 'over'
      when k.state = 'reversed' then 'failed-disbursement'
      when k.state = 'sign-mismatch' then 'sign'
      when k.state = 'nothing-due' then 'netted'
      when k.state = 'not-billed' then u.reason
      when k.due_date is null then 'due-date-unknown'
      when k.due_date < r.as_of then 'past-due'
      else 'not-due'
    end as reason,
    case when is_open then r.as_of else k.last_disbursement end - k.due_date as days_late,
    c.amounts as currency_amounts,
    f.delivered as first_delivered, l.delivered as last_delivered
  from (
    select
      *, source_of_rank('billed', billed_rank) as billed_source,
      source_of_rank('disbursed', disbursed_rank) as disbursed_source
    from reconciled_keys
  ) as k
  cross join run as r
  cross join known_sources as n
  left join not_billed_keys as u on u.transaction_reference = k.transaction_reference and u.currency = k.currency
  left join currency_differences as c on c.transaction_reference = k.transaction_reference
  left join monthly_deliveries as f on f.billing_date = case
    when k.billed_source = 'monthly_billed_revenue' then k.first_billing end
  left join monthly_deliveries as l on l.billing_date = case
    when k.billed_source = 'monthly_billed_revenue' then k.last_billing end
),
phrases as (
  select
    *,
    'illed ' || amount_text(billed_net) || ' ' || currency || ' in ' || counted_text(billed_lines, 'line') || ' ('
      || source_words(billed_source)
      || case
        when billed_source = 'monthly_billed_revenue' then coalesce(
          ' delivered ' || first_delivered
            || case when last_delivered <> first_delivered then ' to ' || last_delivered else '' end,
          ', delivery date unknown'
        )
        else ''
      end || ')' as billed_phrase,
    'isbursed ' || amount_text(disbursed_net) || ' ' || currency || ' in ' || counted_text(disbursed_lines, 'line')
      || ' (' || source_words(disbursed_source) || ') ' || dates_text(first_disbursement, last_disbursement)
      as disbursed_phrase,
    case when currency_assumed then ' The currency is assumed: no loaded report names it.' else '' end
      || coalesce(' The reference stands in several currencies, which are never added: ' || currency_amounts || '.', '')
      || case when sources_disagree then ' Another source gives another sum.' else '' end
      || case
        when is_brazil and disbursed_lines = 0 and state = 'not-disbursed'
          then coalesce(' AWS Brazil pays between ' || (first_billing + 27) || ' and ' || (first_billing + 60)
            || ', whether or not its buyer has paid.', '')
        else ''
      end
      || case when disbursed_lines = 0 and not tells_disbursed then ' No loaded file tells what was disbursed.'
        else '' end
      || case when billed_lines = 0 and not tells_billed then ' No loaded file tells what was billed.' else '' end
      as remarks
  from keys
)
select
  transaction_reference, currency, state, reason, billed_net, disbursed_net, open_net, difference, collected_net,
  bridge_line(state, difference, due_date, as_of) as bridge_line,
  billed_lines, disbursed_lines, due_date, days_late::integer as days_late,
  case when is_open then late_bucket(days_late) end as ageing_bucket,
  is_open,
  concat_ws(', ',
    case when currency_amounts is not null then 'currency-difference' end,
    case when sources_disagree then 'source-difference' end,
    case when currency_assumed then 'currency-assumed' end
  ) as notes,
  first_billing as billing_date, last_billing as last_billing_date,
  first_disbursement as first_disbursement_date, last_disbursement as last_disbursement_date,
  billed_source, disbursed_source,
  currency_assumed, settlement, missing_report,
  case
    when state = 'not-billed' then case
      -- AWS has the money of a sale that no loaded file bills.
      when disbursed_lines = 0 then 'Collected ' || amount_text(collected_net) || ' ' || currency
      else 'D' || disbursed_phrase
    end || case reason
      when 'no-reference'
        then coalesce(', settlement ' || settlement, '')
          || ', without a transaction reference: it is matched with nothing.'
      when 'report-not-loaded'
        then ', billed in no loaded report; '
          || coalesce('not loaded: ' || missing_report || '.', case
            when tells_billed then 'no loaded file tells in which month it was.'
            else 'no billed revenue is loaded.'
          end)
      else ': the billed revenue of ' || looked_at || ' is loaded, and does not hold it.'
    end
    when disbursed_lines = 0 then 'B' || billed_phrase || case
      when reason = 'no-reference' then ' without a transaction reference: it is matched with nothing.'
      when reason = 'netted'
        then case when billed_lines = 1 then ': within' else ': the lines cancel each other within' end
          || ' the tolerance of ' || amount_text(tolerance) || ', nothing is due.'
      else ', nothing disbursed up to ' || as_of || case reason
        when 'past-due' then ': due on ' || due_date || ', ' || counted_text(days_late, 'day') || ' late.'
        when 'not-due' then ': due on ' || due_date || ', not late.'
        else ': no loaded report shows a due date.'
      end
    end
    else 'B' || billed_phrase || ', d' || disbursed_phrase || ': ' || case reason
      when 'exact' then 'agrees exactly.'
      when 'rounding'
        then 'differs by ' || amount_text(abs(difference)) || ', accepted as rounding within the tolerance of '
          || amount_text(tolerance) || '.'
      when 'partial' then amount_text(abs(difference)) || ' is still open.'
      when 'over' then amount_text(abs(difference)) || ' more than billed.'
      when 'failed-disbursement'
        then case
          when disbursed_lines = 1 then 'that pays nothing, ' || amount_text(billed_net) || ' is open.'
          else 'the payments cancel each other, ' || amount_text(billed_net) || ' is open again.'
        end
      else 'the two sums have opposite signs.'
    end
  end || remarks as explanation
from phrases;

-- open_items: one row = one key whose billed net is not fully disbursed.
-- key: transaction_reference?, currency?, billed_source?, disbursed_source?, settlement?
-- references: transaction_reference, currency -> reconciled_keys
create or replace view open_items as
select * from reconciliation where is_open;
