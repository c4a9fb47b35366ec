-- control_lines: one row = one line or key behind a failed control: the cause, a part of the difference, or a line of
-- the total that does not agree.
select
  l.id, l.subject, l.currency, l.role, l.transaction_reference, l.line_currency, l.amount as line_amount, l.difference,
  l.explanation,
  n.file, f.path, f.sha256, l.section, b.sheet, l.line,
  case l.role when 'cause' then 1 when 'part' then 2 else 3 end as role_order
from control_lines as l
left join files as f on f.file_id = l.file_id
left join file_names as n on n.file_id = l.file_id
left join blocks as b on b.file_id = l.file_id and b.block_no = l.block_no
