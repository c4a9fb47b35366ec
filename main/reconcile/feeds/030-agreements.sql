-- feed_term_types: one row = one revision of an agreement with the types of its terms.
-- key: agreement_id?, valid_from?
create or replace table feed_term_types as
select agreement_id, valid_from, string_agg(term_type, ',' order by term_type) as accepted_term_types
from latest_agreement_term_feed
where delete_date is null
group by agreement_id, valid_from;

-- feed_agreements_in_time: one row = one revision of an agreement and how long it holds. The first one holds from 1970
-- on: a renewal, or usage, may be invoiced before the revision was written.
-- key: agreement_id?, revised_at?
create or replace table feed_agreements_in_time as
select
  a.agreement_id, a.valid_from as revised_at,
  case
    when lag(a.valid_from) over revisions is null then timestamp '1970-01-01'
    else a.valid_from
  end as valid_from,
  coalesce(lead(a.valid_from) over revisions, timestamp '2999-01-01') as valid_to,
  a.offer_id, a.offer_set_id, a.proposer_account_id, a.acceptor_account_id, a.start_time, a.end_time,
  a.acceptance_time, a.status, a.intent, a.preceding_agreement_id, a.currency_code, a.estimated_agreement_value,
  t.accepted_term_types
from latest_agreement_feed as a
left join feed_term_types as t on t.agreement_id = a.agreement_id and t.valid_from = a.valid_from
where a.delete_date is null
window revisions as (partition by a.agreement_id order by a.valid_from);

-- AWS's reports leave out events whose agreement they do not find. Without any agreement feed nothing is left out.
set variable has_agreements = exists (select 1 from agreement_feed);
