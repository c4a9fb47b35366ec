-- feed_revenue_at_invoice: one row per charge of a buyer on one invoice, with the columns of AWS's archived report.
from feed_revenue_at_invoice
