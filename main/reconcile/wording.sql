-- How values are written in sentences, the same everywhere.

-- 100.00, 0.125: two decimals, more only where the value has more.
create or replace macro amount_text(amount) as
  case
    when amount = round(amount, 2) then amount::decimal(38, 2)::varchar
    else rtrim(amount::varchar, '0')
  end;

-- A figure of a control: an amount where it has a currency, else a number of lines.
create or replace macro control_text(figure, currency) as
  case when currency is null then figure::bigint::varchar else amount_text(figure) end;

create or replace macro counted_text(number, word) as
  number::varchar || ' ' || word || case when number = 1 then '' else 's' end;

create or replace macro dates_text(first_date, last_date) as
  case
    when first_date is null then 'on an unknown date'
    when first_date = last_date then 'on ' || first_date::varchar
    else 'from ' || first_date::varchar || ' to ' || last_date::varchar
  end;
