-- How a cell is read. Each macro answers null for a cell that cannot be read without guessing; the caller refuses it.

-- White space of any script and characters without width go at either end; a placeholder is no value (`file-quirks.md` section 3).
create or replace temp macro clean_text(cell) as
  case
    when lower(regexp_replace(cell, '^[\s\p{Z}\x{200B}-\x{200D}\x{2060}\x{FEFF}\x00]+|[\s\p{Z}\x{200B}-\x{200D}\x{2060}\x{FEFF}\x00]+$', '', 'g'))
      in ('', '-', 'null', 'not available', 'not applicable', 'not provided', 'missing_listing_fee_invoice_id') then null
    else regexp_replace(cell, '^[\s\p{Z}\x{200B}-\x{200D}\x{2060}\x{FEFF}\x00]+|[\s\p{Z}\x{200B}-\x{200D}\x{2060}\x{FEFF}\x00]+$', '', 'g')
  end;

-- Words that stand for "no value" where text has no business: in numbers, dates and ids.
-- Looked at only where the cell is short enough: most are ids, and CASE asks no further.
create or replace temp macro is_no_value(cell) as
  case when cell is null then null when strlen(cell) > 14 then false else lower(cell) in ('na', 'n/a', '#n/a', 'none', 'null', '-', 'not available', 'not applicable', 'not provided') end;

-- Digits of an identifier that a spreadsheet turned into a rounded number: they are lost.
create or replace temp macro is_scientific(cell) as
  case when cell is null then null when not contains(cell, '+') then false else regexp_full_match(cell, '[-+]?\d+([.,]\d+)?[eE]\+\d+') end;

-- One spelling for signs and blanks before a number is looked at.
create or replace temp macro tidy_number(cell) as
  trim(regexp_replace(translate(cell, '−–’', '--'''), '[\s\p{Z}]+', ' ', 'g'));

-- The figure inside: without currency signs or codes, brackets and minus signs.
create or replace temp macro figure(cell) as
  regexp_replace(tidy_number(cell), '^[-+( ]*((USD|EUR|GBP|JPY|AUD|INR|CAD|BRL|KRW|CHF|[A-Z]{0,2}[$€£¥₹]) ?)?[-+]?|( ?(USD|EUR|GBP|JPY|AUD|INR|CAD|BRL|KRW|CHF|[$€£¥₹]))?[-)% ]*$', '', 'g');

-- How many marks say "negative": minus signs, and brackets around the whole; a bracket without its partner counts double.
create or replace temp macro minus_signs(cell) as
  strlen(tidy_number(cell)) - strlen(replace(tidy_number(cell), '-', ''))
    + (case
        when not regexp_matches(tidy_number(cell), '[()]') then 0
        when regexp_full_match(tidy_number(cell), '\(.*\)') then 1
        else 2
      end);

-- From here on `figure` is the result of figure(). Thousands stand in groups of three, by one kind of separator.
create or replace temp macro is_point_figure(figure) as
  regexp_full_match(figure, '(\d{1,12}|\d{1,3}(,\d{3}){1,3}|\d{1,3}( \d{3}){1,3}|\d{1,3}(''\d{3}){1,3})?(\.\d{1,10})?') and figure <> '';
create or replace temp macro is_comma_figure(figure) as
  regexp_full_match(figure, '(\d{1,12}|\d{1,3}(\.\d{3}){1,3}|\d{1,3}( \d{3}){1,3}|\d{1,3}(''\d{3}){1,3})?(,\d{1,10})?') and figure <> '';

-- What in a cell proves which sign is the decimal one. A single group of three after one sign proves nothing.
create or replace temp macro proves_point(figure) as
  is_point_figure(figure) and regexp_matches(figure, '\.(\d{1,2}|\d{4,})$|,.*\.|,\d{3},|[ '']\d{3}\.|^\.|^0+\.');
