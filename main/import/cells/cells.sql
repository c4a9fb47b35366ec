-- How a cell is read. Each macro answers null for a cell that cannot be read without guessing; the caller refuses it.
-- What all columns share is here; `cells-figures.sql`, `cells-dates.sql` and `cells-ids.sql` have the rest.

-- Macros repeat what they are given, so they are given a bare column: the planner is slow with deep expressions, with
-- long patterns and with more than four values behind `in`, which it makes a join.

-- White space of any script, characters without width and marks of direction go at either end; then a cell that the
-- reader takes for empty is so. Most cells begin and end with a plain character.
create or replace temp macro trimmed(cell) as
  case when regexp_full_match(cell, '(?s)[!-~](.*[!-~])?') then cell else trim(cell, blank_characters()) end;
create or replace temp macro clean_text(cell) as
  case when list_contains(empty_cells(), trimmed(cell)) then null else trimmed(cell) end;

-- People make a spreadsheet keep text as it stands by ="…", =T("…") or an apostrophe in front. `opened` is what stands
-- inside, null where nothing is kept so, and `inside` that cleaned.
create or replace temp macro opened_text(cell) as
  case
    when starts_with(cell, '=') and regexp_full_match(cell, '(?is)=\s*("([^"]|"")*"|T\(\s*"([^"]|"")*"\s*\))\s*')
      then replace(regexp_extract(cell, '(?s)"((?:[^"]|"")*)"', 1), '""', '"')
  end;
create or replace temp macro opened_cell(cell) as
  case
    when starts_with(cell, '=') then opened_text(cell)
    when starts_with(cell, '''') then trim(cell, '''')
    when regexp_full_match(cell, '"[^"]*"') then trim(cell, '"')
  end;
-- In text an apostrophe may be a letter's ('s-Hertogenbosch): only before what a spreadsheet would take for something
-- else it protects.
create or replace temp macro without_guard(cell, opened, inside) as
  case
    when opened is not null then inside
    when regexp_matches(cell, '^''[-=+@0-9]') then cell[2:]
    else cell
  end;
-- In all other columns neither quotes nor apostrophes belong to the value, and =004471120 means its digits.
create or replace temp macro without_guards(cell, opened, inside) as
  case
    when opened is not null
      then case when starts_with(cell, '=') and starts_with(inside, '''') then clean_text(trim(inside, ''''))
        else inside end
    when regexp_full_match(cell, '=\s*[-+]?[0-9][0-9.,]*') then ltrim(cell, '= ')
    else cell
  end;
create or replace temp macro may_be_guarded(cell) as ascii(cell) in (34, 39, 61);

-- What a spreadsheet shows where a formula failed, in any language, or where a column was too narrow (####).
create or replace temp macro is_error_value(cell) as
  case
    when starts_with(cell, '#') then regexp_full_match(cell, '#+|#[^\s1-9]+[!?]')
      or contains('|#N/A|#N/A N/A|#NA|#NV|#REF|#VALUE|#NAME|#NUM|#NULL|#DIV/0|#ERROR|#NOM ?|#NOM|#VALEUR|#N/D|#N/B|#I/T|#Н/Д|#YOK|#HIÁNYZIK|#NENÍ_K_DISPOZICI|#GETTING_DATA|#DATEN_ABRUFEN|#CHARGEMENT_DONNEES|#OBTENTION_DONNEES|#FMT|', '|' || upper(cell) || '|')
    when starts_with(cell, 'Err:') then regexp_full_match(cell, 'Err:\d{3}')
    else false
  end;

-- Words of spreadsheets, databases and programming languages for "no value".
create or replace temp macro is_word_for_nothing(cell) as
  contains('|na|n/a|n.a.|n.a|n/d|k.a.|none|null|nil|nan|-nan|nat|undefined|void|blank|empty|missing|nothing|not set|not available|not applicable|not provided|no value|no data|loading...|\n|1.#ind|-1.#ind|1.#qnan|-1.#qnan|1.#nan|<na>|<n/a>|<null>|<none>|<nil>|<nan>|<blank>|<empty>|(na)|(n/a)|(null)|(none)|(nil)|(nan)|(blank)|(empty)|(leer)|(vide)|(en blanco)|(vuoto)|(vazio)|(not set)|[na]|[n/a]|[null]|[none]|[nil]|[nan]|[blank]|[empty]|', '|' || lower(cell) || '|');

-- "No value" where text has no business: in dates, ids and currencies. What has neither letter nor digit is no value
-- there. Looked at only where the cell is short enough: most are ids, and CASE asks no further.
create or replace temp macro is_no_value(cell) as
  case
    when cell is null then null
    when strlen(cell) > 24 then starts_with(cell, '##') and trim(cell, '#') = ''
    else is_word_for_nothing(cell) or is_error_value(cell)
      or regexp_full_match(cell, '[!-/:-@\[-`{-~\s\x{A0}-\x{BF}\x{2010}-\x{206F}\x{3000}-\x{3020}]+')
  end;

-- "No value" in text, where NA may be Namibia, Nan a town and None AWS's own word for no tax: only what programs alone
-- write.
create or replace temp macro is_no_text(cell) as
  case
    when strlen(cell) > 24 then starts_with(cell, '##') and trim(cell, '#') = ''
    when is_error_value(cell) then cell = upper(cell) or starts_with(cell, 'Err:')
    when strlen(cell) between 12 and 14 then lower(cell) in ('not available', 'not applicable', 'not provided')
    else contains('|nan|NaN|-nan|NaT|NULL|Null|null|nil|undefined|N/A|n/a|\N|<NA>|<null>|<NULL>|<none>|<nil>|(null)|(NULL)|(none)|(blank)|(Blank)|(empty)|(leer)|(Leer)|(vide)|(en blanco)|[null]|[NULL]|', '|' || cell || '|')
  end;
-- By their first letter most texts are none of these, and each text of a file is asked.
create or replace temp macro may_be_no_text(cell) as contains('"#''(-<=EN[\nu', left(cell, 1));
