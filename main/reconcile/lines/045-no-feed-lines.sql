-- billed_source_lines, disbursed_source_lines: the same for a book without events.
create or replace view billed_source_lines as
select *, null::varchar as transaction_type
from report_billed_lines;

create or replace view disbursed_source_lines as
select *, null::varchar as transaction_type, null::varchar as paid_currency, null::decimal(18, 6) as paid_net
from report_disbursed_lines;
