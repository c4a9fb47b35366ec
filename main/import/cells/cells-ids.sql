-- Identifiers, accounts and currencies, and what spreadsheets make of them.

-- Digits that were rounded into powers of ten are lost. Without sign and separator (8e12, 12e45) it may be an id as it
-- stands: programs that write powers of ten write one of the two.
create or replace temp macro is_scientific(cell) as
  regexp_full_match(cell, '[-+]?\d+([.,]\d*)?\s*[eE]\s*\+\s*\d+|[-+]?\d+[.,]\d*\s*[eE]\s*[-−]?\s*\d+|[-+]?\d+([.,]\d*)?\s*[x×*·]\s*10\s*\^?\s*\d+');

-- 781216640.0, 781,216,640, 781.216.640, 781 216 640, 78,12,16,640: an id that was a number for a while;
-- $781,216,640.00: an amount; and digits beyond the fifteenth that are noughts: a spreadsheet keeps no more.
create or replace temp macro is_number_like(cell) as
  regexp_full_match(cell, '\d+[.,]0*|\d{1,3}([,.''’ \x{A0}\x{2009}\x{202F}]\d{3})+([.,]0*)?|\d{1,2}(,\d{2})+,\d{3}(\.0*)?|\p{Sc} ?[\d.,]+|[\d.,]+ ?\p{Sc}|[1-9]\d{13}[1-9]0{5,}');
-- Its digits, unless they are in doubt: a lone group of three may be a fraction or another id, and of more than fifteen
-- digits a spreadsheet keeps the first fifteen.
create or replace temp macro number_like_digits(cell) as
  case
    when regexp_full_match(cell, '\d{1,3}[.,]000') then null
    when regexp_full_match(cell, '\d{1,15}[.,]0*') then regexp_extract(cell, '^\d+')
    when regexp_full_match(cell, '\d{1,3}(,\d{3}){2,4}(\.0*)?') then replace(split_part(cell, '.', 1), ',', '')
    when regexp_full_match(cell, '\d{1,2}(,\d{2}){1,5},\d{3}(\.0*)?') then replace(split_part(cell, '.', 1), ',', '')
    when regexp_full_match(cell, '\d{1,3}(\.\d{3}){2,4}(,0*)?') then replace(split_part(cell, ',', 1), '.', '')
    when regexp_full_match(cell,
      '\d{1,3}([''’]\d{3}){1,4}([.,]0*)?|\d{1,3}([ \x{A0}\x{2009}\x{202F}]\d{3}){2,4}([.,]0*)?')
      then regexp_replace(regexp_extract(cell, '^[^.,]+'), '\D', '', 'g')
  end;

-- A day or a time, which a spreadsheet makes of ids like 3-12 and of numbers that are formatted so.
create or replace temp macro is_like_date(cell) as
  regexp_full_match(cell, '(\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}-(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(-\d{2,4})?)([ T]\d{1,2}:\d{2}.*)?|(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{2}|\d{1,2}:\d{2}(:\d{2}.*)?');
-- Ids of AWS are of ASCII without line ends: anything else was typed, pasted or turned, and is a difference that nobody
-- sees.
create or replace temp macro has_foreign_character(cell) as regexp_matches(cell, '[^ -~]');

