-- What is priced in one currency and paid out in another stands in the collections and disbursements export in the
-- second: it is compared there.
insert into source_differences by name
with shown as (
  select l.transaction_reference, l.currency, sum(l.net) as net
  from report_disbursed_lines as l
  anti join duplicate_lines as d on d.file_id = l.file_id and d.block_no = l.block_no and d.line = l.line
  semi join feed_currency_pairs as x
    on x.transaction_reference = l.transaction_reference and x.payout_currency = l.currency
  where l.source = 'collections_and_disbursements' and l.block_counted
    and (l.disbursement_date is null or l.disbursement_date <= getvariable('as_of'))
  group by l.transaction_reference, l.currency
)
select
  'disbursed' as side, s.transaction_reference, s.currency,
  rank_of('disbursed', 'data_feed') as counted_rank, x.payout_net as counted_net,
  rank_of('disbursed', 'collections_and_disbursements') as source_rank, s.net, x.payout_net - s.net as difference
from shown as s
join (
  select transaction_reference, payout_currency, sum(payout_net) as payout_net
  -- What is priced in that currency too stands in the same rows of the export.
  from feed_movements
  where side = 'disbursed' and (day is null or day <= getvariable('as_of'))
  group by all
) as x on x.transaction_reference = s.transaction_reference and x.payout_currency = s.currency
where not is_within(x.payout_net - s.net, getvariable('tolerance'));
