-- Days, times and months; everything is UTC. A year has four digits: with two it may be of any century, or be the day.

create or replace temp macro is_iso_date(cell) as
  regexp_full_match(cell, '\d{4}-\d{2}-\d{2}([T ]([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,9})?)?)?( ?UTC| ?Z)?');
create or replace temp macro iso_cell(cell) as
  case
    when is_iso_date(cell) then try_cast(regexp_replace(cell, ' ?UTC$| ?Z$', '') as timestamp)
    when regexp_full_match(cell,
      '\d{4}-\d{2}-\d{2}[T ]([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,9})?)? ?[-+](0\d|1[0-4])(:?[0-5]\d)?')
      then try_cast(cell as timestamptz)::timestamp
    when regexp_full_match(cell, '\d{4}/\d{1,2}/\d{1,2}( .*)?|\d{4}-\d{1,2}-\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2}|\d{8}')
      then try_strptime(cell, ['%Y/%m/%d', '%Y/%m/%d %H:%M', '%Y/%m/%d %H:%M:%S', '%Y-%m-%d', '%Y.%m.%d', '%Y%m%d'])
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

-- Names and their abbreviations in English, German, French, Spanish, Italian, Portuguese, Dutch and the Scandinavian
-- languages, none of which gives a name to another month; `word` is in small letters.
create or replace temp macro month_of_word(word) as
  nullif(regexp_extract(
    substr('|jan:01|january:01|januar:01|jänner:01|jän:01|janvier:01|janv:01|enero:01|ene:01|gennaio:01|gen:01|janeiro:01|januari:01|feb:02|february:02|februar:02|feber:02|février:02|févr:02|fév:02|fevrier:02|fevr:02|fev:02|febrero:02|febbraio:02|fevereiro:02|februari:02|mar:03|march:03|märz:03|mär:03|mrz:03|maerz:03|mars:03|marzo:03|março:03|marco:03|maart:03|mrt:03|marts:03|apr:04|april:04|avril:04|avr:04|abril:04|abr:04|aprile:04|may:05|mai:05|mayo:05|maggio:05|mag:05|maio:05|mei:05|maj:05|jun:06|june:06|juni:06|juin:06|junio:06|giugno:06|giu:06|junho:06|jul:07|july:07|juli:07|juillet:07|juil:07|julio:07|luglio:07|lug:07|julho:07|aug:08|august:08|août:08|aout:08|agosto:08|ago:08|augustus:08|augusti:08|sep:09|sept:09|september:09|septembre:09|septiembre:09|settembre:09|set:09|setembro:09|oct:10|october:10|oktober:10|okt:10|octobre:10|octubre:10|ottobre:10|ott:10|outubro:10|out:10|nov:11|november:11|novembre:11|noviembre:11|novembro:11|dec:12|december:12|dezember:12|dez:12|décembre:12|déc:12|decembre:12|diciembre:12|dic:12|dicembre:12|dezembro:12|desember:12|des:12|', nullif(instr('|jan:01|january:01|januar:01|jänner:01|jän:01|janvier:01|janv:01|enero:01|ene:01|gennaio:01|gen:01|janeiro:01|januari:01|feb:02|february:02|februar:02|feber:02|février:02|févr:02|fév:02|fevrier:02|fevr:02|fev:02|febrero:02|febbraio:02|fevereiro:02|februari:02|mar:03|march:03|märz:03|mär:03|mrz:03|maerz:03|mars:03|marzo:03|março:03|marco:03|maart:03|mrt:03|marts:03|apr:04|april:04|avril:04|avr:04|abril:04|abr:04|aprile:04|may:05|mai:05|mayo:05|maggio:05|mag:05|maio:05|mei:05|maj:05|jun:06|june:06|juni:06|juin:06|junio:06|giugno:06|giu:06|junho:06|jul:07|july:07|juli:07|juillet:07|juil:07|julio:07|luglio:07|lug:07|julho:07|aug:08|august:08|août:08|aout:08|agosto:08|ago:08|augustus:08|augusti:08|sep:09|sept:09|september:09|septembre:09|septiembre:09|settembre:09|set:09|setembro:09|oct:10|october:10|oktober:10|okt:10|octobre:10|octubre:10|ottobre:10|ott:10|outubro:10|out:10|nov:11|november:11|novembre:11|noviembre:11|novembro:11|dec:12|december:12|dezember:12|dez:12|décembre:12|déc:12|decembre:12|diciembre:12|dic:12|dicembre:12|dezembro:12|desember:12|des:12|', '|' || word || ':'), 0)), '\d\d'), '');

