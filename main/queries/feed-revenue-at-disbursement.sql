-- feed_revenue_at_disbursement: one row per charge of a buyer on an invoice of which anything was paid out, with the
-- columns of AWS's archived report.
select * exclude (disbursement_flag)
from feed_revenue_at_invoice
where disbursement_flag <> 'No'