-- A column of ids is taken as it stands unless a cell looks as if it had been something else. The first question is
-- cheap and asked of every id, the second only of columns in which the first says so.
create or replace temp macro may_be_odd_id(cell) as
  strlen(cell) < 13 or not (ascii(cell) between 48 and 57 or ascii(cell) between 65 and 122) or contains(cell, '.')
    or contains(cell, ',')
    or contains(cell, ' ') or contains(cell, '+') or contains(cell, '''') or ends_with(cell, '00000')
      or contains(cell, chr(10)) or contains(cell, chr(9))
    or strlen(cell) > length(cell);
create or replace temp macro is_odd_id(cell) as
  is_no_value(cell) or may_be_guarded(cell) or is_number_like(cell) or is_scientific(cell) or is_like_date(cell)
    or has_foreign_character(cell);

-- An id as it was before a spreadsheet had it. `number_like` says whether a number may be one: not where sellers number
-- themselves.
create or replace temp macro id_cell(cell) as
  case
    when is_no_value(cell) or is_scientific(cell) or starts_with(cell, '=') or is_like_date(cell) then null
    when is_number_like(cell) then number_like_digits(cell)
    when not has_foreign_character(cell) then cell
  end;
create or replace temp macro own_id_cell(cell) as
  case when not is_no_value(cell) and not starts_with(cell, '=') then cell end;

-- What people and programs write in place of a reference that they do not have; nought is what a link to an empty cell
-- shows. References have a digit and no blank: several words, a word in brackets, a mark of an error, and words of
-- other scripts are none, whatever they say.
create or replace temp macro is_no_reference(cell) as
  case
    when cell is null then null
    when regexp_matches(cell, '[1-9]') then false
    else contains('|tbd|tba|tbc|t.b.d.|unknown|unset|unspecified|unassigned|unallocated|pending|cancelled|canceled|void|voided|various|multiple|manual|same|ditto|true|false|yes|no|error|nan.0|n.n.|n. n.|n. a.|k. a.|n/a*|s/o|keine|ohne|nd|x|xx|xxx|xxxx|', '|' || lower(cell) || '|')
      or regexp_full_match(cell,
        '0+([.,]0*)?|#[^0-9]*|[<({\[][^0-9]*\pL{2}[^0-9]*[>)}\]]|[^0-9]*\pL{2} +\pL{2}[^0-9]*|[^\pN\x00-\x1FA-Za-z]*[\x{370}-\x{1FFF}\x{3040}-\x{D7FF}][^\pN\x00-\x1FA-Za-z]*')
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

-- The codes of ISO 4217, with those that went out of use since 2012: three letters alone may be a word (Yes, INF, TBD).
create or replace temp macro is_currency(cell) as
  regexp_full_match(cell,
    'AED|AFN|ALL|AMD|ANG|AOA|ARS|AUD|AWG|AZN|BAM|BBD|BDT|BGN|BHD|BIF|BMD|BND|BOB|BRL|BSD|BTN|BWP|BYN|BYR|BZD|CAD|CDF|CHF|CLP|CNY|COP|CRC|CUC|CUP|CVE|CZK|DJF|DKK|DOP|DZD|EGP|ERN|ETB|EUR|FJD|FKP|GBP|GEL|GHS|GIP|GMD|GNF|GTQ|GYD|HKD|HNL|HRK|HTG|HUF|IDR|ILS|INR|IQD|IRR|ISK|JMD|JOD|JPY|KES|KGS|KHR|KMF|KPW|KRW|KWD|KYD|KZT|LAK|LBP|LKR|LRD|LSL|LTL|LVL|LYD|MAD|MDL|MGA|MKD|MMK|MNT|MOP|MRO|MRU|MUR|MVR|MWK|MXN|MYR|MZN|NAD|NGN|NIO|NOK|NPR|NZD|OMR|PAB|PEN|PGK|PHP|PKR|PLN|PYG|QAR|RON|RSD|RUB|RWF|SAR|SBD|SCR|SDG|SEK|SGD|SHP|SLE|SLL|SOS|SRD|SSP|STD|STN|SVC|SYP|SZL|THB|TJS|TMT|TND|TOP|TRY|TTD|TWD|TZS|UAH|UGX|USD|UYU|UZS|VEF|VES|VND|VUV|WST|XAF|XCD|XCG|XDR|XOF|XPF|XSU|YER|ZAR|ZMK|ZMW|ZWG|ZWL');
create or replace temp macro currency_cell(cell) as
  case when is_currency(upper(cell)) then upper(cell) end;
