-- draw: looks like chance and is the same in every run, 0 to sides - 1; each multiplier gives another sequence.
create macro draw(n, multiplier, sides) as ((n::bigint + 1) * multiplier % 4294967296) * sides // 4294967296;
-- moment: seconds of a day that is counted from 2024-06-01, as the feeds write it.
create macro moment(day, seconds) as
  strftime(timestamp '2024-06-01' + to_seconds(day::bigint * 86400 + seconds), '%Y-%m-%dT%H:%M:%SZ');
-- delivered: the morning after.
create macro delivered(day) as moment(day + 1, 7384);

create macro account_id(name) as md5('account.' || name);
create macro address_id(account) as md5('address.' || account);
create macro product_id(product) as 'prod-' || md5('product.' || product)[1:13];
create macro offer_id(agreement) as 'offer-' || md5('offer.' || agreement)[1:13];
create macro agreement_id(agreement) as 'agmt-' || md5('agreement.' || agreement)[1:25];
create macro account_number(account) as lpad((account * 7919131 % 1000000000000)::varchar, 12, '0');
create macro line_item_id(sale, charge) as (310000000000000000 + sale * 10 + charge)::varchar;
create macro broker_name(broker) as ['AWS_INC', 'AWS_EUROPE', 'AWS_JAPAN', 'AWS_AUSTRALIA'][broker + 1];
create macro currency_name(balance) as ['USD', 'EUR'][balance % 2 + 1];
-- Charges are 0 sale, 1 fee, 2 tax, 3 VAT on the fee, 4 refund, 5 refund of the fee; invoices of AWS Inc. are numbers.
create macro invoice_id(broker, number, charge) as
  case
    when broker = 0 then (case when charge in (4, 5) then 5000000000 else 1400000000 end + number)::varchar
    else ['EU', 'JP', 'AU'][broker] || ['INGB', 'MPINGB', 'INGB', 'MPINGB', 'CNGB', 'MPCNGB'][charge + 1] || '26-'
      || number
  end;

-- agreement_day: when an agreement begins; a third of them began in the year before the feeds.
create macro agreement_day(agreement) as
  (agreement - getvariable('agreements') // 3) * getvariable('days')
    // (getvariable('agreements') - getvariable('agreements') // 3);

-- sale_facts: what is true of the sale `i` of each row of `source`, worked out from its number alone.
create macro sale_facts(source) as table
select *,
  agreement // 2 as account, agreement % 50 as product,
  broker * 2 + (broker < 2 and draw(invoice, 2891336453, 100) = 0)::integer as balance,
  round(amount * 0.03, 2)::decimal(18, 2) as fee,
  round(amount * 0.0825, 2)::decimal(18, 2) as tax,
  round(round(amount * 0.03, 2) * 0.20, 2)::decimal(18, 2) as vat,
  round(amount * (draw(i, 3935559001, 4) + 1) * 0.25, 2)::decimal(18, 2) as refund,
  collected_day + 1 + draw(invoice, 2127912215, 3) as payout_day,
  not is_forgiven and draw(i, 1597334677, 1000) < 20 as is_refunded
from (
  select *,
    invoice * getvariable('days') // getvariable('invoices') as sale_day,
    case
      when share < 950 then 0
      when share < 990 then 1
      when share < 995 then 2
      else 3
    end as broker,
    getvariable('agreements') // 3
      + invoice * (getvariable('agreements') - getvariable('agreements') // 3) // getvariable('invoices')
      - draw(invoice, 1640531535, greatest(getvariable('agreements') // 3, 1)) as agreement,
    -- Two lines in eighty share a reference, as licences do that are spread over accounts.
    i - (i % 40 = 1)::integer as reference,
    invoice * getvariable('days') // getvariable('invoices') + 15 + draw(invoice, 2246822519, 45) as collected_day,
    invoice * getvariable('days') // getvariable('invoices') + 3 + draw(i, 3266489917, 60) as refund_day,
    invoice * getvariable('days') // getvariable('invoices') + 20 + draw(i, 668265263, 40) as forgiven_day,
    draw(invoice, 374761393, 86400) as sale_seconds,
    is_paid_invoice and not is_forgiven as is_paid,
    is_paid_invoice and not is_forgiven and draw(invoice, 1911520717, 100) < 62 as is_seen_collected,
    ((draw(i, 2654435761, 1000000) + 1)::decimal(12, 0) * 0.01)::decimal(18, 2) as amount
  from (
    select *,
      -- Two lines stand on one invoice.
      (i // 2)::bigint as invoice, draw(i // 2, 3363286201, 1000) as share,
      draw(i // 2, 2869860233, 100) < 86 as is_paid_invoice, draw(i, 1183186591, 1000) < 3 as is_forgiven
    from query_table(source)
  )
);

-- sale_numbers: the sales that may have events in the time that is made.
create view sale_numbers as
select i::integer as i
from range(getvariable('first_sale'), getvariable('end_sale')) as r(i);