create or replace temp macro proves_comma(figure) as
  is_comma_figure(figure) and regexp_matches(figure, ',(\d{1,2}|\d{4,})$|\..*,|\.\d{3}\.|[ '']\d{3},|^,|^0+,');
create or replace temp macro could_be_both(figure) as
  regexp_full_match(figure, '[1-9]\d{0,2}[.,]\d{3}');

-- Canonical digits; `decimal_sign` is '.' or ',' once something in the file has proved it, else '': then a lone
-- group of three after a comma is not read, since it may be thousands or decimals.
create or replace temp macro number_text(figure, minus_signs, decimal_sign) as
  case
    when minus_signs > 1 then null
    when decimal_sign = '' and contains(figure, ',') and could_be_both(figure) then null
    when decimal_sign <> ',' and is_point_figure(figure)
      then (case minus_signs when 1 then '-' else '' end) || regexp_replace(figure, '[ ,'']', '', 'g')
    when decimal_sign = ',' and is_comma_figure(figure)
      then (case minus_signs when 1 then '-' else '' end) || replace(regexp_replace(figure, '[ .'']', '', 'g'), ',', '.')
  end;

-- From here on `digits` is the result of number_text(). More than six decimals of money are refused, not rounded; zeros at
-- the end are none.
create or replace temp macro money_value(digits) as
  case when not regexp_matches(digits, '\.\d{6}\d*[1-9]\d*$') then try_cast(digits as decimal(18, 6)) end;
-- Amounts of a data feed, which AWS documents with six decimals and casts to ten in its own example; twelve hold both.
create or replace temp macro fine_money_value(digits) as try_cast(digits as decimal(30, 12));
create or replace temp macro decimal_value(digits) as try_cast(digits as decimal(28, 10));
create or replace temp macro integer_value(digits) as try_cast(regexp_replace(digits, '\.0+$', '') as bigint);
-- A rate is a fraction; the sign of percent divides by a hundred.
create or replace temp macro percent_value(digits) as try_cast(digits as decimal(18, 8));
create or replace temp macro percent_of_hundred(digits) as
  (try_cast(digits as decimal(18, 8)) * 0.01::decimal(3, 2))::decimal(18, 8);

-- ISO 8601 with or without time, zone and the word UTC; everything is UTC.
create or replace temp macro is_iso_date(cell) as
  regexp_full_match(cell, '\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?( ?UTC|Z)?');
create or replace temp macro iso_cell(cell) as
  case
    when is_iso_date(cell) then try_cast(regexp_replace(cell, ' ?UTC$|Z$', '') as timestamp)
    when regexp_full_match(cell, '\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)? ?[-+]\d{2}(:?\d{2})?')
      then try_cast(cell as timestamptz)::timestamp
    when regexp_full_match(cell, '\d{4}/\d{1,2}/\d{1,2}( .*)?|\d{8}')
      then try_strptime(cell, ['%Y/%m/%d', '%Y/%m/%d %H:%M', '%Y/%m/%d %H:%M:%S', '%Y%m%d'])
  end;

-- 15/08/2022 and 08/15/2022: which of the two first numbers is the day is decided for the whole column.
create or replace temp macro is_numeric_date(cell) as
  regexp_full_match(cell, '\d{1,2}[/.-]\d{1,2}[/.-]\d{4}( .*)?');
create or replace temp macro first_number(cell) as
  try_cast(regexp_extract(cell, '^(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}', 1) as integer);
create or replace temp macro second_number(cell) as
  try_cast(regexp_extract(cell, '^(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}', 2) as integer);
