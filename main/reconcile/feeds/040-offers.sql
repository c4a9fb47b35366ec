-- feed_sellers: one row = one account that is the seller of this book: the recipients of the feeds and, for rows from
-- before there was such a column, whoever is charged listing fees.
-- key: account_id
create or replace table feed_sellers as
select distinct recipient_account_id as account_id
from latest_billing_event_feed
where recipient_account_id is not null
union
select distinct from_account_id
from latest_billing_event_feed
where recipient_account_id is null and transaction_type = 'AWS_REV_SHARE' and action = 'INVOICED' and amount <= 0
  and from_account_id is not null
union
select distinct recipient_account_id
from latest_offer_feed
where recipient_account_id is not null;

-- offer_target_words: one row = one revision of an offer with the word for whom it is meant. Of several targets the
-- strongest counts: an offer for certain buyers is private whatever else it says.
create or replace temp table offer_target_words as
select
  offer_id, offer_revision,
  min(case target_type
    when 'BuyerAccounts' then { 'rank': 1, 'word': 'Private' }
    when 'ParticipatingPrograms' then { 'rank': 2, 'word': 'Program:' || coalesce(value, '') }
    when 'CountryCodes' then { 'rank': 3, 'word': 'GeoTargeted' }
    else { 'rank': 4, 'word': 'Other Targeting' }
  end).word as word
from latest_offer_target_feed
where delete_date is null
group by offer_id, offer_revision;

-- feed_offers: one row = one revision of an offer and how long it holds. AWS's collections report looks at the targets
-- of the revision, its billed revenue report at those of all revisions, of which it takes the first word of the
-- alphabet (as AWS's sample queries do it), and its agreement report does not know the offers of resellers.
-- key: offer_id?, offer_revision?, valid_from?
create or replace table feed_offers as
with every_revision as (
  select offer_id, min(word) as word
  from offer_target_words
  group by offer_id
),
revisions as (
  select
    *,
    -- Offers of resellers have no targets in the feed, and are private all the same.
    coalesce(seller_account_id <> recipient_account_id, false) as is_reseller_offer,
    lag(valid_from) over revisions is null as is_first,
    coalesce(lead(valid_from) over revisions, timestamp '2999-01-01') as valid_to
  from latest_offer_feed
  where delete_date is null
  window revisions as (partition by offer_id order by valid_from)
)
select
  r.offer_id, r.offer_revision, r.name, r.opportunity_id, r.opportunity_name, r.opportunity_description,
  r.valid_from, r.valid_to, r.is_first,
  -- Agreements are dated back before their offer was written: by so many days at most.
  case
    when not r.is_first then r.valid_from
    when r.valid_from < timestamp '2021-04-01' then r.valid_from - interval 3857 day
    else r.valid_from - interval 1700 day
  end as valid_from_extended,
  r.is_reseller_offer, coalesce(t.word, 'Public') as target_of_revision,
  case when r.is_reseller_offer then 'Private' else coalesce(t.word, 'Public') end as visibility_of_revision,
  case when r.is_reseller_offer then 'Private' else coalesce(a.word, 'Public') end as visibility_of_offer
from revisions as r
left join offer_target_words as t
  on t.offer_id = r.offer_id and t.offer_revision is not distinct from r.offer_revision
left join every_revision as a on a.offer_id = r.offer_id;
