-- Identifiers, accounts and currencies, and what spreadsheets make of them.

-- Digits that were rounded into powers of ten are lost. Without sign and separator (8e12, 12e45) it may be an id as it
-- stands: programs that write powers of ten write one of the two.
create or replace temp macro is_scientific(cell) as
  regexp_full_match(cell, '[-+]?\d+([.,]\d*)?\s*[eE]\s*\+\s*\d+|[-+]?\d+[.,]\d*\s*[eE]\s*[-−]?\s*\d+|[-+]?\d+([.,]\d*)?\s*[x×*·]\s*10\s*\^?\s*\d+');

-- 781216640.0, 781,216,640, 781.216.640, 781 216 640: an id that was a number for a while.
create or replace temp macro is_number_like(cell) as
  regexp_full_match(cell, '\d+[.,]0*|\d{1,3}([,.''’ \x{A0}\x{2009}\x{202F}]\d{3})+([.,]0*)?');
-- Its digits, unless they are in doubt: a lone group of three may be a fraction or another id, and of more than fifteen
-- digits a spreadsheet keeps the first fifteen.
create or replace temp macro number_like_digits(cell) as
  case
    when regexp_full_match(cell, '\d{1,3}[.,]000') then null
    when regexp_full_match(cell, '\d{1,15}[.,]0*') then regexp_extract(cell, '^\d+')
    when regexp_full_match(cell, '\d{1,3}(,\d{3}){2,4}(\.0*)?') then replace(split_part(cell, '.', 1), ',', '')
    when regexp_full_match(cell, '\d{1,3}(\.\d{3}){2,4}(,0*)?') then replace(split_part(cell, ',', 1), '.', '')
    when regexp_full_match(cell, '\d{1,3}([''’]\d{3}){1,4}([.,]0*)?|\d{1,3}([ \x{A0}\x{2009}\x{202F}]\d{3}){2,4}([.,]0*)?')
      then regexp_replace(regexp_extract(cell, '^[^.,]+'), '\D', '', 'g')
  end;

-- A column of ids is taken as it stands unless a cell looks as if it had been something else. The first question is cheap and
-- asked of every id, the second only of columns in which the first says so.
create or replace temp macro may_be_odd_id(cell) as
  strlen(cell) < 13 or not (ascii(cell) between 48 and 57 or ascii(cell) between 65 and 122) or contains(cell, '.') or contains(cell, ',')
    or contains(cell, ' ') or contains(cell, '+') or contains(cell, '''')
    or (ascii(cell) < 58 and strlen(cell) < 30 and strlen(cell) > length(cell));
create or replace temp macro is_odd_id(cell) as
  is_no_value(cell) or may_be_guarded(cell) or is_number_like(cell) or is_scientific(cell);

-- An id as it was before a spreadsheet had it. `number_like` says whether a number may be one: not where sellers number themselves.
create or replace temp macro id_cell(cell) as
  case
    when is_no_value(cell) or is_scientific(cell) or starts_with(cell, '=') then null
    when is_number_like(cell) then number_like_digits(cell)
    else cell
  end;
create or replace temp macro own_id_cell(cell) as
  case when not is_no_value(cell) and not starts_with(cell, '=') then cell end;

-- What people write in place of a reference that they do not have; nought is what a link to an empty cell shows.
create or replace temp macro is_no_reference(cell) as
  case
    when cell is null then null
    when strlen(cell) > 16 then false
    else contains('|tbd|tba|tbc|t.b.d.|unknown|pending|n.n.|', '|' || lower(cell) || '|') or regexp_full_match(cell, '0+([.,]0*)?')
  end;

-- Twelve digits: 1234-5678-9012 was printed until 2019, and numbers lose their leading zeros.
create or replace temp macro account_digits(cell) as
  case
    when regexp_full_match(cell, '\d{1,12}') then cell
    when regexp_full_match(cell, '\d{4}[- ]\d{4}[- ]\d{4}') then regexp_replace(cell, '[- ]', '', 'g')
    else number_like_digits(cell)
  end;
create or replace temp macro account_cell(cell) as
  case when regexp_full_match(account_digits(cell), '\d{1,12}') then lpad(account_digits(cell), 12, '0') end;
create or replace temp macro is_repaired_account(cell) as
  regexp_full_match(account_digits(cell), '\d{1,11}') and not is_no_account(cell);
-- No account is nought; it is what a link to an empty cell shows.
create or replace temp macro is_no_account(cell) as regexp_full_match(cell, '0{1,11}([.,]0*)?');

-- Three letters; words for "no value" may have as many.
create or replace temp macro is_currency(cell) as
  regexp_full_match(cell, '[A-Z]{3}') and not contains('|NAN|NAT|NIL|NUL|TBD|TBA|TBC|UNK|ERR|XXX|', '|' || cell || '|');
create or replace temp macro currency_cell(cell) as
  case when is_currency(upper(cell)) then upper(cell) end;