create or replace temp macro numeric_date_cell(cell, day_order) as
  case day_order
    when 'month-first' then try_strptime(regexp_replace(cell, '^(\d+)[/.-](\d+)[/.-](\d+)', '\1/\2/\3'),
      ['%m/%d/%Y', '%m/%d/%Y %H:%M', '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %I:%M %p', '%m/%d/%Y %I:%M:%S %p'])
    when 'day-first' then try_strptime(regexp_replace(cell, '^(\d+)[/.-](\d+)[/.-](\d+)', '\1/\2/\3'),
      ['%d/%m/%Y', '%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M:%S', '%d/%m/%Y %I:%M %p', '%d/%m/%Y %I:%M:%S %p'])
  end;

-- Aug 15, 2024 · 15-Aug-2024 · JAN-1-2024, with or without a time.
create or replace temp macro named_month_cell(cell) as
  try_strptime(regexp_replace(cell, ',', '', 'g'), [
    '%b %d %Y', '%B %d %Y', '%d %b %Y', '%d %B %Y', '%d-%b-%Y', '%d-%B-%Y', '%b-%d-%Y',
    '%b %d %Y %I:%M%p', '%b %d %Y %I:%M %p', '%b %d %Y %I:%M:%S %p', '%b %d %Y %H:%M', '%b %d %Y %H:%M:%S',
    '%B %d %Y %I:%M%p', '%B %d %Y %I:%M %p', '%d-%b-%Y %H:%M:%S', '%d %b %Y %H:%M:%S']);

create or replace temp macro datetime_value(cell, day_order) as
  coalesce(
    iso_cell(cell),
    case when is_numeric_date(cell) then numeric_date_cell(cell, day_order) end,
    case when regexp_matches(cell, '[A-Za-z]{3}') and regexp_matches(cell, '\d{4}') then named_month_cell(cell) end);
-- The year 9999 says that there is no end.
create or replace temp macro is_no_end(value) as value >= timestamp '9999-01-01';
-- A year of two digits may be of any century; no report is older than 1900.
create or replace temp macro is_too_early(value) as value < timestamp '1900-01-01';

-- YYYY-MM; a spreadsheet may have turned it into Jul-22 or into the first day of the month.
create or replace temp macro month_cell(cell) as
  case
    when regexp_full_match(cell, '\d{4}-(0[1-9]|1[0-2])') then cell
    when regexp_full_match(cell, '\d{4}-\d{2}-01([T ]00:00:00)?') then strftime(try_cast(cell[:10] as date), '%Y-%m')
    else strftime(try_strptime(cell, ['%b-%y', '%b-%Y', '%B %Y', '%b %Y', '%Y/%m', '%m/%Y']), '%Y-%m')
  end;

-- Twelve digits: 1234-5678-9012 was printed until 2019, and numbers lose their leading zeros.
create or replace temp macro account_digits(cell) as
  regexp_replace(regexp_replace(cell, '^''', ''), '[- ]|\.0$', '', 'g');
create or replace temp macro account_cell(cell) as
  case
    when is_scientific(cell) then null
    when regexp_full_match(account_digits(cell), '\d{1,12}') then lpad(account_digits(cell), 12, '0')
  end;
create or replace temp macro is_repaired_account(cell) as
  regexp_full_match(account_digits(cell), '\d{1,11}');

-- The currency that an amount names by its sign or code; a dollar sign stands for several.
create or replace temp macro currency_mark(cell) as
  case
    when contains(cell, '€') then 'EUR'
    when contains(cell, '£') then 'GBP'
    when contains(cell, '₹') then 'INR'
    when contains(cell, '¥') then 'JPY'
    when regexp_matches(cell, '[A-Za-z]{3}') then upper(regexp_extract(cell, '[A-Za-z]{3}'))
  end;
create or replace temp macro names_other_currency(cell, currency) as
  currency_mark(cell) <> upper(currency)
    or (contains(cell, '$') and upper(currency) not in ('USD', 'AUD', 'CAD', 'HKD', 'NZD', 'SGD', 'BRL', 'MXN'));

create or replace temp macro currency_cell(cell) as
  case when regexp_full_match(cell, '[A-Za-z]{3}') then upper(cell) end;