-- Aug 15, 2024 · 15-Aug-2024 · 15. Juli 2024 · JAN-1-2024 · 2024-Aug-15, with or without a time.
create or replace temp macro is_named_date(cell) as
  regexp_full_match(cell, '([A-Za-zÀ-ž]+\.?[- ]+\d{1,2}(st|nd|rd|th)?(,? +|-)\d{4}|\d{1,2}(st|nd|rd|th|\.)?[-/ ]*(de )?[A-Za-zÀ-ž]+\.?,?[-/ ]+(de )?\d{4}|\d{4}[-/ ][A-Za-zÀ-ž]+[-/ ]\d{1,2})(,? +\d{1,2}:\d{2}(:\d{2})?( ?[AaPp][Mm])?( ?UTC)?)?');
create or replace temp macro named_day(cell) as
  regexp_extract(cell, '(?:^|\D)(\d{4})(?:\D|$)', 1) || '-'
    || month_of_word(lower(regexp_extract(cell, '[A-Za-zÀ-ž]+')))
    || '-' || lpad(regexp_extract(cell, '(?:^|\D)(\d{1,2})(?:\D|$)', 1), 2, '0');
create or replace temp macro named_date_cell(cell) as
  case
    when not contains(cell, ':') then try_cast(named_day(cell) as timestamp)
    else try_strptime(named_day(cell) || ' ' || regexp_replace(upper(regexp_extract(cell, '\d{1,2}:.*')), ' *(UTC)?',
      '', 'g'),
      ['%Y-%m-%d %H:%M', '%Y-%m-%d %H:%M:%S', '%Y-%m-%d %I:%M%p', '%Y-%m-%d %I:%M:%S%p'])
  end;

create or replace temp macro datetime_value(cell, day_order) as
  case
    when is_numeric_date(cell) then numeric_date_cell(cell, day_order)
    when is_named_date(cell) then named_date_cell(cell)
    else iso_cell(cell)
  end;
create or replace temp macro has_short_year(cell) as
  regexp_full_match(cell, '\d{1,2}[-/. ]+\d{1,2}[-/. ]+\d{1,2}([ T,].*)?')
    or (regexp_matches(cell, '[A-Za-zÀ-ž]{3}') and regexp_matches(cell, '\d') and not regexp_matches(cell, '\d{4}'));
-- The year 9999 says that there is no end.
create or replace temp macro is_no_end(value) as value >= timestamp '9999-01-01';
-- No report is older than 1900.
create or replace temp macro is_too_early(value) as value < timestamp '1900-01-01';

-- YYYY-MM; a spreadsheet may have turned it into the first day of the month or into Jul-22. Of two digits the year of a
-- named month is read, from 2012, when AWS Marketplace began, to 2049; 07/22 may be a day, and 22-Jul is how one is
-- printed.
create or replace temp macro has_named_short_year(cell) as
  regexp_full_match(cell, '[A-Za-zÀ-ž]+\.?([-/ ]| ?[''’])?\d{2}')
    and month_of_word(lower(regexp_extract(cell, '[A-Za-zÀ-ž]+'))) is not null;
create or replace temp macro is_year_of_reports(cell) as right(cell, 2) between '12' and '49';
create or replace temp macro year_of(cell) as regexp_extract(cell, '(?:19|20)\d{2}');
-- Made a number, 2026.10 loses its nought and looks like January.
create or replace temp macro has_lost_nought(cell) as regexp_full_match(cell, '(19|20)\d{2}\.1');
create or replace temp macro month_value(cell, years_in_doubt) as
  case
    when regexp_full_match(cell,
      '(19|20)\d{2}-(0[1-9]|1[0-2])(-01([T ]00:00(:00(\.0+)?)?)?( ?UTC| ?Z)?)?') then cell[:7]
    when regexp_full_match(cell, '(19|20)\d{2}(0[1-9]|1[0-2])') then cell[:4] || '-' || cell[5:]
    when has_lost_nought(cell) then null
    when regexp_full_match(cell, '(19|20)\d{2}[-/.](0?[1-9]|1[0-2])') then cell[:4] || '-' || lpad(cell[6:], 2, '0')
    when regexp_full_match(cell, '(0?[1-9]|1[0-2])[-/.](19|20)\d{2}')
      then right(cell, 4) || '-' || lpad(regexp_extract(cell, '^\d+'), 2, '0')
    when regexp_full_match(cell,
      '[A-Za-zÀ-ž]+\.?([-/ ]+|,? +(de )?| ?[''’])?(19|20)\d{2}|(19|20)\d{2}[-/ ][A-Za-zÀ-ž]+')
      then year_of(cell) || '-' || month_of_word(lower(regexp_extract(cell, '[A-Za-zÀ-ž]+')))
    when has_named_short_year(cell) and is_year_of_reports(cell) and not years_in_doubt
      then '20' || right(cell, 2) || '-' || month_of_word(lower(regexp_extract(cell, '[A-Za-zÀ-ž]+')))
  end;
create or replace temp macro has_short_year_of_month(cell) as
  has_named_short_year(cell) or regexp_full_match(cell, '\d{1,2}[-/. ’'']\d{2}|\d{1,2}[-/. ][A-Za-zÀ-ž]+\.?');
