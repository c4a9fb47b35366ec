-- Figures: amounts, quantities and rates, as people and spreadsheets print them.

-- One spelling for signs, digits and blanks before a figure is looked at; what is of full width is not.
create or replace temp macro figure_text(cell) as
  case
    when strlen(cell) = length(cell) and not contains(cell, 's.') and not contains(cell, 'r.') then cell
    else trim(regexp_replace(regexp_replace(
      translate(cell, '０１２３４５６７８９．，－＋（）％＄￥￡￦−–‐‑﹣’‘ʼ', '0123456789.,-+()%$¥£₩-----'''''''),
      '\p{Zs}', ' ', 'g'), '\b(Rs|S?Fr|kr)\.', '\1', 'g'))
  end;
-- Dashes alone, with or without a currency, are how a spreadsheet prints that there is nothing.
create or replace temp macro is_no_figure(cell) as
  case
    when cell is null then null
    when ascii(cell) between 48 and 57 or strlen(cell) > 24 or regexp_matches(cell, '[0-9]') then false
    else is_word_for_nothing(cell)
      or regexp_full_match(figure_text(cell),
        '([A-Z]{3}|[A-Z]{0,3}\p{Sc}|[A-Za-zč-ł]{1,2})? *[-—―]+ *([A-Z]{3}|[A-Z]{0,3}\p{Sc}|[A-Za-zč-ł]{1,2})?')
  end;

-- The digits and separators of a figure, and what stands around them with 0 in their place: `$ (37.04)` is `37.04` in
-- `$(0)`.
create or replace temp macro figure_body(text) as
  nullif(regexp_extract(text, '[0-9.,](?:[0-9.,'' ]*[0-9.,])?'), '');
create or replace temp macro figure_frame(text) as
  case
    when regexp_full_match(text, '[0-9.,]+') then '0'
    when regexp_matches(text, '[A-Za-zÀ-ž][.,]') then null
    else replace(regexp_replace(text, '[0-9.,](?:[0-9.,'' ]*[0-9.,])?', '0'), ' ', '')
  end;
-- From here on `frame` is the result of figure_frame(). One sign at most, or brackets around the whole; null for
-- anything else.
create or replace temp macro is_minus(frame) as
  case
    when frame in ('0', '+0') then false
    when frame in ('-0', '(0)') then true
    else case regexp_replace(frame, '[^-+()0-9%]', '', 'g')
      when '0' then false when '+0' then false when '0%' then false when '+0%' then false
      when '-0' then true when '0-' then true when '(0)' then true
      when '-0%' then true when '0%-' then true when '(0%)' then true when '(0)%' then true
    end
  end;
-- The currency that a figure names, by sign or code; one before and one behind it stand with a plus between them.
create or replace temp macro currency_mark(frame) as
  case
    when list_contains(['0', '-0', '(0)', '+0', '0%', '-0%'], frame) then null
    else nullif(trim(translate(split_part(frame, '0', 1), '-+(', '') || '+'
      || translate(split_part(frame, '0', 2), '-)%', ''), '+'), '')
  end;
-- Signs that stand for several currencies are any of them: the row says which.
create or replace temp macro currency_signs() as
  '|$:USD|$:AUD|$:CAD|$:HKD|$:NZD|$:SGD|$:BRL|$:MXN|$:TWD|$:ARS|$:CLP|$:COP|US$:USD|USD$:USD|A$:AUD|AU$:AUD|AUD$:AUD|C$:CAD|CA$:CAD|CAD$:CAD|R$:BRL|NZ$:NZD|HK$:HKD|S$:SGD|SG$:SGD|MX$:MXN|NT$:TWD|€:EUR|£:GBP|¥:JPY|¥:CNY|JP¥:JPY|円:JPY|CN¥:CNY|元:CNY|₩:KRW|원:KRW|₹:INR|Rs:INR|Rs:PKR|Rs:NPR|Rs:LKR|kr:SEK|kr:NOK|kr:DKK|kr:ISK|Kr:SEK|Kr:NOK|Kr:DKK|Kr:ISK|zł:PLN|Kč:CZK|Ft:HUF|Fr:CHF|SFr:CHF|R:ZAR|RM:MYR|Rp:IDR|฿:THB|₫:VND|₱:PHP|₺:TRY|TL:TRY|₪:ILS|₽:RUB|₴:UAH|';
create or replace temp macro is_mark_of(mark, currency) as
  case
    when mark = '' then true
    when regexp_full_match(mark, '[A-Z]{3}|[a-z]{3}') then upper(mark) = currency
    else contains(currency_signs(), '|' || mark || ':' || currency || '|')
  end;
create or replace temp macro names_other_currency(marks, currency) as
  case
    when marks is null then false
    else not coalesce(is_mark_of(split_part(marks, '+', 1), upper(currency))
      and is_mark_of(split_part(marks, '+', 2), upper(currency)), false)
  end;
-- Letters that name no currency at all, as in 37.04 CR: it is then no amount that can be read.
create or replace temp macro is_currency_mark(mark) as
  mark = '' or regexp_full_match(mark, '[A-Z]{3}|[a-z]{3}') or contains(currency_signs(), '|' || mark || ':');

-- From here on `figure` is the result of figure_body(). Thousands stand in groups of three, in India in groups of two
-- before the last; no group begins with nought.
create or replace temp macro is_point_figure(figure) as
  regexp_full_match(figure,
    '(\d{1,18}|[1-9]\d{0,2}(,\d{3}){1,5}|[1-9]\d?(,\d{2}){1,5},\d{3}|[1-9]\d{0,2}( \d{3}){1,5}|[1-9]\d{0,2}(''\d{3}){1,5})?(\.\d{1,18})?') and figure <> '';
create or replace temp macro is_comma_figure(figure) as
  regexp_full_match(figure,
    '(\d{1,18}|[1-9]\d{0,2}(\.\d{3}){1,5}|[1-9]\d{0,2}( \d{3}){1,5}|[1-9]\d{0,2}(''\d{3}){1,5})?(,\d{1,18})?')
      and figure <> '';
create or replace temp macro is_whole_figure(figure) as
  regexp_full_match(figure, '\d{1,18}|[1-9]\d{0,2}( \d{3}){1,5}|[1-9]\d{0,2}(''\d{3}){1,5}');

-- What in a cell proves which sign is the decimal one. A single group of three after one sign proves nothing, unless
-- more than three digits or a nought stand before it.
create or replace temp macro proves_point(figure) as
  regexp_matches(figure, '\.(\d{1,2}|\d{4,})$|,.*\.|,\d{2,3},|[ '']\d{3}\.|^\.|^0\d*\.|^\d{4,}\.')
    and is_point_figure(figure);
create or replace temp macro proves_comma(figure) as
  regexp_matches(figure, ',(\d{1,2}|\d{4,})$|\..*,|\.\d{3}\.|[ '']\d{3},|^,|^0\d*,|^\d{4,},')
    and is_comma_figure(figure);
create or replace temp macro could_be_both(figure) as
  regexp_full_match(figure, '[1-9]\d{0,2}[.,]\d{3}');
-- The same of a plain cell, which has a point or nothing.
create or replace temp macro plain_proves_point(cell) as
  regexp_matches(cell, '\.(\d{1,2}|\d{4,})$|^-?0\d*\.|^-?\d{4,}\.');
create or replace temp macro plain_could_be_both(cell) as
  regexp_full_match(cell, '-?[1-9]\d{0,2}\.\d{3}');
-- A blank between digits is a thousands sign where a cell of the column has a decimal sign too; elsewhere it may part
-- two numbers.
create or replace temp macro proves_blanks(figure) as
  regexp_full_match(figure, '[1-9]\d{0,2}( \d{3})+[.,]\d+');

create or replace temp macro point_digits(figure) as regexp_replace(figure, '[ ,'']', '', 'g');
create or replace temp macro comma_digits(figure) as replace(regexp_replace(figure, '[ .'']', '', 'g'), ',', '.');
-- Currencies without a smaller unit (ISO 4217): a group of three there is thousands.
create or replace temp macro has_no_smaller_unit(currency) as
  list_contains(['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF',
    'XOF', 'XPF'], upper(currency));

-- Canonical digits without sign. `decimal_sign` is what the file proves: '.', ',', 'texts', 'both' or ''. Where it
-- proves nothing, a lone group of three after a point is a fraction, for AWS writes points; after a comma it is open,
-- except in whole currencies.
create or replace temp macro figure_digits(figure, decimal_sign, blanks_proved, currency) as
  case
    when contains(figure, ' ') and not blanks_proved then null
    when is_whole_figure(figure) then point_digits(figure)
    when decimal_sign = 'both' then case when proves_point(figure) then point_digits(figure) end
    when decimal_sign = 'texts' and could_be_both(figure) and contains(figure, '.') then null
    when decimal_sign in (',', 'texts') then
      case
        when is_comma_figure(figure) and not (could_be_both(figure) and contains(figure, ',')
          and coalesce(has_no_smaller_unit(currency), false))
          then comma_digits(figure)
      end
    when not is_point_figure(figure) then null
    when decimal_sign = '.' or not could_be_both(figure) then point_digits(figure)
    when contains(figure, ',') = coalesce(has_no_smaller_unit(currency), false) then point_digits(figure)
  end;

-- From here on `digits` are canonical, with their sign. More decimals than a column keeps are refused, not rounded;
-- noughts at the end are none.
create or replace temp macro decimals_of(digits) as strlen(rtrim(split_part(digits, '.', 2), '0'));
create or replace temp macro money_value(digits) as
  case when decimals_of(digits) <= 6 then try_cast(digits as decimal(18, 6)) end;
-- Amounts of a data feed, which AWS documents with six decimals and casts to ten in its own example; no larger than
-- those of reports may be, whether or not others of the file have more decimals.
create or replace temp macro fine_money_value(digits) as
  case
    when decimals_of(digits) <= 10 and abs(try_cast(digits as decimal(30, 12))) < 1000000000000
      then try_cast(digits as decimal(30, 12))
  end;
create or replace temp macro decimal_value(digits) as
  case when decimals_of(digits) <= 10 then try_cast(digits as decimal(28, 10)) end;
create or replace temp macro integer_value(digits) as
  case when decimals_of(digits) = 0 then try_cast(split_part(digits, '.', 1) as bigint) end;
-- A rate is a fraction; the sign of percent divides by a hundred.
create or replace temp macro percent_value(digits) as
  case when decimals_of(digits) <= 8 then try_cast(digits as decimal(18, 8)) end;
create or replace temp macro percent_of_hundred(digits) as
  case when decimals_of(digits) <= 6 then (try_cast(digits as decimal(18, 8))
    * 0.01::decimal(3, 2))::decimal(18, 8) end;
